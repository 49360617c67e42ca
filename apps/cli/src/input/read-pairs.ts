import {InputError, type ModelInput} from "@ecco/engine";
import {inputOf, readLines, type BatchLine} from "./read-input.ts";

/** A clean and a corrupt input. */
export type Pair = readonly [clean: ModelInput, corrupt: ModelInput];

/** Yields the pairs of a JSONL file, {clean, corrupt}: each a string or an object as in other batches. */
export const readPairs = (path: string): AsyncGenerator<BatchLine<Pair>> => readLines(path, pairOf);

function pairOf(value: unknown, line: number): Pair | InputError {
  if (typeof value !== "object" || value === null || !("clean" in value) || !("corrupt" in value))
    return new InputError(
      `line ${line}: got ${JSON.stringify(value).slice(0, 40)}, expected {"clean": "text", "corrupt": "text"}`
    );
  const [clean, corrupt] = [inputOf(value.clean, line), inputOf(value.corrupt, line)];
  if (clean instanceof InputError) return clean;
  return corrupt instanceof InputError ? corrupt : [clean, corrupt];
}
