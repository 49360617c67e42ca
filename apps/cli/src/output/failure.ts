import {EccoError, type ErrorCode} from "@ecco/engine/errors";
import {CommanderError} from "commander";

export interface Failure {
  /** One line; empty when everything has been said. */
  readonly message: string;
  readonly code: number;
}

/** 1: the caller's input; 2: a model or file that cannot be read, or a machine that cannot run it. */
const exitCodes: {readonly [C in ErrorCode]: number} = {
  input: 1,
  shape: 1,
  source: 2,
  unsupported: 2,
  memory: 2,
  device: 2
};

/** Returns what to print and the exit code for anything thrown. */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return {message: "ecco: interrupted", code: 130};
  if (error instanceof CommanderError) {
    const told = error.exitCode === 0 || error.code === "commander.help";
    return {
      message: told ? "" : `ecco: ${oneLine(error.message.replace(/^error: /, ""))}`,
      code: error.exitCode === 0 ? 0 : 1
    };
  }
  if (error instanceof EccoError)
    return {message: `ecco: ${oneLine(error.message)}`, code: exitCodes[error.code]};
  if (process.env["ECCO_DEBUG"]) console.error(error);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {message: `ecco: unexpected ${oneLine(text)} (ECCO_DEBUG=1 shows where)`, code: 1};
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, " ");
}
