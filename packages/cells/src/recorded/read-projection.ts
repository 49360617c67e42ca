import type {ProjectionData} from "@ecco/viz";
import * as v from "valibot";
import {
  checked,
  figure,
  has,
  layer,
  number,
  numbers,
  provenance,
  size,
  taken,
  tokens
} from "./shapes.ts";
import type {Lengths} from "./shapes.ts";

const projection = v.object({
  site: v.string(),
  method: v.string(),
  dimensions: size,
  points: v.exactOptional(v.string()),
  tokens,
  texts: v.array(number),
  positions: v.exactOptional(v.array(number)),
  layers: v.array(
    v.object({
      layer,
      points: numbers,
      explained: v.nullable(v.array(number)),
      kept: v.exactOptional(figure),
      warnings: v.exactOptional(v.array(v.string()))
    })
  ),
  seed: v.nullable(number),
  ...taken,
  provenance
});

/** Returns a recorded projection; undefined when it is something else. */
export const readProjection = (recorded: unknown): ProjectionData | undefined =>
  has(recorded, "tokens", "texts", "layers", "dimensions", "seed")
    ? checked<ProjectionData>(
        "projection",
        projection,
        recorded,
        ({tokens: {length}, texts, positions, layers, dimensions}) => [
          ["texts", texts, length],
          ["positions", positions, length],
          ...layers.map(({points}): Lengths => ["points", points, length, dimensions])
        ]
      )
    : undefined;
