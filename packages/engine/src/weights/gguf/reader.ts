/** Reads a GGUF file's metadata by name, with errors that name the key. */
import {SourceError} from "../../errors.ts";
import type {Gguf} from "../gguf.ts";

export interface Metadata {
  /** Returns a number below the architecture's prefix: "block_count" is "llama.block_count". Throws without one or a fallback. */
  readonly number: (key: string, fallback?: number) => number;
  /** Returns a number of the whole file ("tokenizer.ggml.eos_token_id"), undefined without one. */
  readonly id: (key: string) => number | undefined;
  readonly text: (key: string) => string | undefined;
  readonly flag: (key: string) => boolean | undefined;
  readonly texts: (key: string) => readonly string[] | undefined;
  readonly numbers: (key: string) => ArrayLike<number> | undefined;
}

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
      const list = Array.from(value as ArrayLike<number | bigint | string>, Number);
      if (list.every((each) => each === list[0])) return list[0];
    }
    return undefined;
  };
  return {
    number(key, fallback) {
      const found = plain(`${prefix}.${key}`) ?? fallback;
      if (found === undefined)
        throw new SourceError(
          `${file}: no ${prefix}.${key} in the metadata, expected a number; convert the model again`
        );
      return found;
    },
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
