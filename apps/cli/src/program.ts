import {readFileSync} from "node:fs";
import {Command} from "commander";
import {ablate} from "./commands/ablate.ts";
import {compare} from "./commands/compare.ts";
import {direct} from "./commands/direct.ts";
import {edit} from "./commands/edit.ts";
import {explain} from "./commands/explain.ts";
import {generate} from "./commands/generate.ts";
import {lens} from "./commands/lens.ts";
import {models} from "./commands/models.ts";
import {neurons} from "./commands/neurons.ts";
import {patch} from "./commands/patch.ts";
import {probe} from "./commands/probe.ts";
import {project} from "./commands/project.ts";
import {run} from "./commands/run.ts";
import {tokenize} from "./commands/tokenize.ts";
import {addGlobalOptions} from "./input/options.ts";

/** In the order of the help. */
const commands = [
  edit,
  models,
  tokenize,
  generate,
  explain,
  lens,
  direct,
  patch,
  ablate,
  neurons,
  compare,
  probe,
  project,
  run
];

/** Returns the `ecco` command; `signal` stops whatever it does. */
export function createProgram(signal: AbortSignal): Command {
  const {version} = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8")
  ) as {version: string};
  const program = new Command("ecco")
    .description("See how a language model arrives at what it says.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .showSuggestionAfterError()
    .configureHelp({showGlobalOptions: true})
    // main.ts says every error, in one line.
    .configureOutput({outputError: () => {}})
    .exitOverride();
  addGlobalOptions(program);
  for (const add of commands) add(program, signal);
  return program;
}
