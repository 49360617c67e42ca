/** A linear probe: what can be read off states by multinomial logistic regression (Alain & Bengio 2016). */
import {largestOf} from "../lists.ts";
import {InputError, ShapeError} from "../errors.ts";
import {lossOf, softmaxOf} from "./logistic-loss.ts";
import {minimise} from "./newton.ts";
import type {Point} from "./newton.ts";
import {centred, meansOf} from "./samples.ts";
import type {Samples} from "./samples.ts";

export interface ProbeOptions {
  /** Strength λ of the penalty ½λ‖W‖²; the intercepts are not penalised. Defaults to 1. */
  readonly l2?: number;
}

export interface Probe {
  /** How many classes it tells apart. */
  readonly classes: number;
  /** W [rows, features]: a row a class; for two classes one row, of the second. */
  readonly weights: Samples;
  /** b, one a row; those of three or more classes sum to 0. */
  readonly intercepts: Float64Array;
  /** What was minimised: Σ −log p(label) + ½λ‖W‖². */
  readonly objective: number;
}

/** Returns p(class) of each sample [samples, classes]: softmax(W·x + b), for two classes 1 − σ and σ(w·x + b). */
export function probabilitiesOf(probe: Probe, samples: Samples): Samples {
  if (samples.columns !== probe.weights.columns)
    throw new ShapeError(
      `probe: got samples of ${samples.columns} features, expected ${probe.weights.columns} as it was trained on`
    );
  return softmaxOf(probe.weights.data, probe.intercepts, samples, probe.classes).probabilities;
}

/** Returns the most probable class of each sample. */
export function predict(probe: Probe, samples: Samples): number[] {
  const {rows, columns, data} = probabilitiesOf(probe, samples);
  return Array.from({length: rows}, (_, row) => {
    const own = data.subarray(row * columns, (row + 1) * columns);
    return own.indexOf(largestOf(own));
  });
}

/** Throws InputError unless the minimum is one, and finite. */
export function checkPenalty(l2: number): void {
  if (!(l2 > 0 && Number.isFinite(l2)))
    throw new InputError(`l2: got ${l2}, expected a number above 0`);
}

/**
 * Returns the probe that minimises Σ −log softmax(W·x + b)[label] + ½·l2·‖W‖² over *samples* [samples, features];
 * *labels* are classes 0 … classes − 1, each of which occurs. The minimum is one: no seed, no start.
 *
 * Throws InputError unless there is one label a sample and there are at least 2 classes, and for l2 ≤ 0.
 */
export function probe(
  samples: Samples,
  labels: readonly number[],
  {l2 = 1}: ProbeOptions = {}
): Probe {
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  if (labels.length !== samples.rows)
    throw new InputError(
      `probe: got ${labels.length} labels for ${samples.rows} samples; give one each`
    );
  checkPenalty(l2);
  const whole = labels.every((label) => Number.isInteger(label) && label >= 0);
  if (!whole || new Set(labels).size !== classes || classes < 2)
    throw new InputError(
      `probe: got the classes ${[...new Set(labels)].toSorted((a, b) => a - b).join(", ")}, expected all from 0, at least 2`
    );
  const {columns} = samples;
  const count = classes === 2 ? 1 : classes;
  // Intercepts are free, so the samples may be moved to where their mean is 0: fewer steps to the same minimum.
  const means = meansOf(samples);
  const about = centred(samples, means);
  const at = (point: Float64Array): Point => lossOf(about, labels, classes, l2, point);
  const found = minimise(at, new Float64Array(count * (columns + 1)), 1e-10);
  const weights = found.slice(0, count * columns);
  const intercepts = Float64Array.from({length: count}, (_, row) => {
    let moved = found[count * columns + row]!;
    for (let column = 0; column < columns; column++)
      moved -= weights[row * columns + column]! * means[column]!;
    return moved;
  });
  if (count > 1) {
    const mean = intercepts.reduce((sum, value) => sum + value, 0) / count;
    for (let row = 0; row < count; row++) intercepts[row]! -= mean;
  }
  return {
    classes,
    weights: {rows: count, columns, data: weights},
    intercepts,
    objective: at(found).value
  };
}
