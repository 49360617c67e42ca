/** Probabilities, ranks and entropy of a row of logits. */
import {SourceError} from "../errors.ts";
import type {Candidate} from "../results.ts";

export type Row = Float32Array | Float64Array;

export interface Distribution {
  readonly logits: Row;
  /** log Σ exp(logit). */
  readonly logSum: number;
  /** In bits. */
  readonly entropy: number;
}

/**
 * Returns a row's distribution, in two passes: lens grids have a row for every layer and position. Throws SourceError
 * for a row that is none: finite weights and settings may still leave the range of numbers together.
 */
export function distributionOf(logits: Row): Distribution {
  let max = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!;
    if (logit > max) max = logit;
    if (!(logit < Infinity)) notNumbers(logit, id);
  }
  if (max === -Infinity) notNumbers(max, 0);
  let sum = 0;
  let below = 0;
  for (let id = 0; id < logits.length; id++) {
    const gap = logits[id]! - max;
    const share = Math.exp(gap);
    // Where it underflows the gap may be infinite, and 0 · ∞ is no number.
    if (share > 0) {
      sum += share;
      below += share * gap;
    }
  }
  // −Σ p log p, where log p = gap − log Σ exp(gap).
  const entropy = Math.max(0, (Math.log(sum) - below / sum) / Math.LN2);
  return {logits, logSum: max + Math.log(sum), entropy};
}

function notNumbers(logit: number, id: number): never {
  throw new SourceError(
    `the model answers with ${logit} as the logit of #${id}, expected finite numbers; its config.json, its weights or what was changed in it leave the range of numbers: load it again, or take another`
  );
}

export const probability = ({logits, logSum}: Distribution, id: number): number =>
  Math.exp(logits[id]! - logSum);

/** Returns log p, exact where p is near 1: −log(1 + Σ of the others by its own share), summed without its own. */
export function logProbability({logits, logSum}: Distribution, id: number): number {
  const own = logits[id]!;
  // Below 1/e nothing cancels.
  if (own < logSum - 1) return own - logSum;
  let others = 0;
  for (let other = 0; other < logits.length; other++)
    if (other !== id) others += Math.exp(logits[other]! - own);
  return 0 - Math.log1p(others);
}

/** Returns how far others are from this one: Σ p log₂(p / q), in bits (Kullback & Leibler 1951). */
export function divergence(from: Distribution): (to: Distribution) => number {
  const shares = Float64Array.from(from.logits, (logit) => Math.exp(logit - from.logSum));
  return (to) => {
    let sum = 0;
    for (let id = 0; id < shares.length; id++) {
      const share = shares[id]!;
      // What is never said counts for nothing, however unlikely it is to the other.
      if (share === 0) continue;
      sum += share * (from.logits[id]! - from.logSum - (to.logits[id]! - to.logSum));
    }
    return Math.max(0, sum / Math.LN2);
  };
}

/** Returns 1 + the number of tokens with a larger logit. */
export function rank({logits}: Distribution, id: number): number {
  const own = logits[id]!;
  let larger = 0;
  for (let other = 0; other < logits.length; other++) if (logits[other]! > own) larger++;
  return larger + 1;
}

/** Returns the ids of the largest logits, largest first; equal ones by id. */
export function largest({logits}: Distribution, count: number): number[] {
  const best: number[] = [];
  let least = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const own = logits[id]!;
    if (best.length === count && own <= least) continue;
    let at = best.length;
    while (at > 0 && logits[best[at - 1]!]! < own) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
    least = logits[best.at(-1)!]!;
  }
  return best;
}

/** Returns one token's entry in the distribution. */
export const candidate = (
  distribution: Distribution,
  id: number,
  text: string | null,
  place: number = rank(distribution, id)
): Candidate => ({
  id,
  text,
  probability: probability(distribution, id),
  logit: distribution.logits[id]!,
  rank: place
});

/** Returns the entries of the most probable tokens, most probable first. */
export function top(
  distribution: Distribution,
  count: number,
  textOf: (id: number) => string | null
): Candidate[] {
  const {logits} = distribution;
  let place = 1;
  return largest(distribution, count).map((id, index, ids) => {
    // All that is larger stands before it; equal ones share their place.
    if (index > 0 && logits[id]! < logits[ids[index - 1]!]!) place = index + 1;
    return candidate(distribution, id, textOf(id), place);
  });
}
