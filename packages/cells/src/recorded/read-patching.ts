import type {PatchingData} from "@ecco/viz";
import * as v from "valibot";
import {checked, figure, has, number, numbers, provenance, target, tokens} from "./shapes.ts";

const patching = v.object({
  site: v.string(),
  stack: v.string(),
  values: numbers,
  recovered: v.nullable(numbers),
  clean: number,
  corrupt: number,
  // Absent in older records.
  queriesPerColumn: v.exactOptional(v.nullable(number)),
  target: v.omit(target, ["value"]),
  tokens,
  cleanTokens: tokens,
  approximation: v.nullable(numbers),
  agreement: figure,
  provenance
});

/** Returns recorded patching; undefined when it is something else. */
export const readPatching = (recorded: unknown): PatchingData | undefined =>
  // Path patching has both texts too, and one value.
  has(recorded, "cleanTokens", "values", "recovered", "site")
    ? checked<PatchingData>(
        "patch",
        patching,
        recorded,
        ({values, recovered, approximation, tokens: {length}, cleanTokens}) => [
          ["values", values, undefined, values[0]?.length],
          ["recovered", recovered, values.length, values[0]?.length],
          ["approximation", approximation, values.length, values[0]?.length],
          ["cleanTokens", cleanTokens, length]
        ]
      )
    : undefined;
