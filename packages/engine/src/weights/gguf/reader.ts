/** Reads a GGUF file's metadata by name, with errors that name the key. */
import {shown, SourceError} from "../../errors.ts";
import type {Gguf} from "../gguf.ts";

export interface Metadata {
  /** Returns a finite number below the architecture's prefix: "block_count" is "llama.block_count". Throws SourceError for anything else, and without one or a fallback. */
  readonly number: (key: string, fallback?: number) => number;
  /** As `number`, of how many there are or how wide it is: whole, from 1, at most 2³¹. */
  readonly count: (key: string, fallback?: number) => number;
  /** As `count`, from 0. */
  readonly whole: (key: string, fallback?: number) => number;
  /** As `number`, of what is above 0. */
  readonly positive: (key: string, fallback?: number) => number;
  /** Returns a number of the whole file ("tokenizer.ggml.eos_token_id"), undefined without one. */
  readonly id: (key: string) => number | undefined;
  readonly text: (key: string) => string | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly texts: (key: string) => readonly string[] | undefined;
  readonly numbers: (key: string) => ArrayLike<number> | undefined;
}

/** No count or size of a model is larger. */
const largest = 2 ** 31;

/** Returns the shortest decimal that is the same float32: files store 1e-5 as 9.999999747378752e-6. */
export function shortest(value: number): number {
  const single = Math.fround(value);
  if (single !== value) return value;
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return value;
}

/** Returns a reader of this file's metadata; `prefix` is the architecture's. */
export function metadataOf(
  {metadata}: Pick<Gguf, "metadata">,
  prefix: string,
  file: string
): Metadata {
  const plain = (key: string): number | undefined => {
    const value = metadata.get(key);
    if (typeof value === "number") return shortest(value);
    if (typeof value === "bigint") return Number(value);
    // Some write a value for each layer; where they are all the same it is one.
    if (value !== undefined && typeof value === "object" && value.length > 0) {
      const [first] = value as ArrayLike<unknown> & Iterable<unknown>;
      const same = Array.prototype.every.call(value, (each) => each === first);
      if (same && (typeof first === "number" || typeof first === "bigint")) return Number(first);
    }
    return undefined;
  };
  const reader =
    (what: string, fits: (value: number) => boolean) =>
    (key: string, fallback?: number): number => {
      const whole = `${prefix}.${key}`;
      const found = plain(whole);
      if (found !== undefined && fits(found)) return found;
      if (found === undefined && fallback !== undefined && !metadata.has(whole)) return fallback;
      throw new SourceError(
        metadata.has(whole)
          ? `${file}: ${whole} is ${shown(found ?? metadata.get(whole))}, expected ${what}; convert the model again`
          : `${file}: no ${whole} in the metadata, expected ${what}; convert the model again`
      );
    };
  return {
    number: reader("a number", Number.isFinite),
    count: reader(
      `a whole number from 1 to ${largest}`,
      (value) => Number.isInteger(value) && value >= 1 && value <= largest
    ),
    whole: reader(
      `a whole number from 0 to ${largest}`,
      (value) => Number.isInteger(value) && value >= 0 && value <= largest
    ),
    positive: reader("a number above 0", (value) => Number.isFinite(value) && value > 0),
    id: plain,
    text: (key) => {
      const value = metadata.get(key);
      return typeof value === "string" ? value : undefined;
    },
    flag: (key) => {
      const value = metadata.get(key);
      return typeof value === "boolean" ? value : undefined;
    },
    texts: (key) => {
      const value = metadata.get(key);
      return Array.isArray(value) && value.every((each) => typeof each === "string")
        ? (value as readonly string[])
        : undefined;
    },
    numbers: (key) => {
      const value = metadata.get(key);
      return value !== undefined && typeof value === "object" && typeof value[0] !== "string"
        ? (value as ArrayLike<number>)
        : undefined;
    }
  };
}
