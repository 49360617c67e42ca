/** Canonical correlations of the liveliest directions alone (Raghu, Gilmer, Yosinski & Sohl-Dickstein 2017). */
import {InputError} from "../errors.ts";
import {ccaSide, coefficientsOf} from "./cca.ts";
import type {CcaSide} from "./cca.ts";
import {checkPair} from "./samples.ts";
import type {Samples} from "./samples.ts";
import {spectrumOf} from "./spectrum.ts";

export interface SvccaOptions {
  /** Directions kept of each side; defaults to 20, or as many as there are. */
  readonly dims?: number;
}

/** Returns the samples along their liveliest directions, ready to be compared. */
export function svccaSide(samples: Samples, {dims}: SvccaOptions = {}): CcaSide {
  const most = Math.min(samples.columns, samples.rows);
  if (dims !== undefined && !(Number.isInteger(dims) && dims >= 1 && dims <= most))
    throw new InputError(
      `dims: got ${dims}, expected a whole number from 1 to ${most}, as many as there are neurons and samples`
    );
  const count = dims ?? Math.min(20, most);
  const {left, values} = spectrumOf(samples);
  const data = new Float64Array(samples.rows * count);
  for (let row = 0; row < samples.rows; row++)
    for (let at = 0; at < count; at++)
      data[row * count + at] = left.data[row * left.columns + at]! * values[at]!;
  return ccaSide({rows: samples.rows, columns: count, data});
}

/** Returns the mean of all coefficients. */
export function svccaBetween(a: CcaSide, b: CcaSide): number {
  const coefficients = coefficientsOf(a, b);
  return coefficients.reduce((sum, value) => sum + value, 0) / coefficients.length;
}

/**
 * Returns the mean canonical correlation of the `dims` directions of largest variance of *a* [tokens, neurons] and *b*
 * [tokens, neurons of its own] (Raghu et al. 2017, §2): noise in the quiet directions, which CCA weighs as much as the
 * loud ones, is left out.
 *
 * Throws ShapeError when the numbers of tokens differ, InputError for fewer than 2 tokens or more dims than neurons.
 */
export function svcca(a: Samples, b: Samples, options: SvccaOptions = {}): number {
  checkPair("svcca", a, b);
  return svccaBetween(svccaSide(a, options), svccaSide(b, options));
}
