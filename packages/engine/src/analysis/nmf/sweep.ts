/**
 * One sweep of coordinate descent (Cichocki & Phan 2009, fast HALS; as scikit-learn's solver `cd` does it): every column
 * of W in order, then every row of H, each number set to where the squared error is least given all others, or to 0.
 */
import type {Breath} from "../breath.ts";
import {zeros} from "../dense.ts";
import type {Dense} from "../dense.ts";

/** Returns FᵀF for F [rows, k]. */
function gramOf({rows, columns: k, data}: Dense): Float64Array {
  const made = new Float64Array(k * k);
  for (let row = 0; row < rows; row++) {
    for (let s = 0; s < k; s++) {
      const value = data[row * k + s]!;
      if (value === 0) continue;
      for (let t = 0; t < k; t++) made[s * k + t]! += value * data[row * k + t]!;
    }
  }
  return made;
}

/**
 * Sets one row of a factor, its numbers in order, given the other factor's gram and this row's product with it; returns
 * the sum of its projected gradients' sizes before each was set.
 */
function settle(
  factor: Float64Array,
  start: number,
  k: number,
  gram: Float64Array,
  product: Float64Array,
  from: number
): number {
  let violation = 0;
  for (let t = 0; t < k; t++) {
    let gradient = -product[from + t]!;
    for (let r = 0; r < k; r++) gradient += gram[t * k + r]! * factor[start + r]!;
    const old = factor[start + t]!;
    violation += Math.abs(old === 0 ? Math.min(gradient, 0) : gradient);
    const slope = gram[t * k + t]!;
    if (slope !== 0) factor[start + t] = Math.max(old - gradient / slope, 0);
  }
  return violation;
}

/**
 * Changes W [n, k] and Hᵀ [m, k] in place and returns by how much they violated the optimality conditions.
 *
 * Rows of W do not depend on each other, so a row of X is read once for both: for its row of W, and, with that one set,
 * for its part of XᵀW.
 */
export async function sweep(x: Dense, w: Dense, ht: Dense, breath: Breath): Promise<number> {
  const k = w.columns;
  const gramH = gramOf(ht);
  const product = new Float64Array(k);
  const xtw = zeros(x.columns, k).data;
  let violation = 0;
  for (let i = 0; i < x.rows; i++) {
    if (breath.due) await breath.take();
    const row = i * x.columns;
    product.fill(0);
    for (let j = 0; j < x.columns; j++) {
      const value = x.data[row + j]!;
      if (value === 0) continue;
      for (let t = 0; t < k; t++) product[t]! += value * ht.data[j * k + t]!;
    }
    violation += settle(w.data, i * k, k, gramH, product, 0);
    for (let j = 0; j < x.columns; j++) {
      const value = x.data[row + j]!;
      if (value === 0) continue;
      for (let t = 0; t < k; t++) xtw[j * k + t]! += value * w.data[i * k + t]!;
    }
  }
  const gramW = gramOf(w);
  for (let j = 0; j < x.columns; j++) violation += settle(ht.data, j * k, k, gramW, xtw, j * k);
  return violation;
}
