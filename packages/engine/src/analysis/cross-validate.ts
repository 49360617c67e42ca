/** How well a probe does on examples it was not trained on. */
import {InputError} from "../errors.ts";
import {pausesOf} from "./pauses.ts";
import {checkPenalty, predict, probe} from "./probe.ts";
import type {ProbeOptions} from "./probe.ts";
import {meansOf, rowsAt} from "./samples.ts";
import type {Samples} from "./samples.ts";

export interface CrossValidationOptions extends ProbeOptions {
  /**
   * Whether each feature is divided by its standard deviation in the examples trained on; defaults to false. A penalty
   * then means the same whatever the scale of a layer.
   */
  readonly standardise?: boolean;
  /** Called after each fold. */
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface CrossValidation {
  /** The share of all examples that was told right when held out. */
  readonly accuracy: number;
  /** The same of each fold. */
  readonly folds: readonly number[];
  /** Standard deviation over the folds (n − 1). */
  readonly deviation: number;
  /** The class told of each example when it was held out. */
  readonly predicted: readonly number[];
}

/**
 * Returns how well probes trained on the other folds tell each fold of *samples* [samples, features]; *folds* says which
 * one each example is in.
 *
 * Throws InputError unless there is a label and a fold for each sample, and at least 2 folds;
 * the signal's reason when aborted.
 */
export async function crossValidate(
  samples: Samples,
  labels: readonly number[],
  folds: readonly number[],
  {l2 = 1, standardise = false, progress, signal}: CrossValidationOptions = {}
): Promise<CrossValidation> {
  checkPenalty(l2);
  const names = [...new Set(folds)].toSorted((a, b) => a - b);
  if (labels.length !== samples.rows || folds.length !== samples.rows || names.length < 2)
    throw new InputError(
      `probe: got ${labels.length} labels and ${folds.length} numbers of ${names.length} folds for ${samples.rows} samples; give one each, and at least 2 folds`
    );
  const predicted: number[] = [];
  const accuracies: number[] = [];
  const pause = pausesOf(signal);
  for (const [index, name] of names.entries()) {
    await pause();
    const held = rowsWhere(folds, (fold) => fold === name);
    const trained = rowsWhere(folds, (fold) => fold !== name);
    const own = trained.map((row) => labels[row]!);
    const part = rowsAt(samples, trained);
    const scales = standardise ? scalesOf(part) : null;
    const told = telling(scaled(part, scales), own, l2)(scaled(rowsAt(samples, held), scales));
    held.forEach((row, at) => (predicted[row] = told[at]!));
    accuracies.push(shareOf(held, (row) => predicted[row] === labels[row]));
    progress?.(index + 1, names.length);
  }
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / names.length;
  const spread = accuracies.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    accuracy: shareOf(labels, (label, row) => predicted[row] === label),
    folds: accuracies,
    deviation: Math.sqrt(spread / (names.length - 1)),
    predicted
  };
}

const rowsWhere = (folds: readonly number[], keep: (fold: number) => boolean): number[] =>
  folds.flatMap((fold, row) => (keep(fold) ? [row] : []));

const shareOf = <T>(list: readonly T[], right: (item: T, at: number) => boolean): number =>
  list.reduce((sum, item, at) => sum + (right(item, at) ? 1 : 0), 0) / list.length;

/** Returns a function from samples to classes. Classes that training has not seen are never told. */
function telling(
  samples: Samples,
  labels: readonly number[],
  l2: number
): (held: Samples) => number[] {
  const seen = [...new Set(labels)].toSorted((a, b) => a - b);
  if (seen.length === 1) return ({rows}) => Array.from({length: rows}, () => seen[0]!);
  const trained = probe(
    samples,
    labels.map((label) => seen.indexOf(label)),
    {l2}
  );
  return (held) => predict(trained, held).map((index) => seen[index]!);
}

/** Returns one over the standard deviation of each feature; 1 where it does not vary. */
function scalesOf(samples: Samples): Float64Array {
  const {rows, columns, data} = samples;
  const means = meansOf(samples);
  const sums = new Float64Array(columns);
  for (let at = 0; at < data.length; at++)
    sums[at % columns]! += (data[at]! - means[at % columns]!) ** 2 / rows;
  return sums.map((sum) => (sum > 0 ? 1 / Math.sqrt(sum) : 1));
}

const scaled = (samples: Samples, scales: Float64Array | null): Samples =>
  scales
    ? {...samples, data: samples.data.map((value, at) => value * scales[at % samples.columns]!)}
    : samples;
