import {lensToGrid} from "@ecco/viz";
import type {Lens, LensGrid} from "@ecco/viz";
import * as v from "valibot";
import {candidate, checked, has, layer, number, provenance, token, tokens} from "./shapes.ts";

const lensLayer = v.object({
  layer,
  entropy: number,
  kl: v.optional(number),
  top: v.array(candidate),
  watch: v.array(candidate),
  contrast: v.optional(v.nullable(number))
});
/** Absent in older records. */
const reading = {
  part: v.optional(v.string()),
  stack: v.optional(v.string()),
  contrast: v.optional(v.nullable(v.tuple([token, token])))
};
const lens = v.object({
  ...reading,
  mode: v.string(),
  tokens,
  position: number,
  layers: v.array(lensLayer),
  provenance
});
const lensGrid = v.object({
  ...reading,
  mode: v.string(),
  tokens,
  layers: v.array(layer),
  cells: v.array(v.array(lensLayer)),
  provenance
});

/** Returns a recorded lens, of one position or of all, as a grid; undefined when it is something else. */
export function readLens(recorded: unknown): LensGrid | undefined {
  if (has(recorded, "tokens", "layers", "cells"))
    return checked<LensGrid>(
      "lensGrid",
      lensGrid,
      recorded,
      ({cells, layers, tokens: {length}}) => [["cells", cells, layers.length, length]]
    );
  // Factors have layers and no position.
  return has(recorded, "tokens", "layers", "position", "mode")
    ? lensToGrid(checked<Lens>("lens", lens, recorded))
    : undefined;
}
