import type {RankingsData} from "@ecco/viz";
import * as v from "valibot";
import {checked, has, layer, number, provenance, token, tokens} from "./shapes.ts";
import type {Lengths} from "./shapes.ts";

const rankings = v.object({
  mode: v.string(),
  // Absent in older records.
  part: v.optional(v.string()),
  stack: v.optional(v.string()),
  kind: v.picklist(["produced", "watched"]),
  tokens,
  layers: v.array(layer),
  columns: v.array(
    v.object({token, position: number, ranks: v.array(number), probabilities: v.array(number)})
  ),
  provenance
});

/** Returns recorded rankings; undefined when it is something else. */
export const readRankings = (recorded: unknown): RankingsData | undefined =>
  has(recorded, "tokens", "layers", "columns", "kind")
    ? checked<RankingsData>("rankings", rankings, recorded, ({columns, layers: {length}}) =>
        columns.flatMap(({ranks, probabilities}): Lengths[] => [
          ["ranks", ranks, length],
          ["probabilities", probabilities, length]
        ])
      )
    : undefined;
