/** Biases that a config rules out, and a file has: which of the two is right cannot be known. */
import {UnsupportedError} from "../../errors.ts";
import {fieldOf} from "../config.ts";
import type {Config} from "../config.ts";
import type {Parameters} from "../parameters.ts";

/** Throws UnsupportedError where a field of the config is false and one of these arrays is in the file. */
export function checkBiases(
  config: Config,
  parameters: Parameters,
  fields: Readonly<Record<string, readonly string[]>>
): void {
  for (const [field, names] of Object.entries(fields)) {
    if (fieldOf(config, field) !== false) continue;
    const found = names.find((name) => parameters.has(name));
    if (found !== undefined)
      throw new UnsupportedError(
        `config.json: ${field} is false, but the file has ${found}; expected true, or a file without it`
      );
  }
}
