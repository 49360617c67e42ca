/** Tables for tests of the analyses. */
import type {Dense} from "../../packages/engine/src/analysis/dense.ts";
import {zeros} from "../../packages/engine/src/analysis/dense.ts";
import {RandomState} from "../../packages/engine/src/analysis/random-state.ts";

/** Returns a table of half-normal numbers. */
export function positive(rows: number, columns: number, seed: number): Dense {
  const random = new RandomState(seed);
  const made = zeros(rows, columns);
  for (let at = 0; at < made.data.length; at++) made.data[at] = Math.abs(random.normal());
  return made;
}

export function product(a: Dense, b: Dense): Dense {
  const made = zeros(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++)
    for (let t = 0; t < a.columns; t++) {
      const value = a.data[i * a.columns + t]!;
      for (let j = 0; j < b.columns; j++)
        made.data[i * b.columns + j]! += value * b.data[t * b.columns + j]!;
    }
  return made;
}

/** Returns the greatest difference of two tables' numbers. */
export function gap(a: Dense, b: Dense): number {
  if (a.rows !== b.rows || a.columns !== b.columns) return Infinity;
  return a.data.reduce((most, value, at) => Math.max(most, Math.abs(value - b.data[at]!)), 0);
}
