import type {AttributionMatrixData} from "@ecco/viz";
import * as v from "valibot";
import {warning} from "./read-attribution.ts";
import {checked, has, number, provenance, size, token, tokens} from "./shapes.ts";

const matrix = v.object({
  method: v.string(),
  tokens,
  encoderLength: size,
  rows: v.array(
    v.object({
      token,
      index: number,
      value: number,
      scores: v.array(number),
      delta: v.nullable(number),
      change: v.nullable(number),
      warning: v.nullish(warning),
      probability: v.nullish(number),
      rank: v.nullish(number)
    })
  ),
  provenance
});

/** Returns a recorded input/output matrix; undefined when it is something else. */
export const readAttributionMatrix = (recorded: unknown): AttributionMatrixData | undefined =>
  has(recorded, "method", "tokens", "encoderLength", "rows")
    ? checked("explainAll", matrix, recorded)
    : undefined;
