/**
 * DeepLift's multipliers (Shrikumar et al. 2017) for transformers: (difference of the output) / (difference of the
 * input) between two runs. Functions of one number: the rescale rule (eq. 4). Products: each factor by the mean of the
 * other, which is the Shapley value of two players. Softmax and norms are made of those, so multipliers times
 * differences of the input add up to the difference of the output, exactly.
 */
import {
  activationGradient,
  add,
  broadcast,
  constant,
  div,
  exp,
  log,
  matmul,
  max,
  mul,
  neg,
  reciprocal,
  relu,
  scale,
  softplus,
  step,
  sub,
  sum,
  tanh,
  unbroadcast
} from "../graph/ops.ts";
import type {Node, NodeOf} from "../graph/node.ts";
import type {RuleTable, Walk} from "./backward.ts";
import {gradientRules} from "./gradient.ts";

/** Nearer than this the quotient of differences loses digits in float32, and the slope's mean is exact to 1e-11. */
const NEAR = 0.01;
/** The two nodes of Gauss–Legendre quadrature on [0, 1]. */
const nodes = [0.5 - Math.sqrt(3) / 6, 0.5 + Math.sqrt(3) / 6];
const one = constant(1);
export const lastAxis = ({shape}: Node): readonly [number] => [shape.length - 1];
const mean = (a: Node, b: Node): Node => (a === b ? a : scale(add(a, b), 0.5));

/** Returns (y − y₀) / (x − x₀) of a smooth function; where the two are close, the mean of its slope between them. */
export function quotient([x, x0]: Pair, [y, y0]: Pair, slope: (x: Node) => Node): Node {
  if (x === x0) return slope(x);
  const gap = sub(x, x0);
  const far = step(sub(mul(gap, gap), constant(NEAR * NEAR)));
  const close = sub(one, far);
  // Where it is not used the divisor is about 1, and nothing becomes infinite.
  const steep = div(sub(y, y0), add(gap, close));
  const [a, b] = nodes.map((at) => slope(add(x0, scale(gap, at)))) as [Node, Node];
  return add(mul(far, steep), mul(close, mean(a, b)));
}

/** Returns the same of max(x, 0), which is the positive part of the way from x₀ to x: no digits are lost. */
function rectified([x, x0]: Pair): Node {
  const high = add(x0, relu(sub(x, x0)));
  const low = sub(x, relu(sub(x, x0)));
  const above = relu(high);
  const share = div(above, add(add(above, relu(neg(low))), constant(1e-30)));
  return add(step(low), mul(sub(one, step(low)), share));
}

export type Pair = readonly [Node, Node];
export const pairOf = (node: Node, {twin}: Walk): Pair => [node, twin(node)];
const smooth =
  (slope: (x: Node) => Node) =>
  (node: Node, flow: Node, walk: Walk): readonly Node[] => [
    mul(flow, quotient(pairOf(node.inputs[0]!, walk), pairOf(node, walk), slope))
  ];

const product = ({inputs}: {inputs: readonly Node[]}, flow: Node, walk: Walk): readonly Node[] => {
  const [a, b] = inputs as [Node, Node];
  return [
    unbroadcast(mul(flow, mean(...pairOf(b, walk))), a.shape),
    unbroadcast(mul(flow, mean(...pairOf(a, walk))), b.shape)
  ];
};

/** The larger of two, as max(a − b, 0) + b. */
export const larger = (a: Node, b: Node): Node => (a === b ? a : add(relu(sub(a, b)), b));

/** exp(x − m), m the largest number of both runs: the shift is the same for both, and so no part of the difference. */
function powers(x: Pair): {readonly at: Pair; readonly of: Pair} {
  const top = larger(max(x[0], lastAxis(x[0])), max(x[1], lastAxis(x[1])));
  const at = x.map((row) => sub(row, top)) as unknown as Pair;
  return {at, of: at.map(exp) as unknown as Pair};
}

const total = (x: Pair): Pair => x.map((row) => sum(row, lastAxis(row))) as unknown as Pair;

function softmaxRule(node: NodeOf<"softmax">, flow: Node, walk: Walk): readonly Node[] {
  const {at, of} = powers(pairOf(node.inputs[0]!, walk));
  const [r, r0] = total(of).map(reciprocal) as [Node, Node];
  // softmax = exp · 1/sum; the slope of 1/s between s and s₀ is −r·r₀.
  const throughSum = neg(mul(sum(mul(flow, mean(...of)), lastAxis(flow)), mul(r, r0)));
  const toPowers = add(mul(flow, mean(r, r0)), throughSum);
  return [mul(toPowers, quotient(at, of, exp))];
}

function logSoftmaxRule(node: NodeOf<"logSoftmax">, flow: Node, walk: Walk): readonly Node[] {
  const {at, of} = powers(pairOf(node.inputs[0]!, walk));
  const sums = total(of);
  const ofLog = quotient(sums, sums.map(log) as unknown as Pair, reciprocal);
  const throughSum = mul(sum(flow, lastAxis(flow)), ofLog);
  return [sub(flow, mul(throughSum, quotient(at, of, exp)))];
}

function logSumExpRule(node: NodeOf<"logSumExp">, flow: Node, walk: Walk): readonly Node[] {
  const {at, of} = powers(pairOf(node.inputs[0]!, walk));
  const sums = total(of);
  const ofLog = quotient(sums, sums.map(log) as unknown as Pair, reciprocal);
  return [mul(mul(flow, ofLog), quotient(at, of, exp))];
}

/** To the largest of both runs, by how much each of them changed the maximum. */
function maxRule(node: NodeOf<"max">, flow: Node, walk: Walk): readonly Node[] {
  const [x, x0] = pairOf(node.inputs[0]!, walk);
  const [y, y0] = pairOf(node, walk);
  const top = larger(y, y0);
  const isLargest = (row: Node, most: Node): Node => sub(one, step(sub(most, row)));
  const moved = add(mul(isLargest(x, y), sub(top, y0)), mul(isLargest(x0, y0), sub(y, top)));
  const gap = sub(x, x0);
  const same = sub(one, step(mul(gap, gap)));
  return [mul(flow, div(mul(moved, sub(one, same)), add(gap, same)))];
}

const slopeOf =
  ({attributes: {kind}}: NodeOf<"activation">) =>
  (x: Node): Node =>
    activationGradient(x, broadcast(one, x.shape), kind);

// Norms have no rule of their own: what they are made of has.
const {layerNorm: _centred, rmsNorm: _scaled, ...linearRules} = gradientRules;

export const deepLiftRules: RuleTable = {
  ...linearRules,
  exp: smooth(exp),
  log: smooth(reciprocal),
  sqrt: (node, flow, {twin}) => [div(flow, add(node, twin(node)))],
  reciprocal: (node, flow, {twin}) => [neg(mul(flow, mul(node, twin(node))))],
  tanh: smooth((x) => sub(one, mul(tanh(x), tanh(x)))),
  erf: smooth((x) => scale(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI))),
  sigmoid: smooth((x) => {
    const half = scale(tanh(scale(x, 0.5)), 0.5);
    return sub(constant(0.25), mul(half, half));
  }),
  relu: (node, flow, walk) => [mul(flow, rectified(pairOf(node.inputs[0]!, walk)))],
  mul: product,
  gatedProduct: product,
  div: (node, flow, walk) => {
    const [a, b] = node.inputs as readonly [Node, Node];
    const [r, r0] = pairOf(b, walk).map(reciprocal) as [Node, Node];
    const top = mul(flow, mean(...pairOf(a, walk)));
    return [
      unbroadcast(mul(flow, mean(r, r0)), a.shape),
      unbroadcast(neg(mul(top, mul(r, r0))), b.shape)
    ];
  },
  max: maxRule,
  matmul: (node, flow, walk) => {
    const [a, b] = node.inputs as readonly [Node, Node];
    const between = matmul(mean(...pairOf(a, walk)), mean(...pairOf(b, walk)), node.attributes);
    return gradientRules.matmul(between as NodeOf<"matmul">, flow, walk);
  },
  softmax: softmaxRule,
  logSoftmax: logSoftmaxRule,
  logSumExp: logSumExpRule,
  softplus: smooth((x) => exp(sub(x, softplus(x)))),
  activation: (node, flow, walk) => [
    mul(
      flow,
      node.attributes.kind === "relu"
        ? rectified(pairOf(node.inputs[0]!, walk))
        : quotient(pairOf(node.inputs[0]!, walk), pairOf(node, walk), slopeOf(node))
    )
  ]
};
