/**
 * What relevance is kept of. Its rules pass on what a sum of products is, up to the logits; a softmax is none. So for a
 * probability or its logarithm f, relevance explains Σ wᵥ · logitᵥ with w = ∂f/∂logits at the input as it is: of a
 * log-probability the logit less the mean of all logits by their probabilities, which is log p plus the entropy. The
 * weights add up to 0, so what moves all logits alike changes nothing.
 */
import type {Distribution} from "../distribution.ts";
import type {Reader} from "./asked.ts";
import type {TargetKind} from "./results.ts";
import {scalarOf} from "./scalar.ts";

/** Says what the scores of relevance add up to. */
export const relevanceNote = (of: TargetKind): string =>
  `relevance is kept up to the logits and not through the softmax: these scores add up to the slope of ${of} by the logits times the logits (docs/methods.md), which no shift of all logits changes`;

export interface Linearised {
  readonly reader: Reader;
  /** f itself. */
  readonly value: number;
}

/** Returns the weights of the logits for f, and f, in float64. */
type Slope = (
  rows: readonly Float64Array[],
  weights: Float64Array
) => {readonly slopes: Float64Array; readonly value: number};

/** Σ w · log p and its slopes w − (Σ w) p. */
const ofLogs: Slope = (rows, weights) => {
  const slopes = new Float64Array(weights.length);
  let value = 0;
  rows.forEach((logs, row) => {
    const own = weights.subarray(row * logs.length, (row + 1) * logs.length);
    const total = own.reduce((sum, weight) => sum + weight, 0);
    logs.forEach((log, id) => {
      const weight = own[id]!;
      if (weight !== 0) value += weight * log;
      slopes[row * logs.length + id] = weight - total * Math.exp(log);
    });
  });
  return {slopes, value};
};

/** Σ w · p and its slopes w p − (Σ w p) p. */
const ofProbabilities: Slope = (rows, weights) => {
  const parts = weights.map((weight, at) => {
    const {length} = rows[0]!;
    return weight === 0 ? 0 : weight * Math.exp(rows[Math.floor(at / length)]![at % length]!);
  });
  const {slopes} = ofLogs(rows, parts);
  return {slopes, value: parts.reduce((sum, part) => sum + part, 0)};
};

/** exp Σ w · log p. */
const ofProduct: Slope = (rows, weights) => {
  const {slopes, value} = ofLogs(rows, weights);
  return {slopes: slopes.map((slope) => slope * Math.exp(value)), value: Math.exp(value)};
};

const slopesOf: Readonly<Record<string, Slope>> = {
  logprob: ofLogs,
  "cross-entropy": ofLogs,
  probability: ofProbabilities,
  "span-probability": ofProduct
};

const logsOf = ({logits, logSum}: Distribution): Float64Array =>
  Float64Array.from(logits, (logit) => logit - logSum);

/** Returns what relevance of this scalar explains; null where it is a sum of logits already, or of other values. */
export function linearised({
  encoded,
  scalar,
  positions,
  weights,
  distributions,
  offset = 0
}: Reader): Linearised | null {
  const slope = slopesOf[scalar.key];
  if (!slope || !weights || !distributions) return null;
  const {slopes, value} = slope(distributions.map(logsOf), weights);
  return {
    reader: {encoded, scalar: scalarOf("logit"), positions, weights: slopes},
    value: value + offset
  };
}
