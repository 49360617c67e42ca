/** The gradient's rules: dy → dx. Semantic operations have fused rules; their expansions must agree (tested). */
import {
  activationGradient,
  broadcast,
  constant,
  div,
  exp,
  layerNormGradient,
  linear,
  logSoftmaxGradient,
  matmul,
  mul,
  neg,
  pad,
  put,
  reshape,
  rmsNormGradient,
  rotary,
  scale,
  slice,
  softmax,
  softmaxGradient,
  step,
  sub,
  take,
  transpose,
  unbroadcast
} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {RuleTable} from "./backward.ts";

const length = (shape: readonly unknown[], axis: number): number => shape[axis] as number;
const product = ({inputs: [a, b]}: {inputs: readonly Node[]}, dy: Node): readonly Node[] => [
  unbroadcast(mul(dy, b!), a!.shape),
  unbroadcast(mul(dy, a!), b!.shape)
];

export const gradientRules: RuleTable = {
  neg: (_, dy) => [neg(dy)],
  exp: (node, dy) => [mul(dy, node)],
  log: ({inputs: [x]}, dy) => [div(dy, x!)],
  sqrt: (node, dy) => [div(scale(dy, 0.5), node)],
  reciprocal: (node, dy) => [neg(mul(dy, mul(node, node)))],
  tanh: (node, dy) => [mul(dy, sub(constant(1), mul(node, node)))],
  erf: ({inputs: [x]}, dy) => [mul(dy, scale(exp(neg(mul(x!, x!))), 2 / Math.sqrt(Math.PI)))],
  sigmoid: (node, dy) => [mul(dy, mul(node, sub(constant(1), node)))],
  relu: ({inputs: [x]}, dy) => [mul(dy, step(x!))],
  step: () => [undefined],
  add: ({inputs: [a, b]}, dy) => [unbroadcast(dy, a!.shape), unbroadcast(dy, b!.shape)],
  sub: ({inputs: [a, b]}, dy) => [unbroadcast(dy, a!.shape), unbroadcast(neg(dy), b!.shape)],
  mul: product,
  div: (node, dy) => {
    const [a, b] = node.inputs;
    return [unbroadcast(div(dy, b!), a!.shape), unbroadcast(neg(div(mul(dy, node), b!)), b!.shape)];
  },
  reshape: ({inputs: [x]}, dy) => [reshape(dy, x!.shape)],
  transpose: ({attributes: {permutation}}, dy) => [
    transpose(
      dy,
      permutation.map((_, axis) => permutation.indexOf(axis))
    )
  ],
  broadcast: ({inputs: [x]}, dy) => [unbroadcast(dy, x!.shape)],
  slice: ({inputs: [x], attributes: {axis, start, end}}, dy) => [
    pad(dy, axis, start, length(x!.shape, axis) - end)
  ],
  pad: ({inputs: [x], attributes: {axis, before}}, dy) => [
    slice(dy, axis, before, before + length(x!.shape, axis))
  ],
  concat: ({inputs, attributes: {axis}}, dy) => {
    let start = 0;
    return inputs.map((part) => slice(dy, axis, start, (start += length(part.shape, axis))));
  },
  sum: ({inputs: [x]}, dy) => [broadcast(dy, x!.shape)],
  // To the largest element; equal ones each get all of it.
  max: (node, dy) => [mul(dy, sub(constant(1), step(sub(node, node.inputs[0]!))))],
  matmul: ({inputs: [a, b], attributes: {transposeA, transposeB, alpha}}, dy) => {
    const da = transposeA
      ? matmul(b!, dy, {transposeA: transposeB, transposeB: true, alpha})
      : matmul(dy, b!, {transposeB: !transposeB, alpha});
    const db = transposeB
      ? matmul(dy, a!, {transposeA: true, transposeB: transposeA, alpha})
      : matmul(a!, dy, {transposeA: !transposeA, alpha});
    return [unbroadcast(da, a!.shape), unbroadcast(db, b!.shape)];
  },
  gather: () => [undefined, undefined],
  take: ({inputs: [x, indices]}, dy) => [put(dy, indices!, x!.shape.at(-1)!), undefined],
  put: ({inputs: [, indices]}, dy) => [take(dy, indices!), undefined],
  linear: ({inputs: [, weight], attributes: {layout}}, dy) => [
    linear(dy, weight!, undefined, layout === "out-in" ? "in-out" : "out-in"),
    undefined,
    undefined
  ],
  layerNorm: ({inputs: [x, weight], attributes: {epsilon}}, dy) => [
    layerNormGradient(x!, weight!, dy, epsilon)
  ],
  rmsNorm: ({inputs: [x, weight], attributes: {epsilon}}, dy) => [
    rmsNormGradient(x!, weight!, dy, epsilon)
  ],
  softmax: (node, dy) => [softmaxGradient(node, dy)],
  logSoftmax: (node, dy) => [logSoftmaxGradient(node, dy)],
  logSumExp: ({inputs: [x]}, dy) => [mul(dy, softmax(x!))],
  // The sigmoid as exp(x − softplus(x)): a runtime's own loses the digits of small ones.
  softplus: (node, dy) => [mul(dy, exp(sub(node.inputs[0]!, node)))],
  activation: ({inputs: [x], attributes: {kind}}, dy) => [activationGradient(x!, dy, kind)],
  gatedProduct: product,
  // A rotation: its transpose turns back. cos and sin repeat in both halves of a pair.
  rotary: ({inputs: [, cos, sin], attributes: {layout, inverse}}, dy) => [
    rotary(dy, cos!, sin!, layout, !inverse)
  ]
};
