/** Where the cells of a painted grid lie: pure geometry, in px. */
import type {Spot} from "../view/walk.ts";
import type {Grid, GridHead, GridOptions} from "./grid.ts";

/** Starts of rows (or columns) and how long each is. */
interface Axis {
  readonly starts: Float64Array;
  /** Without the gap to the next. */
  readonly size: number;
  /** From the first start to the last end. */
  readonly length: number;
}

export interface Layout {
  readonly across: Axis;
  readonly down: Axis;
  /** Room for the names of rows and of columns. */
  readonly headWidth: number;
  readonly headHeight: number;
  /** Names of columns stand upright. */
  readonly upright: boolean;
  /** Cells have room for their figures. */
  readonly figures: boolean;
}

/** The cells from first to last, both inside. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Width of a letter of a head, in px. */
export const letter = 7.4;
/** Before a row or column that begins a group. */
const groupGap = 9;
/** A head longer than this is cut. */
const longestHead = {across: 110, down: 150};
/** Below this width figures are left out. */
export const figureWidth = 26;

const wide =
  /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60]|\p{Extended_Pictographic}/u;
/** Returns about how wide a head is, in px. */
const lengthOf = ({text}: GridHead): number =>
  [...text].reduce((sum, character) => sum + (wide.test(character) ? 1.7 : 1) * letter, 0);
const longest = (heads: readonly GridHead[]): number =>
  heads.reduce((most, head) => Math.max(most, lengthOf(head)), 0);

function axis(heads: readonly GridHead[], pitch: number): Axis {
  const gap = pitch >= 6 ? 1 : 0;
  const starts = new Float64Array(heads.length);
  let at = 0;
  for (const [i, head] of heads.entries()) {
    if (i > 0 && head.apart) at += groupGap;
    starts[i] = at;
    at += pitch;
  }
  return {starts, size: pitch - gap, length: Math.max(0, at - gap)};
}

/** Returns where everything lies in *width* px; *coarse* makes room for fingers, *ratio* is the screen's px a px. */
export function layoutOf(
  {rows, columns}: Grid,
  {narrowest = 14, square = false}: GridOptions,
  width: number,
  {coarse = false, ratio = 1}: {readonly coarse?: boolean; readonly ratio?: number} = {}
): Layout {
  const headWidth = Math.ceil(Math.min(longestHead.down, longest(rows) + 14));
  const room = (width - headWidth) / Math.max(1, columns.length);
  const least = Math.max(narrowest, coarse ? 24 : 0);
  // Whole px of the screen: the seams between cells are all alike.
  const pitch = Math.max(least, Math.floor(Math.min(room, square ? 45 : Infinity) * ratio) / ratio);
  const figures = pitch >= figureWidth;
  const height = square ? pitch : figures ? (coarse ? 45 : 29) : coarse ? 25 : 15;
  const name = longest(columns);
  const upright = pitch < Math.min(name, 8 * letter) + 4;
  return {
    across: axis(columns, pitch),
    down: axis(rows, height),
    headWidth,
    headHeight: upright ? Math.ceil(Math.min(longestHead.across, name + 10)) : 22,
    upright,
    figures
  };
}

/** Returns the last start that is not behind *at*. */
function indexAt({starts}: Axis, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Returns which cells lie between two places of an axis. */
export function rangeOf(along: Axis, from: number, to: number): Range {
  return {first: indexAt(along, from), last: indexAt(along, to)};
}

/** Returns the cell at a place; undefined beside the cells and in the gap before a group. */
export function spotAt({across, down}: Layout, x: number, y: number): Spot | undefined {
  if (x < 0 || y < 0 || x > across.length || y > down.length) return undefined;
  const spot = {row: indexAt(down, y), column: indexAt(across, x)};
  const inside =
    x <= across.starts[spot.column]! + across.size + 1 &&
    y <= down.starts[spot.row]! + down.size + 1;
  return inside ? spot : undefined;
}
