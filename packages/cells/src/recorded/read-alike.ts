import type {AlikeData} from "@ecco/viz";
import * as v from "valibot";
import {embedded, pooled} from "./read-sentences.ts";
import {checked, has, number, numbers, provenance, size, text} from "./shapes.ts";

const side = v.object({
  ...embedded,
  units: v.array(v.object({tokens: v.array(size), text, score: number}))
});

const alike = v.object({
  ...pooled,
  method: v.string(),
  unit: v.string(),
  cosine: number,
  a: side,
  b: side,
  pairs: v.nullable(v.object({values: numbers})),
  sums: v.array(v.object({row: v.string(), sum: number, expected: number, error: number})),
  baseline: text,
  steps: v.nullable(number),
  provenance
});

/** Returns a recorded answer of why two texts are alike; undefined when it is something else. */
export const readAlike = (recorded: unknown): AlikeData | undefined =>
  has(recorded, "cosine", "a", "b", "sums")
    ? checked<AlikeData>("likeness", alike, recorded, ({a, b, pairs}) => [
        ["pairs.values", pairs?.values, a.units.length, b.units.length]
      ])
    : undefined;
