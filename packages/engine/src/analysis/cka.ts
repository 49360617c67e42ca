/**
 * Centred kernel alignment: how alike two sets of states place the same tokens to each other, whatever the axes
 * (Kornblith, Norouzi, Lee & Hinton 2019).
 */
import {InputError, ShapeError} from "../errors.ts";
import {dot, gramOf, product, transposed} from "./products.ts";
import {centred, checkCount, checkPair} from "./samples.ts";
import type {Samples} from "./samples.ts";

export const ckaKinds = ["linear", "rbf", "debiased"] as const;
export type CkaKind = (typeof ckaKinds)[number];

/** What one side gives to every comparison; `form` says which product of it is kept. */
export type CkaSide =
  | {readonly form: "gram"; readonly kernel: Float64Array; readonly norm: number}
  | {readonly form: "features"; readonly turned: Samples; readonly norm: number};

/** The fewest tokens each kind is defined for. */
export const ckaLeast: {readonly [K in CkaKind]: number} = {linear: 2, rbf: 2, debiased: 4};

const norm = (list: Float64Array): number => Math.sqrt(dot(list, list));

function kept(kernel: Float64Array): CkaSide {
  return {form: "gram", kernel, norm: norm(kernel)};
}

/** What to keep of one side of each kind; sides of one comparison have the same form. */
const sides: {readonly [K in CkaKind]: (samples: Samples, form: CkaSide["form"]) => CkaSide} = {
  linear: (samples, form) => {
    const moved = centred(samples);
    if (form === "gram") return kept(gramOf(moved));
    const turned = transposed(moved);
    return {form, turned, norm: norm(gramOf(turned))};
  },
  rbf: (samples) => kept(doublyCentred(radial(samples), samples.rows)),
  debiased: (samples) => kept(debiased(gramOf(centred(samples)), samples.rows))
};

export function ckaSide(samples: Samples, kind: CkaKind, form: CkaSide["form"]): CkaSide {
  checkCount(`cka (${kind})`, samples.rows, ckaLeast[kind]);
  return sides[kind](samples, form);
}

export function ckaBetween(a: CkaSide, b: CkaSide): number {
  const norms = a.norm * b.norm;
  if (a.form === "gram" && b.form === "gram") return dot(a.kernel, b.kernel) / norms;
  if (a.form === "features" && b.form === "features") {
    const crossed = product(a.turned, transposed(b.turned)).data;
    return dot(crossed, crossed) / norms;
  }
  throw new ShapeError("cka: sides of one comparison have one form");
}

/** Gram matrices of one comparison may take so many numbers together: a gigabyte. */
const MOST = 2 ** 27;

/**
 * Returns the form for comparing each of these with each other: of linear CKA the cheaper one, samples × samples where
 * there are few samples, else features × features. Throws InputError where the other kinds have too many samples.
 */
export function ckaForm(sets: readonly Samples[], kind: CkaKind): CkaSide["form"] {
  const {rows} = sets[0]!;
  if (kind !== "linear") {
    if (rows ** 2 * sets.length <= MOST) return "gram";
    throw new InputError(
      `cka (${kind}): got ${rows} samples of ${sets.length} sets, expected at most ${Math.floor(Math.sqrt(MOST / sets.length))}; give fewer, fewer layers, or take linear cka`
    );
  }
  const pairs = sets.length ** 2 / 2;
  const squared = sets.reduce((sum, {columns}) => sum + columns ** 2, 0) / sets.length;
  const width = Math.sqrt(squared);
  const gram = (rows ** 2 * width * sets.length) / 2 + rows ** 2 * pairs;
  const features = rows * squared * (sets.length / 2 + pairs);
  return gram <= features && rows ** 2 * sets.length <= MOST ? "gram" : "features";
}

/**
 * Returns the alignment of two sets of states of the same tokens, *a* [tokens, neurons] and *b* [tokens, neurons of its
 * own]: 1 where they are the same up to rotation and scale; NaN where one does not vary.
 *
 * "linear", the default: ‖XᵀY‖² / (‖XᵀX‖ ‖YᵀY‖) of column-centred X and Y (Kornblith et al. 2019, eq. 3), 0 to 1.
 * "rbf": the same of kernels exp(−d²/2m), m the median of all squared distances; NaN where more than half of them are 0.
 * "debiased": linear, with the unbiased estimate of HSIC (Song et al. 2012, eq. 5): about 0 for unrelated states however
 * few the tokens, and then also below; at least 4 tokens.
 *
 * Throws ShapeError when the numbers of tokens differ, InputError when there are too few.
 */
export function cka(a: Samples, b: Samples, kind: CkaKind = "linear"): number {
  checkPair(`cka (${kind})`, a, b, ckaLeast[kind]);
  const form = ckaForm([a, b], kind);
  return ckaBetween(ckaSide(a, kind, form), ckaSide(b, kind, form));
}

/** Returns exp(−d²/2m) of each two samples [rows, rows]. */
function radial(samples: Samples): Float64Array {
  const {rows, columns, data} = centred(samples);
  const distances = new Float64Array(rows * rows);
  for (let one = 0; one < rows; one++) {
    for (let other = one + 1; other < rows; other++) {
      let sum = 0;
      for (let at = 0; at < columns; at++)
        sum += (data[one * columns + at]! - data[other * columns + at]!) ** 2;
      distances[one * rows + other] = sum;
      distances[other * rows + one] = sum;
    }
  }
  const middle = medianOf(distances);
  return distances.map((distance) => Math.exp(-distance / (2 * middle)));
}

function medianOf(list: Float64Array): number {
  const sorted = list.toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Returns the sum of each row of a symmetric matrix. */
function sumsOf(kernel: Float64Array, rows: number): Float64Array {
  const sums = new Float64Array(rows);
  for (let at = 0; at < kernel.length; at++) sums[Math.floor(at / rows)]! += kernel[at]!;
  return sums;
}

function doublyCentred(kernel: Float64Array, rows: number): Float64Array {
  const means = sumsOf(kernel, rows).map((sum) => sum / rows);
  const grand = means.reduce((sum, mean) => sum + mean, 0) / rows;
  return kernel.map(
    (value, at) => value - means[Math.floor(at / rows)]! - means[at % rows]! + grand
  );
}

/** Returns the U-centred kernel, its diagonal 0. */
function debiased(kernel: Float64Array, rows: number): Float64Array {
  for (let at = 0; at < rows; at++) kernel[at * rows + at] = 0;
  const sums = sumsOf(kernel, rows);
  const grand = sums.reduce((sum, one) => sum + one, 0) / ((rows - 1) * (rows - 2));
  return kernel.map((value, at) => {
    const [row, column] = [Math.floor(at / rows), at % rows];
    return row === column ? 0 : value - (sums[row]! + sums[column]!) / (rows - 2) + grand;
  });
}
