/** Canonical correlations: the most alike directions of two sets of states, one pair after the other (Hotelling 1936). */
import {product, transposed} from "./products.ts";
import {centred, checkPair, columnsAt} from "./samples.ts";
import type {Samples} from "./samples.ts";
import {singularValues, spectrumOf} from "./spectrum.ts";
import type {CentredSpectrum} from "./spectrum.ts";

/** Neurons that vary less than this share of the liveliest are left out, and so much is added to each variance. */
const LEAST = 1e-10;

/** One side, ready for every comparison: its samples in axes that have (nearly) no correlation and variance 1. */
export interface CcaSide extends CentredSpectrum {
  /** The samples without the neurons that do not vary [rows, live]. */
  readonly live: Samples;
  /** U·diag(s / √(s² + ε)) [rows, k]. */
  readonly white: Samples;
}

/** Returns the columns that vary. */
function liveOf(samples: Samples): {readonly live: Samples; readonly largest: number} {
  const {columns, data} = centred(samples);
  const sums = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) sums[at % columns]! += data[at]! ** 2;
  const largest = sums.reduce((most, sum) => Math.max(most, sum), 0);
  const kept = [...sums.keys()].filter((column) => sums[column]! / largest >= LEAST);
  return {
    live: kept.length === columns ? samples : columnsAt(samples, kept),
    largest
  };
}

export function ccaSide(samples: Samples): CcaSide {
  const {live, largest} = liveOf(samples);
  const spectrum = spectrumOf(live);
  const {left, values} = spectrum;
  const scales = values.map((value) => value / Math.sqrt(value ** 2 + LEAST * largest));
  const width = left.columns;
  const data = left.data.map((value, at) => value * scales[at % width]!);
  return {...spectrum, live, white: {...left, data}};
}

/** Returns the cross-correlation of two sides' axes [k of a, k of b]; its singular values are the coefficients. */
export const crossOf = (a: CcaSide, b: CcaSide): Samples => product(transposed(a.white), b.white);

/** Returns the coefficients, descending, as many as the narrower side has live neurons: with few tokens the last are 0. */
export function coefficientsOf(a: CcaSide, b: CcaSide): Float64Array {
  const count = Math.min(a.live.columns, b.live.columns);
  const all = new Float64Array(count);
  if (count > 0) all.set(singularValues(crossOf(a, b)).subarray(0, count));
  return all;
}

export interface Cca {
  /** Canonical correlations, descending; as many as the narrower side has neurons that vary. */
  readonly coefficients: Float64Array;
  /** The mean of the first of them that together hold 98 % of their sum. */
  readonly mean: number;
}

/** Returns the mean of the coefficients before the sum reaches 98 %: what is left is noise (Raghu et al. 2017, code). */
export function meanOf(coefficients: Float64Array): number {
  const total = coefficients.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  for (let index = 1; index < coefficients.length; index++) {
    sum += coefficients[index - 1]!;
    if (sum >= 0.98 * total) return sum / index;
  }
  return total / coefficients.length;
}

/**
 * Returns the canonical correlations of two sets of states of the same tokens, *a* [tokens, neurons] and *b* [tokens,
 * neurons of its own], which no invertible linear map of either changes (Hotelling 1936; Raghu et al. 2017).
 *
 * They are the singular values of Σxx^-½ Σxy Σyy^-½, each covariance divided by its largest entry, with 1e-10 on the
 * diagonals. They are 1 whenever there are no more tokens than neurons: then they say nothing.
 *
 * Throws ShapeError when the numbers of tokens differ, InputError when there are fewer than 2.
 */
export function cca(a: Samples, b: Samples): Cca {
  checkPair("cca", a, b);
  const coefficients = coefficientsOf(ccaSide(a), ccaSide(b));
  return {coefficients, mean: meanOf(coefficients)};
}
