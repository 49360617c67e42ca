/**
 * DeepLift's multipliers (Shrikumar et al. 2017) for transformers, no larger than slopes are. Taken apart into products of
 * elementary functions, softmax and norms have multipliers that grow with the distance of the two runs (1/Σ exp and
 * 1/deviation of one run meet numbers of the other), and over some layers they cancel from many powers of ten. Here
 *
 * - softmax is exp(z), z = x − log Σ exp(x): the multiplier of exp is the logarithmic mean of the two probabilities,
 *   those of log Σ exp are logmean(eᵢ, eᵢ⁰) / logmean(Σ, Σ⁰), which are positive and add up to at most 1;
 * - a norm c · r, r = variance^−½, splits its change as λ (r Δc + c⁰ Δr) + (1 − λ) (r⁰ Δc + c Δr), exact for every λ, with
 *   λ = variance / (variance + variance⁰): the run with the longer rows sets the scale. Exchanging the runs changes the
 *   sign and nothing else; at λ = ½, where the runs are alike, it is the mean of the factors.
 *
 * Everything else is DeepLift's as it was, and the sum is still exact.
 */
import {meanOf} from "../graph/decompose.ts";
import {
  add,
  constant,
  div,
  exp,
  logSumExp,
  mul,
  neg,
  reciprocal,
  scale,
  sqrt,
  sub,
  sum
} from "../graph/ops.ts";
import type {Node, NodeOf} from "../graph/node.ts";
import type {RuleTable, Walk} from "./backward.ts";
import {deepLiftRules, larger, lastAxis, pairOf, quotient} from "./deeplift.ts";
import type {Pair} from "./deeplift.ts";

const both = (pair: Pair, of: (x: Node) => Node): Pair => [of(pair[0]), of(pair[1])];

/** The multipliers of log Σ exp(x) by each x: positive, with a sum of at most 1. */
function logSumMultipliers(x: Pair, sums: Pair): Node {
  // Both runs shifted by the larger sum: of the two, one is 1 then, and no power is larger.
  const top = larger(...sums);
  const at = both(x, (row) => sub(row, top));
  const logs = both(sums, (row) => sub(row, top));
  const ofLog = quotient(both(logs, exp), logs, reciprocal);
  return mul(quotient(at, both(at, exp), exp), ofLog);
}

/** What flows to x from what flows to x − log Σ exp(x). */
const throughLogSum = (x: Pair, sums: Pair, flow: Node): Node =>
  sub(flow, mul(sum(flow, lastAxis(flow)), logSumMultipliers(x, sums)));

function logSumExpRule(node: NodeOf<"logSumExp">, flow: Node, walk: Walk): readonly Node[] {
  const x = pairOf(node.inputs[0]!, walk);
  return [mul(flow, logSumMultipliers(x, pairOf(node, walk)))];
}

function logSoftmaxRule(node: NodeOf<"logSoftmax">, flow: Node, walk: Walk): readonly Node[] {
  const x = pairOf(node.inputs[0]!, walk);
  return [throughLogSum(x, both(x, logSumExp), flow)];
}

function softmaxRule(node: NodeOf<"softmax">, flow: Node, walk: Walk): readonly Node[] {
  const x = pairOf(node.inputs[0]!, walk);
  const sums = both(x, logSumExp);
  const logs: Pair = [sub(x[0], sums[0]), sub(x[1], sums[1])];
  return [throughLogSum(x, sums, mul(flow, quotient(logs, both(logs, exp), exp)))];
}

/** What flows to centred rows c from what flows to c / deviation. */
function throughDeviation(c: Pair, epsilon: number, flow: Node): Node {
  const [v, v0] = both(c, (row) => add(meanOf(mul(row, row)), constant(epsilon)));
  const [r, r0] = both([v, v0], (row) => reciprocal(sqrt(row)));
  const share = div(v, add(v, v0));
  const other = div(v0, add(v, v0));
  const direct = mul(flow, add(mul(share, r), mul(other, r0)));
  const factor = add(mul(share, c[1]), mul(other, c[0]));
  // Δr / Δv of v^−½ is −r² r⁰² / (r + r⁰); Δv is the mean of (c + c⁰) Δc.
  const steep = div(mul(mul(r, r), mul(r0, r0)), add(r, r0));
  const toVariance = neg(mul(sum(mul(flow, factor), lastAxis(flow)), steep));
  const width = c[0].shape.at(-1) as number;
  return add(direct, mul(toVariance, scale(add(...c), 1 / width)));
}

export const boundedRules: RuleTable = {
  ...deepLiftRules,
  softmax: softmaxRule,
  logSoftmax: logSoftmaxRule,
  logSumExp: logSumExpRule,
  rmsNorm: ({inputs: [x, weight], attributes: {epsilon}}, flow, walk) => [
    throughDeviation(pairOf(x!, walk), epsilon, mul(flow, weight!))
  ],
  layerNorm: ({inputs: [x, weight], attributes: {epsilon}}, flow, walk) => {
    const centred = both(pairOf(x!, walk), (row) => sub(row, meanOf(row)));
    const to = throughDeviation(centred, epsilon, mul(flow, weight!));
    return [sub(to, meanOf(to))];
  }
};
