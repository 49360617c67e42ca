/** Probabilities, ranks and entropy of a row of logits. */
import type {Candidate} from "../results.ts";

export type Row = Float32Array | Float64Array;

export interface Distribution {
  readonly logits: Row;
  readonly max: number;
  /** log Σ exp(logit). */
  readonly logSum: number;
}

export function distributionOf(logits: Row): Distribution {
  let max = -Infinity;
  for (const logit of logits) if (logit > max) max = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - max);
  return {logits, max, logSum: max + Math.log(sum)};
}

export const probability = ({logits, logSum}: Distribution, id: number): number =>
  Math.exp(logits[id]! - logSum);

/** Returns 1 + the number of tokens with a larger logit. */
export function rank({logits}: Distribution, id: number): number {
  const own = logits[id]!;
  let larger = 0;
  for (const logit of logits) if (logit > own) larger++;
  return larger + 1;
}

/** Returns the entropy, in bits. */
export function entropy({logits, logSum}: Distribution): number {
  let sum = 0;
  for (const logit of logits) {
    const log = logit - logSum;
    const p = Math.exp(log);
    if (p > 0) sum -= p * log;
  }
  return Math.max(0, sum / Math.LN2);
}

/** Returns the ids of the largest logits, largest first; equal ones by id. */
export function largest({logits}: Distribution, count: number): number[] {
  const best: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (best.length === count && logits[id]! <= logits[best.at(-1)!]!) continue;
    let at = best.length;
    while (at > 0 && logits[best[at - 1]!]! < logits[id]!) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
  }
  return best;
}

/** Returns one token's entry in the distribution. */
export function candidate(distribution: Distribution, id: number, text: string | null): Candidate {
  return {
    id,
    text,
    probability: probability(distribution, id),
    logit: distribution.logits[id]!,
    rank: rank(distribution, id)
  };
}

export const top = (
  distribution: Distribution,
  count: number,
  textOf: (id: number) => string | null
): Candidate[] => largest(distribution, count).map((id) => candidate(distribution, id, textOf(id)));
