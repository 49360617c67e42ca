import type {ProjectionData} from "@ecco/viz";
import * as v from "valibot";
import {checked, figure, has, layer, number, numbers, provenance, tokens} from "./shapes.ts";

const projection = v.object({
  site: v.string(),
  method: v.string(),
  dimensions: number,
  tokens,
  texts: v.array(number),
  layers: v.array(
    v.object({
      layer,
      points: numbers,
      explained: v.nullable(v.array(number)),
      kept: v.exactOptional(figure)
    })
  ),
  seed: v.nullable(number),
  provenance
});

/** Returns a recorded projection; undefined when it is something else. */
export const readProjection = (recorded: unknown): ProjectionData | undefined =>
  has(recorded, "tokens", "texts", "layers", "dimensions", "seed")
    ? checked("projection", projection, recorded)
    : undefined;
