/** What is drawn of a lens: all positions, or those that are not left out. */
import type {LensGrid} from "../data.ts";
import {leftOut} from "../token/without.ts";
import type {Without} from "../token/without.ts";

/** A lens of which some positions are left out. */
export interface KeptGrid extends LensGrid {
  /** By column: the position of its token; absent where nothing is left out. */
  readonly places?: readonly number[];
}

/** Returns the position that a column is of. */
export const placeOf = ({places}: KeptGrid, column: number): number => places?.[column] ?? column;

/** Returns the column of a position; null where it is left out. */
export function columnAt({places, tokens}: KeptGrid, position: number | null): number | null {
  if (position === null) return null;
  const column = places ? places.indexOf(position) : position;
  return column >= 0 && column < tokens.length ? column : null;
}

const known = new WeakMap<LensGrid, Map<string, KeptGrid>>();

/**
 * Returns the lens without the positions that are left out; of the same always the same. The last position stays: what
 * the model says next is read there.
 */
export function keptGrid(grid: LensGrid, without: Without | null | undefined): KeptGrid {
  const last = grid.tokens.length - 1;
  const out = new Set([...leftOut(grid.tokens, without)].filter((at) => at !== last));
  if (!out.size) return grid;
  const of = known.get(grid) ?? new Map<string, KeptGrid>();
  known.set(grid, of);
  let kept = of.get(String(without));
  if (!kept) {
    const places = [...grid.tokens.keys()].filter((at) => !out.has(at));
    kept = {
      ...grid,
      tokens: places.map((at) => grid.tokens[at]!),
      cells: grid.cells.map((row) => places.flatMap((at) => (row[at] ? [row[at]] : []))),
      places
    };
    of.set(String(without), kept);
  }
  return kept;
}
