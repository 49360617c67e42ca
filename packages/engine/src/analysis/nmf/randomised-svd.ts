/** The first singular vectors of a large table (Halko, Martinsson & Tropp 2011, algorithms 4.4 and 5.1). */
import {Matrix, SingularValueDecomposition} from "ml-matrix";
import type {Breath} from "../breath.ts";
import type {RandomState} from "../random-state.ts";
import {denseOf, normOf, rowAt, transposed, zeros} from "../dense.ts";
import type {Dense} from "../dense.ts";

export interface SingularVectors {
  /** [n, k], columns of length 1. */
  readonly u: Dense;
  /** Descending. */
  readonly values: readonly number[];
  /** [m, k], columns of length 1. */
  readonly v: Dense;
}

/** Directions beyond those asked for. */
const MORE = 10;

/** Returns a · b, [n, m] · [m, k]. */
async function times(a: Dense, b: Dense, breath: Breath): Promise<Dense> {
  const k = b.columns;
  const made = zeros(a.rows, k);
  for (let i = 0; i < a.rows; i++) {
    if (breath.due) await breath.take();
    for (let j = 0; j < a.columns; j++) {
      const value = a.data[i * a.columns + j]!;
      if (value === 0) continue;
      for (let t = 0; t < k; t++) made.data[i * k + t]! += value * b.data[j * k + t]!;
    }
  }
  return made;
}

/** Returns aᵀ · b, [m, n] · [n, k], without turning a round, which may be large. */
async function timesTransposed(a: Dense, b: Dense, breath: Breath): Promise<Dense> {
  const k = b.columns;
  const made = zeros(a.columns, k);
  for (let i = 0; i < a.rows; i++) {
    if (breath.due) await breath.take();
    for (let j = 0; j < a.columns; j++) {
      const value = a.data[i * a.columns + j]!;
      if (value === 0) continue;
      for (let t = 0; t < k; t++) made.data[j * k + t]! += value * b.data[i * k + t]!;
    }
  }
  return made;
}

/** What is left of a column of no direction of its own, as a share of it. */
const NOTHING = 1e-12;

/**
 * Returns columns of length 1 at right angles that span the same space, zeros where there are no more directions. By
 * Gram and Schmidt, each twice, after which rounding shows no more (Giraud, Langou & Rozložník 2005).
 */
async function orthonormal(x: Dense, breath: Breath): Promise<Dense> {
  const columns = transposed(x);
  for (let t = 0; t < columns.rows; t++) {
    if (breath.due) await breath.take();
    const column = rowAt(columns, t);
    const whole = normOf(column);
    for (let pass = 0; pass < 2; pass++)
      for (let before = 0; before < t; before++) takeOff(column, rowAt(columns, before));
    const length = normOf(column);
    const factor = length > NOTHING * whole ? 1 / length : 0;
    for (let at = 0; at < column.length; at++) column[at]! *= factor;
  }
  return transposed(columns);
}

/** Takes off a column what of it lies in a direction of length 1. */
function takeOff(column: Float64Array, direction: Float64Array): void {
  let share = 0;
  for (let at = 0; at < column.length; at++) share += column[at]! * direction[at]!;
  for (let at = 0; at < column.length; at++) column[at]! -= share * direction[at]!;
}

/**
 * Returns the first `count` singular vectors and values of x: exact where x has no more than `count` + 10 rows or
 * columns, and else as near as scikit-learn's `randomized_svd`, whose draws and power iterations these are.
 */
export async function randomisedSvd(
  x: Dense,
  count: number,
  random: RandomState,
  breath: Breath
): Promise<SingularVectors> {
  const tall = x.rows >= x.columns;
  const least = Math.min(x.rows, x.columns);
  const [there, back] = tall ? [times, timesTransposed] : [timesTransposed, times];
  const drawn = zeros(least, count + MORE);
  for (let at = 0; at < drawn.data.length; at++) drawn.data[at] = random.normal();
  let directions = firstColumns(drawn, Math.min(count + MORE, least));
  const rounds = count < 0.1 * least ? 7 : 4;
  for (let round = 0; round < rounds; round++) {
    const reached = await orthonormal(await there(x, directions, breath), breath);
    directions = await orthonormal(await back(x, reached, breath), breath);
  }
  const q = await orthonormal(await there(x, directions, breath), breath);
  const small = transposed(await back(x, q, breath)); // [width, least]
  const svd = new SingularValueDecomposition(
    Matrix.from1DArray(small.rows, small.columns, small.data),
    {autoTranspose: true}
  );
  const left = firstColumns(denseOf(svd.leftSingularVectors.to2DArray()), count); // [width, count]
  const near = firstColumns(denseOf(svd.rightSingularVectors.to2DArray()), count); // [least, count]
  const far = await times(q, left, breath);
  const values = svd.diagonal.slice(0, count);
  return tall ? {u: far, values, v: near} : {u: near, values, v: far};
}

function firstColumns(table: Dense, count: number): Dense {
  const made = zeros(table.rows, count);
  for (let row = 0; row < table.rows; row++)
    rowAt(made, row).set(rowAt(table, row).subarray(0, count));
  return made;
}
