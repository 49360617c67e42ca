/** What each semantic operation means, in primitives. */
import {
  add,
  broadcast,
  concat,
  constant,
  div,
  erf,
  exp,
  log,
  matmul,
  max,
  mul,
  neg,
  reciprocal,
  relu,
  reshape,
  scale,
  sigmoid,
  slice,
  sqrt,
  step,
  sub,
  sum,
  tanh
} from "./ops.ts";
import {isSemantic, rewrite} from "./node.ts";
import type {Activation, Node, NodeOf, Op, SemanticOp} from "./node.ts";

type Decomposition<O extends SemanticOp> = (node: NodeOf<O>) => Node;

const lastAxis = (x: Node): readonly [number] => [x.shape.length - 1];
const width = (x: Node): number => x.shape[x.shape.length - 1] as number;
/** The mean over the last axis, which stays. */
export const meanOf = (x: Node): Node => scale(sum(x, lastAxis(x)), 1 / width(x));
const square = (x: Node): Node => mul(x, x);

function matrix(x: Node, weight: Node, transposeB: boolean): Node {
  // A vector per row: give [K] inputs a row axis for the product and take it away again.
  if (x.shape.length > 1) return matmul(x, weight, {transposeB});
  return reshape(matmul(reshape(x, [1, ...x.shape]), weight, {transposeB}), [
    weight.shape[transposeB ? 0 : 1]!
  ]);
}

const GELU = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;
const tanhArgument = (x: Node): Node => scale(add(x, scale(mul(x, square(x)), CUBIC)), GELU);
/** Terms of log1p's series; with s ≤ 1/3 what is left out is below 2e-17 of the result. */
const LOG1P_TERMS = 16;

/**
 * log(1 + u) for u in [0, 1] as 2 artanh(s), s = u / (2 + u): a series of s² that keeps all digits of a small u, which
 * 1 + u would lose (Abramowitz & Stegun 1964, 4.1.27).
 */
function log1p(u: Node): Node {
  const s = div(u, add(u, constant(2)));
  const squared = square(s);
  let series = constant(1 / (2 * LOG1P_TERMS - 1));
  for (let term = LOG1P_TERMS - 1; term >= 1; term--)
    series = add(mul(series, squared), constant(1 / (2 * term - 1)));
  return mul(scale(s, 2), series);
}

const normalCdf = (x: Node): Node => scale(add(constant(1), erf(scale(x, Math.SQRT1_2))), 0.5);

const activations: {readonly [K in Activation]: (x: Node) => Node} = {
  relu,
  tanh,
  silu: (x) => mul(x, sigmoid(x)),
  gelu: (x) => mul(x, normalCdf(x)),
  // The approximation of Hendrycks & Gimpel 2016, as GPT-2 has it ("gelu_new").
  "gelu-tanh": (x) => mul(scale(x, 0.5), add(constant(1), tanh(tanhArgument(x))))
};

const slopes: {readonly [K in Activation]: (x: Node) => Node} = {
  relu: step,
  tanh: (x) => sub(constant(1), square(tanh(x))),
  silu: (x) => mul(sigmoid(x), add(constant(1), mul(x, sub(constant(1), sigmoid(x))))),
  gelu: (x) =>
    add(normalCdf(x), scale(mul(x, exp(scale(square(x), -0.5))), 1 / Math.sqrt(2 * Math.PI))),
  "gelu-tanh": (x) => {
    const t = tanh(tanhArgument(x));
    const inner = scale(add(constant(1), scale(square(x), 3 * CUBIC)), GELU);
    return add(
      scale(add(constant(1), t), 0.5),
      mul(scale(x, 0.5), mul(sub(constant(1), square(t)), inner))
    );
  }
};

function rotate(x: Node, layout: "halves" | "neighbours"): Node {
  const axis = x.shape.length - 1;
  const size = width(x);
  if (layout === "halves") {
    return concat([neg(slice(x, axis, size / 2, size)), slice(x, axis, 0, size / 2)], axis);
  }
  const pairs = reshape(x, [...x.shape.slice(0, -1), size / 2, 2]);
  const even = slice(pairs, axis + 1, 0, 1);
  const odd = slice(pairs, axis + 1, 1, 2);
  return reshape(concat([neg(odd), even], axis + 1), x.shape);
}

/** 1 / root mean square over the last axis, `epsilon` added to the square. */
export const inverseDeviation = (centred: Node, epsilon: number): Node =>
  reciprocal(sqrt(add(meanOf(square(centred)), constant(epsilon))));

/** Returns a norm with the deviation that another state has; the centring stays its own. */
export function normScaledBy(
  norm: NodeOf<"layerNorm"> | NodeOf<"rmsNorm">,
  state: Node = norm.inputs[0]!
): Node {
  const [x, weight, bias] = norm.inputs as readonly [Node, Node, Node?];
  const {epsilon} = norm.attributes;
  if (norm.op === "rmsNorm") return mul(mul(x, inverseDeviation(state, epsilon)), weight);
  const deviation = inverseDeviation(sub(state, meanOf(state)), epsilon);
  return add(mul(mul(sub(x, meanOf(x)), deviation), weight), bias!);
}

export const decompositions: {readonly [O in SemanticOp]: Decomposition<O>} = {
  linear: ({inputs: [x, weight, bias], attributes}) => {
    const product = matrix(x!, weight!, attributes.layout === "out-in");
    return bias ? add(product, bias) : product;
  },
  layerNorm: (node) => normScaledBy(node),
  rmsNorm: (node) => normScaledBy(node),
  softmax: ({inputs: [x]}) => {
    const powers = exp(sub(x!, max(x!, lastAxis(x!))));
    return div(powers, sum(powers, lastAxis(x!)));
  },
  logSoftmax: ({inputs: [x]}) => {
    const shifted = sub(x!, max(x!, lastAxis(x!)));
    return sub(shifted, log(sum(exp(shifted), lastAxis(x!))));
  },
  logSumExp: ({inputs: [x]}) => {
    const top = max(x!, lastAxis(x!));
    return add(top, log(sum(exp(sub(x!, top)), lastAxis(x!))));
  },
  softplus: ({inputs: [x]}) => {
    const magnitude = add(relu(x!), relu(neg(x!)));
    return add(relu(x!), log1p(exp(neg(magnitude))));
  },
  activation: ({inputs: [x], attributes: {kind}}) => activations[kind](x!),
  gatedProduct: ({inputs: [gate, x]}) => mul(gate!, x!),
  rotary: ({inputs: [x, cos, sin], attributes: {layout, inverse}}) => {
    const turned = mul(rotate(x!, layout), sin!);
    return inverse ? sub(mul(x!, cos!), turned) : add(mul(x!, cos!), turned);
  },
  layerNormGradient: ({inputs: [x, weight, dy], attributes: {epsilon}}) => {
    const centred = sub(x!, meanOf(x!));
    const inverse = inverseDeviation(centred, epsilon);
    const unit = mul(centred, inverse);
    const g = mul(dy!, weight!);
    return mul(inverse, sub(sub(g, meanOf(g)), mul(unit, meanOf(mul(g, unit)))));
  },
  rmsNormGradient: ({inputs: [x, weight, dy], attributes: {epsilon}}) => {
    const inverse = inverseDeviation(x!, epsilon);
    const unit = mul(x!, inverse);
    const g = mul(dy!, weight!);
    return mul(inverse, sub(g, mul(unit, meanOf(mul(g, unit)))));
  },
  softmaxGradient: ({inputs: [y, dy]}) => mul(y!, sub(dy!, sum(mul(dy!, y!), lastAxis(y!)))),
  logSoftmaxGradient: ({inputs: [y, dy]}) => sub(dy!, mul(exp(y!), sum(dy!, lastAxis(y!)))),
  activationGradient: ({inputs: [x, dy], attributes: {kind}}) => mul(dy!, slopes[kind](x!))
};

/** Returns one semantic node's meaning in primitives (and semantic nodes simpler than itself). */
export function decompose(node: Node): Node {
  if (!isSemantic(node.op)) return node;
  const made = (decompositions[node.op] as (node: Node) => Node)(node);
  return broadcast(made, node.shape);
}

/** Returns the roots with every semantic operation expanded, but those `keep` names. */
export function expand(roots: readonly Node[], keep: (op: Op) => boolean = () => false): Node[] {
  return rewrite(roots, (_, rebuilt) =>
    isSemantic(rebuilt.op) && !keep(rebuilt.op) ? decompose(rebuilt) : rebuilt
  );
}
