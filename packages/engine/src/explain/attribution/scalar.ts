/** What is explained, as a graph: one number [B] of the logits and sites. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Tensor} from "../../backends/backend.ts";
import {
  add,
  constant,
  exp,
  input,
  logSoftmax,
  logSumExp,
  mul,
  neg,
  reshape,
  scale,
  slice,
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
  /** What its node is fed beside the weights of the logits. */
  readonly feeds?: ReadonlyMap<string, Tensor>;
}

const weightsOf = (x: Node): Node => input("target", [x.shape[1]!, x.shape[2]!], {kind: "target"});

const total = (x: Node): Node => reshape(sum(x, [1, 2]), ["B"]);

/** Σ weights · x over positions and vocabulary [B]. */
const weighted = (x: Node, weights: Node): Node => total(mul(x, weights));

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
function logprob(logits: Node, chosen: Node): Node {
  const own = sum(mul(logits, chosen), [2]);
  return total(logprobBeside(own, sub(logits, mul(chosen, constant(FAR)))));
}

const readings: {readonly [R in Reading]: (logits: Node, weights: Node) => Node} = {
  logit: weighted,
  logprob,
  probability: (logits, weights) => weighted(softmax(logits), weights),
  "span-probability": (logits, weights) => exp(logprob(logits, weights)),
  "cross-entropy": (logits, weights) => weighted(logSoftmax(logits), weights),
  // In bits. Weights say nothing here.
  entropy: (logits) => scale(neg(total(mul(softmax(logits), logSoftmax(logits)))), Math.LOG2E)
};

/** Returns the scalar of a reading of the logits. */
export const scalarOf = (reading: Reading): Scalar => ({
  key: reading,
  node(graph) {
    const logits = logitsAt(graph);
    return readings[reading](logits, weightsOf(logits));
  }
});

/** The readings that one program serves: which of them it reads is fed, as 1 among zeros. */
const kinds = ["logit", "logprob", "probability", "span-probability"] as const;

/**
 * The sum of these readings, each times its own number and with the weights times it: those that are not read are an
 * exact 0, and pass nothing on.
 */
function oneOf(graph: ModelGraph): Node {
  const logits = logitsAt(graph);
  const weights = weightsOf(logits);
  const chosen = input("kind", [kinds.length], {kind: "target"});
  const [logit, logs, probability, product] = kinds.map((_, at) =>
    slice(chosen, 0, at, at + 1)
  ) as [Node, Node, Node, Node];
  const log = logprob(logits, mul(weights, add(logs, product)));
  return [
    readings.logit(logits, mul(weights, logit)),
    mul(log, logs),
    readings.probability(logits, mul(weights, probability)),
    mul(exp(log), product)
  ].reduce(add);
}

const shared: ReadonlyMap<string, Scalar> = new Map(
  kinds.map((kind, index) => {
    const data = Float32Array.from(kinds, (_, at) => Number(at === index));
    return [
      kind,
      {key: "one-of", node: oneOf, feeds: new Map([["kind", {shape: [kinds.length], data}]])}
    ];
  })
);

/** Returns the scalar as one that shares its programs with other readings of the logits, where it is one. */
export const sharing = (scalar: Scalar): Scalar => shared.get(scalar.key) ?? scalar;
