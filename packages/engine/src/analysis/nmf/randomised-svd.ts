/** The first singular vectors of a large table (Halko, Martinsson & Tropp 2011, algorithms 4.4 and 5.1). */
import {Matrix, QrDecomposition, SingularValueDecomposition} from "ml-matrix";
import type {Breath} from "../breath.ts";
import type {RandomState} from "../random-state.ts";
import {transposed, zeros} from "../dense.ts";
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

/** Returns columns of length 1 at right angles that span the same space. */
function orthonormal({rows, columns, data}: Dense): Dense {
  const {orthogonalMatrix: q} = new QrDecomposition(Matrix.from1DArray(rows, columns, data));
  return {rows, columns, data: Float64Array.from(q.to1DArray())};
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
  const least = Math.min(x.rows, x.columns);
  const [long, wide] = x.rows < x.columns ? [transposed(x), x] : [x, transposed(x)];
  const drawn = zeros(long.columns, count + MORE);
  for (let at = 0; at < drawn.data.length; at++) drawn.data[at] = random.normal();
  const width = Math.min(count + MORE, least);
  let directions = zeros(long.columns, width);
  for (let i = 0; i < long.columns; i++)
    for (let t = 0; t < width; t++)
      directions.data[i * width + t] = drawn.data[i * (count + MORE) + t]!;
  const rounds = count < 0.1 * least ? 7 : 4;
  for (let round = 0; round < rounds; round++) {
    const there = orthonormal(await times(long, directions, breath));
    directions = orthonormal(await times(wide, there, breath));
  }
  const q = orthonormal(await times(long, directions, breath));
  const small = transposed(await times(wide, q, breath)); // [width, columns]
  const svd = new SingularValueDecomposition(
    Matrix.from1DArray(small.rows, small.columns, small.data),
    {autoTranspose: true}
  );
  const left = svd.leftSingularVectors; // [width, width]
  const right = svd.rightSingularVectors; // [columns, width]
  const u = await times(q, firstColumns(left, count), breath);
  const v = firstColumns(right, count);
  const values = svd.diagonal.slice(0, count);
  return x.rows < x.columns ? {u: v, values, v: u} : {u, values, v};
}

function firstColumns(matrix: Matrix, count: number): Dense {
  const made = zeros(matrix.rows, count);
  for (let i = 0; i < matrix.rows; i++)
    for (let t = 0; t < count; t++) made.data[i * count + t] = matrix.get(i, t);
  return made;
}
