/** What is explained, as a graph: one number [B] of the logits and sites. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {
  constant,
  exp,
  input,
  logSoftmax,
  logSumExp,
  mul,
  neg,
  reshape,
  scale,
  softmax,
  softplus,
  sub,
  sum
} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import {logitsAt} from "../questions.ts";

/**
 * How numbers of the logits [B, P, V] are read. Those with weights [P, V] are sums over both, of "logprob" and
 * "span-probability" the weights of a position choose one token.
 */
export type Reading =
  | "logit"
  | "logprob"
  | "probability"
  | "span-probability"
  | "cross-entropy"
  | "entropy";

export interface Scalar {
  /** The same key always means the same node. */
  readonly key: string;
  readonly node: (graph: ModelGraph) => Node;
}

const weightsOf = (x: Node): Node => input("target", [x.shape[1]!, x.shape[2]!], {kind: "target"});

const total = (x: Node): Node => reshape(sum(x, [1, 2]), ["B"]);

/** Σ weights · x over positions and vocabulary [B]; the weights are fed. */
const weighted = (x: Node): Node => total(mul(x, weightsOf(x)));

/** Far below every logit, and still a number in float32. */
const FAR = 1e30;

/**
 * Returns the log-probability [B, P, 1] of a logit among others: −log(1 + Σ exp(other − own)). Unlike own − log Σ exp it
 * keeps its digits where the probability is near 1, and it reads differences of logits only: what moves all of them
 * alike has no part in it, not even by rounding.
 */
export const logprobBeside = (own: Node, others: Node): Node =>
  neg(softplus(logSumExp(sub(others, own))));

/** The sum over positions of the log-probability of the token that the weights choose there. */
function logprob(logits: Node): Node {
  const chosen = weightsOf(logits);
  const own = sum(mul(logits, chosen), [2]);
  return total(logprobBeside(own, sub(logits, mul(chosen, constant(FAR)))));
}

const readings: {readonly [R in Reading]: (logits: Node) => Node} = {
  logit: weighted,
  logprob,
  probability: (logits) => weighted(softmax(logits)),
  "span-probability": (logits) => exp(logprob(logits)),
  "cross-entropy": (logits) => weighted(logSoftmax(logits)),
  // In bits. Weights say nothing here.
  entropy: (logits) => scale(neg(total(mul(softmax(logits), logSoftmax(logits)))), Math.LOG2E)
};

/** Returns the scalar of a reading of the logits. */
export const scalarOf = (reading: Reading): Scalar => ({
  key: reading,
  node: (graph) => readings[reading](logitsAt(graph))
});
