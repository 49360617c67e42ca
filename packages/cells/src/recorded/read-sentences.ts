import type {SimilaritiesData} from "@ecco/viz";
import * as v from "valibot";
import {checked, grid, has, number, provenance, text, tokens} from "./shapes.ts";

/** How texts became vectors. */
export const pooled = {
  pooling: v.string(),
  normalised: v.boolean(),
  modules: v.array(v.string()),
  prompt: text,
  warning: v.nullable(v.object({message: v.string()}))
};

/** One text, as it was read. */
export const embedded = {text, tokens, truncated: number};

const similarities = v.object({
  ...pooled,
  texts: v.array(v.object(embedded)),
  measure: v.string(),
  values: grid,
  provenance
});

/** Returns recorded cosines of texts; undefined when it is something else. */
export const readSentences = (recorded: unknown): SimilaritiesData | undefined =>
  has(recorded, "texts", "values", "measure", "pooling")
    ? checked<SimilaritiesData>("cosines", similarities, recorded, ({texts: {length}, values}) => [
        ["values", values, length, length]
      ])
    : undefined;
