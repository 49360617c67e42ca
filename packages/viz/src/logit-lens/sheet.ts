/** What does not change while somebody points at a lens: names, where answers settle, the ends of scales. Made once. */
import type {LensGrid} from "../data.ts";
import type {GridHead} from "../grid/grid.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import {colourings} from "./colour.ts";
import type {LensColour} from "./colour.ts";
import {settledRows} from "./settled.ts";

export interface LensSheet {
  readonly rows: readonly GridHead[];
  readonly columns: readonly GridHead[];
  /** By position: the row from which the top token stays. */
  readonly settled: readonly number[];
  /** The end of a scale. */
  readonly topOf: (colour: LensColour) => number;
}

const known = new WeakMap<LensGrid, LensSheet>();

/** Returns the sheet of a grid. */
export function sheetOf(grid: LensGrid): LensSheet {
  let sheet = known.get(grid);
  if (!sheet) known.set(grid, (sheet = make(grid)));
  return sheet;
}

function make(grid: LensGrid): LensSheet {
  const tops = new Map<LensColour, number>();
  return {
    rows: grid.layers.map((layer) => ({text: layerName(layer), spoken: spokenLayer(layer)})),
    columns: grid.tokens.map((token, position) => ({
      text: tokenLabel(token),
      spoken: `position ${position}, ${spokenToken(token)}`,
      token: true
    })),
    settled: settledRows(grid),
    topOf(colour) {
      let top = tops.get(colour);
      if (top === undefined) tops.set(colour, (top = largest(grid, colour)));
      return top;
    }
  };
}

function largest({cells}: LensGrid, colour: LensColour): number {
  const {top, value} = colourings[colour];
  if (top !== undefined) return top;
  let most = 0;
  for (const row of cells)
    for (const cell of row) {
      const size = Math.abs(value(cell) ?? 0);
      if (size > most) most = size;
    }
  return most;
}
