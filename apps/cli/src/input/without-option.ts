/** The flag that leaves positions out, and the engine's advice in its terms. */
import {withoutNames} from "@ecco/engine";
import type {Without} from "@ecco/engine";
import {InvalidArgumentError, Option} from "commander";
import {integers} from "./options.ts";

export const withoutOption = (
  flag: string = "--without",
  what: string = "positions of each text that are left out"
): Option =>
  new Option(`${flag} <which>`, `${what}: ${withoutNames.join(", ")}, or numbers 0,1,-1`).argParser(
    without
  );

/** Returns a name, or positions; "none" is an empty list of them. */
function without(text: string): Without {
  const named = withoutNames.find((name) => name === text);
  if (named) return named;
  if (text === "none") return [];
  try {
    return integers(text);
  } catch {
    throw new InvalidArgumentError(`expected ${withoutNames.join(", ")}, or positions: 0,1,-1.`);
  }
}

/** Returns a message of the engine with its option `without` as this flag. */
export const inFlags = (message: string, flag: string = "--without"): string =>
  message
    .replaceAll("without: []", `${flag} none`)
    .replaceAll(/without: "(\w+)"/g, `${flag} $1`)
    .replaceAll(
      /without: \[([-\d, ]+)\]/g,
      (_, list: string) => `${flag} ${list.replaceAll(" ", "")}`
    );
