import type {Command} from "commander";
import {check} from "./notebook/check.ts";
import {exportTo} from "./notebook/export.ts";
import {importFrom} from "./notebook/import.ts";
import {run} from "./notebook/run.ts";

/** What is done with notebooks, in the order of the help. What each needs is loaded when it is called. */
const subcommands: readonly ((notebook: Command, signal: AbortSignal) => void)[] = [
  run,
  check,
  importFrom,
  exportTo
];

/** Adds `ecco notebook`. */
export function notebook(program: Command, signal: AbortSignal): void {
  const command = program
    .command("notebook")
    .description("run notebooks without a window; read those of other formats, and write them")
    .helpCommand("help [command]", "print help for a command");
  for (const add of subcommands) add(command, signal);
}
