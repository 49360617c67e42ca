import type {ModelInput} from "@ecco/engine";
import {InputError} from "@ecco/engine/errors";
import type {ChatFlags} from "./chat-options.ts";
import {readLines, spokenOf, type BatchLine} from "./read-input.ts";

/** A clean and a corrupt input. */
export type Pair = readonly [clean: ModelInput, corrupt: ModelInput];

/** Yields the pairs of a JSONL file, {clean, corrupt}: each a string or an object as in other batches. */
export const readPairs = (path: string, flags: ChatFlags = {}): AsyncGenerator<BatchLine<Pair>> =>
  readLines(path, (value, line) => pairOf(value, line, flags));

function pairOf(value: unknown, line: number, flags: ChatFlags): Pair | InputError {
  if (typeof value !== "object" || value === null || !("clean" in value) || !("corrupt" in value))
    return new InputError(
      `line ${line}: got ${JSON.stringify(value).slice(0, 40)}, expected {"clean": "text", "corrupt": "text"}`
    );
  const [clean, corrupt] = [value.clean, value.corrupt].map((one) =>
    spokenOf(one, line, flags)
  ) as [Pair[0] | InputError, Pair[1] | InputError];
  if (clean instanceof InputError) return clean;
  return corrupt instanceof InputError ? corrupt : [clean, corrupt];
}
