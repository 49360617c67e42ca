import {lensToGrid} from "@ecco/viz";
import type {Lens, LensGrid} from "@ecco/viz";
import * as v from "valibot";
import {candidate, checked, has, layer, number, provenance, tokens} from "./shapes.ts";

const lensLayer = v.object({
  layer,
  entropy: number,
  kl: v.optional(number),
  top: v.array(candidate),
  watch: v.array(candidate)
});
const lens = v.object({
  mode: v.string(),
  tokens,
  position: number,
  layers: v.array(lensLayer),
  provenance
});
const lensGrid = v.object({
  mode: v.string(),
  tokens,
  layers: v.array(layer),
  cells: v.array(v.array(lensLayer)),
  provenance
});

/** Returns a recorded lens, of one position or of all, as a grid; undefined when it is something else. */
export function readLens(recorded: unknown): LensGrid | undefined {
  if (has(recorded, "tokens", "layers", "cells")) return checked("lensGrid", lensGrid, recorded);
  // Factors have layers and no position.
  return has(recorded, "tokens", "layers", "position", "mode")
    ? lensToGrid(checked<Lens>("lens", lens, recorded))
    : undefined;
}
