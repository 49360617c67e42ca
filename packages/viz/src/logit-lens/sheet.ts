/** What does not change while somebody points at a lens: names, where answers settle, the ends of scales. Made once. */
import {tokenHead} from "../grid/token-head.ts";
import type {GridHead} from "../grid/grid.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import {colourings} from "./colour.ts";
import type {LensColour} from "./colour.ts";
import {placeOf} from "./kept.ts";
import type {KeptGrid} from "./kept.ts";
import {settledRows} from "./settled.ts";

export interface LensSheet {
  readonly rows: readonly GridHead[];
  readonly columns: readonly GridHead[];
  /** By position: the row from which the top token stays. */
  readonly settled: readonly number[];
  /** The end of a scale; *whole*: with what a conversation's template has written. */
  readonly topOf: (colour: LensColour, whole?: boolean) => number;
}

const known = new WeakMap<KeptGrid, LensSheet>();

/** Returns the sheet of a grid. */
export function sheetOf(grid: KeptGrid): LensSheet {
  let sheet = known.get(grid);
  if (!sheet) known.set(grid, (sheet = make(grid)));
  return sheet;
}

function make(grid: KeptGrid): LensSheet {
  const tops = new Map<string, number>();
  return {
    rows: grid.layers.map((layer) => ({text: layerName(layer), spoken: spokenLayer(layer)})),
    columns: grid.tokens.map((_, column) =>
      tokenHead(grid.tokens, column, (token) => `position ${placeOf(grid, column)}, ${token}`)
    ),
    settled: settledRows(grid),
    topOf(colour, whole = false) {
      const key = `${colour} ${whole}`;
      let top = tops.get(key);
      if (top === undefined) tops.set(key, (top = largest(grid, colour, whole)));
      return top;
    }
  };
}

function largest({cells, tokens}: KeptGrid, colour: LensColour, whole: boolean): number {
  const {top, value} = colourings[colour];
  if (top !== undefined) return top;
  let most = 0;
  const last = tokens.length - 1;
  for (const row of cells)
    for (const [column, cell] of row.entries()) {
      if (!whole && column < last && tokens[column]?.template) continue;
      const size = Math.abs(value(cell) ?? 0);
      if (size > most) most = size;
    }
  return most;
}
