/** Factors in an order and a scale of their own: W·D and D⁻¹·H are the same product for any positive D. */
import {normOf, rowAt, transposed, zeros} from "../dense.ts";
import type {Dense} from "../dense.ts";
import type {GivenFactors} from "./start.ts";

export interface Factorised {
  /** [n, K]: columns of length 1, so that the loadings alone say how strong a factor is. */
  readonly w: Dense;
  /** [K, m]: the loadings, in the unit of X. */
  readonly h: Dense;
  /** Of each factor the length of its row of H, which is the Frobenius norm of its part of WH; descending. */
  readonly strengths: readonly number[];
}

export function scaled({w, h}: GivenFactors): Factorised {
  const columns = transposed(w);
  const parts = Array.from({length: h.rows}, (_, index) => {
    const [column, row] = [rowAt(columns, index), rowAt(h, index)];
    const length = normOf(column);
    return {column, row, length, strength: length * normOf(row)};
  }).toSorted((a, b) => b.strength - a.strength);
  const made = {w: zeros(columns.rows, columns.columns), h: zeros(h.rows, h.columns)};
  for (const [index, {column, row, length}] of parts.entries()) {
    if (length === 0) continue;
    made.w.data.set(
      column.map((value) => value / length),
      index * w.rows
    );
    made.h.data.set(
      row.map((value) => value * length),
      index * h.columns
    );
  }
  return {w: transposed(made.w), h: made.h, strengths: parts.map(({strength}) => strength)};
}
