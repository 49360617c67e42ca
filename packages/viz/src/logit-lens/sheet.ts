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
  /** How cells are shaded; *whole*: with what a conversation's template has written. */
  readonly scaleOf: (colour: LensColour, whole?: boolean) => LensScale;
}

export interface LensScale {
  /** Its end. */
  readonly top: number;
  /** A column that holds more than half of all squares, and is left out of the scale; null where there is none. */
  readonly beyond: {
    readonly column: number;
    readonly most: number;
    readonly share: number;
  } | null;
}

const known = new WeakMap<KeptGrid, LensSheet>();

/** Returns the sheet of a grid. */
export function sheetOf(grid: KeptGrid): LensSheet {
  let sheet = known.get(grid);
  if (!sheet) known.set(grid, (sheet = make(grid)));
  return sheet;
}

function make(grid: KeptGrid): LensSheet {
  const scales = new Map<string, LensScale>();
  return {
    rows: grid.layers.map((layer) => ({text: layerName(layer), spoken: spokenLayer(layer)})),
    columns: grid.tokens.map((_, column) =>
      tokenHead(grid.tokens, column, (token) => `position ${placeOf(grid, column)}, ${token}`)
    ),
    settled: settledRows(grid),
    scaleOf(colour, whole = false) {
      const key = `${colour} ${whole}`;
      let scale = scales.get(key);
      if (!scale) scales.set(key, (scale = scaleFor(grid, colour, whole)));
      return scale;
    }
  };
}

/** Of two columns one always has the larger half. */
const fewest = 3;

function scaleFor({cells, tokens}: KeptGrid, colour: LensColour, whole: boolean): LensScale {
  const {top, value} = colourings[colour];
  if (top !== undefined) return {top, beyond: null};
  const last = tokens.length - 1;
  const counted = [...tokens.keys()].filter(
    (column) => whole || column === last || !tokens[column]!.template
  );
  const most = tokens.map(() => 0);
  const squares = tokens.map(() => 0);
  for (const row of cells)
    for (const column of counted) {
      const size = Math.abs((row[column] && value(row[column])) ?? 0);
      most[column] = Math.max(most[column]!, size);
      squares[column]! += size ** 2;
    }
  const column = squares.indexOf(Math.max(...squares));
  const share = squares[column]! / squares.reduce((sum, own) => sum + own, 0);
  if (counted.length < fewest || !(share > 1 / 2)) return {top: Math.max(0, ...most), beyond: null};
  const others = most.filter((_, at) => at !== column);
  return {top: Math.max(...others), beyond: {column, most: most[column]!, share}};
}
