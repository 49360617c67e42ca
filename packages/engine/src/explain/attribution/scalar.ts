/** What is explained, as a graph: one number [B] of the logits and sites. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {exp, input, logSoftmax, mul, neg, reshape, scale, softmax, sum} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import {logitsAt} from "../questions.ts";

/** How numbers of the logits [B, P, V] are read; those with weights [P, V] are sums over both. */
export type Reading = "logit" | "logprob" | "probability" | "span-probability" | "entropy";

export interface Scalar {
  /** The same key always means the same node. */
  readonly key: string;
  readonly node: (graph: ModelGraph) => Node;
}

/** Σ weights · x over positions and vocabulary [B]; the weights are fed. */
function weighted(x: Node): Node {
  const weights = input("target", [x.shape[1]!, x.shape[2]!], {kind: "target"});
  return total(mul(x, weights));
}

const total = (x: Node): Node => reshape(sum(x, [1, 2]), ["B"]);

const readings: {readonly [R in Reading]: (logits: Node) => Node} = {
  logit: weighted,
  logprob: (logits) => weighted(logSoftmax(logits)),
  probability: (logits) => weighted(softmax(logits)),
  "span-probability": (logits) => exp(weighted(logSoftmax(logits))),
  // In bits. Weights say nothing here.
  entropy: (logits) => scale(neg(total(mul(softmax(logits), logSoftmax(logits)))), Math.LOG2E)
};

/** Returns the scalar of a reading of the logits. */
export const scalarOf = (reading: Reading): Scalar => ({
  key: reading,
  node: (graph) => readings[reading](logitsAt(graph))
});
