/** Two texts that are compared: what every way to say why they are alike is given, and finds. */
import type {Meter, Session} from "../session.ts";
import type {ReadText} from "./encode-text.ts";
import type {SentenceModules} from "./modules.ts";
import type {AlikeOptions} from "./options.ts";
import type {AlikeSum} from "./results.ts";

/** Two texts as they are read, with their vectors, and what of each is scored together. */
export interface Two {
  readonly session: Session;
  readonly modules: SentenceModules;
  readonly texts: readonly [ReadText, ReadText];
  readonly vectors: readonly [Float64Array, Float64Array];
  readonly cosine: number;
  readonly units: readonly [Units, Units];
  readonly options: AlikeOptions;
  readonly meter: Meter;
}

/** Indices of tokens. */
export type Units = readonly (readonly number[])[];

/** What a method finds. */
export interface Scored {
  /** One a unit of each text. */
  readonly scores: readonly [readonly number[], readonly number[]];
  readonly sums: readonly AlikeSum[];
  readonly baseline: string | null;
  readonly steps: number | null;
}

/** Returns parts, and what they should add up to. */
export const sumOf = (
  row: AlikeSum["row"],
  parts: readonly number[],
  expected: number
): AlikeSum => {
  const sum = parts.reduce((total, x) => total + x, 0);
  return {row, sum, expected, error: sum - expected};
};
