import type {ComparisonData} from "@ecco/viz";
import * as v from "valibot";
import {warning} from "./read-attribution.ts";
import {checked, grid, has, layer, number, provenance, taken, text, tokens} from "./shapes.ts";

const comparison = v.object({
  site: v.string(),
  measure: v.string(),
  rows: v.array(layer),
  columns: v.array(layer),
  values: grid,
  tokens,
  alignment: v.string(),
  dims: v.nullable(number),
  with: v.nullable(v.object({model: v.string(), revision: text, backend: v.string()})),
  warning: v.nullable(warning),
  ...taken,
  provenance
});

/** Returns a recorded comparison of layers; undefined when it is something else. */
export const readSimilarity = (recorded: unknown): ComparisonData | undefined =>
  has(recorded, "measure", "rows", "columns", "values", "alignment")
    ? checked<ComparisonData>("comparison", comparison, recorded, ({rows, columns, values}) => [
        ["values", values, rows.length, columns.length]
      ])
    : undefined;
