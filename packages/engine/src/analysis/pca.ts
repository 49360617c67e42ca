/** Principal components: the directions along which states differ most (Pearson 1901; Hotelling 1933). */
import {InputError} from "../errors.ts";
import {rowOf} from "./samples.ts";
import type {Samples} from "./samples.ts";
import {spectrumOf} from "./spectrum.ts";

export interface PcaOptions {
  /** Components kept; defaults to all, as many as the smaller of samples and features. */
  readonly dimensions?: number;
}

export interface Pca {
  /** Unit directions [k, features], the liveliest first; of each the largest entry is positive. */
  readonly components: Samples;
  /** The centred samples along them [samples, k]. */
  readonly scores: Samples;
  /** Variance along each, with n − 1 below the line. */
  readonly variances: Float64Array;
  /** Its share of the variance of all; 0 where nothing varies. */
  readonly ratios: Float64Array;
  /** s of the centred samples: variance = s² / (n − 1). */
  readonly singularValues: Float64Array;
  /** What was taken off: the mean of each feature. */
  readonly means: Float64Array;
}

/**
 * Returns the principal components of *samples* [samples, features].
 *
 * Throws InputError for fewer than 2 samples, or more dimensions than samples or features.
 */
export function pca(samples: Samples, {dimensions}: PcaOptions = {}): Pca {
  const {rows, columns} = samples;
  const most = Math.min(rows, columns);
  const count = dimensions ?? most;
  if (rows < 2)
    throw new InputError(
      `pca: got ${rows} sample${rows === 1 ? "" : "s"}, expected at least 2; give more`
    );
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw new InputError(
      `dimensions: got ${count}, expected a whole number from 1 to ${most}, the smaller of ${rows} samples and ${columns} features`
    );
  const {left, values, right, means} = spectrumOf(samples);
  const components = new Float64Array(count * columns);
  const scores = new Float64Array(rows * count);
  for (let at = 0; at < count; at++) {
    const direction = rowOf(right, at);
    const largest = direction.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
    const sign = largest < 0 ? -1 : 1;
    for (let column = 0; column < columns; column++)
      components[at * columns + column] = sign * direction[column]!;
    for (let row = 0; row < rows; row++)
      scores[row * count + at] = sign * values[at]! * left.data[row * left.columns + at]!;
  }
  const variances = values.map((value) => value ** 2 / (rows - 1));
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  return {
    components: {rows: count, columns, data: components},
    scores: {rows, columns: count, data: scores},
    variances: variances.slice(0, count),
    ratios: variances.slice(0, count).map((variance) => (total > 0 ? variance / total : 0)),
    singularValues: values.slice(0, count),
    means
  };
}
