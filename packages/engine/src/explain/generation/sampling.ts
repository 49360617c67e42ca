/**
 * From a row of logits to the token that is taken, in the order of transformers' generate: repetition penalty (Keskar
 * et al. 2019), temperature, top-k (Fan et al. 2018), top-p (Holtzman et al. 2020), min-p (Nguyen et al. 2024).
 */
import {InputError} from "../../errors.ts";
import type {Row} from "../distribution.ts";

export interface Sampling {
  /** 0 takes the likeliest. */
  readonly temperature: number;
  /** Keeps so many of the likeliest; Infinity all. */
  readonly topK: number;
  /** Keeps the fewest of the likeliest that hold this share; 1 all. */
  readonly topP: number;
  /** Keeps what is at least this share of the likeliest's probability; 0 all. */
  readonly minP: number;
  /** Divides positive logits of tokens that were there before, multiplies negative ones; 1 leaves them. */
  readonly repetitionPenalty: number;
}

type Bounds = readonly [name: string, from: number, to: number, what: string];
const bounds: {readonly [K in keyof Sampling]: Bounds} = {
  temperature: ["temperature", 0, Infinity, "a number of at least 0"],
  topK: ["topK", 1, Infinity, "a number of at least 1"],
  topP: ["topP", Number.MIN_VALUE, 1, "a number above 0, at most 1"],
  minP: ["minP", 0, 1, "a number from 0 to 1"],
  repetitionPenalty: ["repetitionPenalty", Number.MIN_VALUE, Infinity, "a number above 0"]
};

/** Returns the options with their defaults: the likeliest token, always. Throws InputError for one out of range. */
export function samplingOf(options: Partial<Sampling>): Sampling {
  const sampling: Sampling = {
    temperature: options.temperature ?? 0,
    topK: options.topK ?? Infinity,
    topP: options.topP ?? 1,
    minP: options.minP ?? 0,
    repetitionPenalty: options.repetitionPenalty ?? 1
  };
  for (const key of Object.keys(bounds) as (keyof Sampling)[]) {
    const [name, from, to, what] = bounds[key];
    const value = sampling[key];
    if (!(value >= from && value <= to))
      throw new InputError(`${name}: got ${value}, expected ${what}`);
  }
  return sampling;
}

/** Returns the logits with what was there before made less likely. */
export function penalized(logits: Row, before: Iterable<number>, penalty: number): Row {
  if (penalty === 1) return logits;
  const changed = logits.slice();
  for (const id of new Set(before)) {
    const logit = logits[id]!;
    changed[id] = logit < 0 ? logit * penalty : logit / penalty;
  }
  return changed;
}

/** What may be drawn, in the order of the ids. */
export interface Chances {
  readonly ids: readonly number[];
  /** One per id; they sum to 1. */
  readonly probabilities: Float64Array;
}

/** Returns what may be drawn. */
export function chancesOf(logits: Row, {temperature, topK, topP, minP}: Sampling): Chances {
  let first = -Infinity;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > first) first = logits[id]!;
  // Those as likely as the last of the k stay too, as in transformers.
  const least = topK < logits.length ? descending(logits)[Math.floor(topK) - 1]! : -Infinity;
  const weights = new Float64Array(logits.length);
  for (let id = 0; id < logits.length; id++)
    if (logits[id]! >= least) weights[id] = Math.exp((logits[id]! - first) / temperature);
  if (topP < 1) keepShare(weights, topP);
  // Nothing is likelier than the first, whose weight is 1.
  const ids: number[] = [];
  let sum = 0;
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id]!;
    if (weight === 0 || weight < minP) continue;
    ids.push(id);
    sum += weight;
  }
  const probabilities = new Float64Array(ids.length);
  for (let at = 0; at < ids.length; at++) probabilities[at] = weights[ids[at]!]! / sum;
  return {ids, probabilities};
}

/** Clears all weights but the fewest of the largest that hold this share; of equal ones the first stay. */
function keepShare(weights: Float64Array, share: number): void {
  const sorted = descending(weights);
  let total = 0;
  for (const weight of sorted) total += weight;
  let held = 0;
  let count = 0;
  while (count < sorted.length && held < share * total) held += sorted[count++]!;
  const bar = sorted[count - 1]!;
  let equal = 0;
  while (equal < count && sorted[count - 1 - equal] === bar) equal++;
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id]!;
    if (weight < bar || (weight === bar && equal-- <= 0)) weights[id] = 0;
  }
}

// A typed array sorts by number, and many times as fast as ids by comparison.
const descending = (values: Row): Row => values.slice().sort().reverse();

/** Returns the token that a number in [0, 1) falls on, and its probability. */
export function drawn(
  {ids, probabilities}: Chances,
  at: number
): {readonly id: number; readonly probability: number} {
  let sum = 0;
  let index = 0;
  // Rounding may leave the sum a little below 1: then it is the last.
  for (; index < ids.length - 1; index++) {
    sum += probabilities[index]!;
    if (at < sum) break;
  }
  return {id: ids[index]!, probability: probabilities[index]!};
}
