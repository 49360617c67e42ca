import {readFileSync} from "node:fs";
import {Command} from "commander";
import {ablate} from "./commands/ablate.ts";
import {compare} from "./commands/compare.ts";
import {conductance} from "./commands/conductance.ts";
import {direct} from "./commands/direct.ts";
import {edit} from "./commands/edit.ts";
import {embed} from "./commands/embed.ts";
import {explain} from "./commands/explain.ts";
import {generate} from "./commands/generate.ts";
import {lens} from "./commands/lens.ts";
import {models} from "./commands/models.ts";
import {neurons} from "./commands/neurons.ts";
import {patch} from "./commands/patch.ts";
import {probe} from "./commands/probe.ts";
import {project} from "./commands/project.ts";
import {run} from "./commands/run.ts";
import {score} from "./commands/score.ts";
import {tokenize} from "./commands/tokenize.ts";
import {addGlobalOptions} from "./input/options.ts";
import {failureOf} from "./output/failure.ts";
import {say} from "./output/streams.ts";

/** In the order of the help. */
const commands = [
  edit,
  models,
  tokenize,
  generate,
  score,
  embed,
  explain,
  lens,
  direct,
  conductance,
  patch,
  ablate,
  neurons,
  compare,
  probe,
  project,
  run
];

/** Does what these arguments say; a failure is one line on stderr, and the process's exit code. */
export async function runProgram(args: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await createProgram(signal).parseAsync(args, {from: "user"});
  } catch (error) {
    const {message, code} = failureOf(error, signal);
    if (message) say(message);
    process.exitCode = code;
  }
}

/** Returns the `ecco` command; `signal` stops whatever it does. */
function createProgram(signal: AbortSignal): Command {
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
    // Every error is said in one line.
    .configureOutput({outputError: () => {}})
    .exitOverride();
  addGlobalOptions(program);
  for (const add of commands) add(program, signal);
  return program;
}
