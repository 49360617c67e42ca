import {readFileSync} from "node:fs";
import {Command} from "commander";
import {addGlobalOptions} from "./input/options.ts";
import {failureOf} from "./output/failure.ts";
import {say} from "./output/streams.ts";

type AddCommand = (program: Command, signal: AbortSignal) => void;

/** In the order of the help. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  edit: async () => (await import("./commands/edit.ts")).edit,
  notebook: async () => (await import("./commands/notebook.ts")).notebook,
  models: async () => (await import("./commands/models.ts")).models,
  tokenize: async () => (await import("./commands/tokenize.ts")).tokenize,
  generate: async () => (await import("./commands/generate.ts")).generate,
  score: async () => (await import("./commands/score.ts")).score,
  embed: async () => (await import("./commands/embed.ts")).embed,
  explain: async () => (await import("./commands/explain.ts")).explain,
  lens: async () => (await import("./commands/lens.ts")).lens,
  direct: async () => (await import("./commands/direct.ts")).direct,
  conductance: async () => (await import("./commands/conductance.ts")).conductance,
  patch: async () => (await import("./commands/patch.ts")).patch,
  ablate: async () => (await import("./commands/ablate.ts")).ablate,
  neurons: async () => (await import("./commands/neurons.ts")).neurons,
  compare: async () => (await import("./commands/compare.ts")).compare,
  probe: async () => (await import("./commands/probe.ts")).probe,
  project: async () => (await import("./commands/project.ts")).project,
  run: async () => (await import("./commands/run.ts")).run
};

/** Returns the commands that these arguments need: the one they begin with, else all, for the help and for suggestions. */
function needed([first = ""]: readonly string[]): Promise<readonly AddCommand[]> {
  const one = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return Promise.all((one ? [one] : Object.values(commands)).map((load) => load()));
}

/** Does what these arguments say; a failure is one line on stderr, and the process's exit code. */
export async function runProgram(args: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await createProgram(await needed(args), signal).parseAsync(args, {from: "user"});
  } catch (error) {
    const {message, code} = failureOf(error, signal);
    if (message) say(message);
    process.exitCode = code;
  }
}

/** Returns the `ecco` command with these of its own; `signal` stops whatever they do. */
function createProgram(commands: readonly AddCommand[], signal: AbortSignal): Command {
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
