/** Rows and products in every size that takes another path through the kernels. */
import type {Dims, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {backward} from "../../packages/engine/src/autodiff/backward.ts";
import {gradientRules} from "../../packages/engine/src/autodiff/gradient.ts";
import {
  activation,
  add,
  gatedProduct,
  input,
  layerNorm,
  linear,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  mul,
  parameter,
  rmsNorm,
  softmax,
  softmaxGradient,
  sum,
  transpose
} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import type {FloatType, Weights} from "../../packages/engine/src/weights/weights.ts";
import {floats, weight, weightsOf} from "./harness.ts";

export interface Case {
  readonly outputs: Readonly<Record<string, Node>>;
  readonly feeds: ReadonlyMap<string, Tensor>;
  readonly dims: Dims;
}

/** B, T and the width of a row. */
export const rowSizes = [
  [1, 1, 7],
  [1, 9, 65],
  [2, 5, 130],
  [3, 1, 33]
] as const;

export function rowCase(B: number, T: number, width: number): Case {
  const [x, w, b, dy] = [
    input("x", ["B", "T", width]),
    input("w", [width]),
    input("b", [width]),
    input("dy", ["B", "T", width])
  ];
  const outputs = {
    layerNorm: layerNorm(x, w, b, 1e-5),
    rmsNorm: rmsNorm(x, w, 1e-6),
    softmax: softmax(x),
    logSoftmax: logSoftmax(x),
    logSumExp: logSumExp(x),
    softmaxGradient: softmaxGradient(softmax(x), dy),
    sum: sum(x, [2]),
    columns: sum(x, [1]),
    all: sum(x, [0, 1, 2]),
    max: max(x, [2]),
    norm: backward([sum(mul(layerNorm(x, w, b, 1e-5), dy), [0, 1, 2])], [x], gradientRules)
      .flows[0]!,
    rms: backward([sum(mul(rmsNorm(x, w, 1e-5), dy), [0, 1, 2])], [x], gradientRules).flows[0]!
  };
  const feeds = new Map([
    ["x", floats([B, T, width], 1)],
    ["w", floats([width], 2)],
    ["b", floats([width], 3)],
    ["dy", floats([B, T, width], 4)]
  ]);
  return {outputs, feeds, dims: {B, T}};
}

/** B, T, K and N of [B, T, K] · [K, N]. */
export const productSizes = [
  [1, 1, 3, 5],
  [1, 10, 70, 33],
  [2, 17, 64, 130],
  [3, 50, 31, 64],
  [5, 1, 200, 7]
] as const;

export function productCase(B: number, T: number, K: number, N: number): Case {
  const x = input("x", ["B", "T", K]);
  const y = input("y", ["B", "T", N]);
  const w = input("w", [N, K]);
  const v = input("v", [K, N]);
  const bias = input("bias", [N]);
  const outputs = {
    linear: linear(x, w, bias),
    "in-out": linear(x, v, bias, "in-out"),
    finished: add(activation(linear(x, w, bias), "gelu-tanh"), y),
    gated: gatedProduct(activation(linear(x, w), "silu"), linear(x, v, undefined, "in-out")),
    self: matmul(x, x, {transposeB: true, alpha: 0.25}),
    outer: matmul(x, y, {transposeA: true}),
    shared: matmul(x, v),
    back: matmul(y, w, {alpha: -2}),
    both: matmul(x, transpose(w, [1, 0]))
  };
  const feeds = new Map([
    ["x", floats([B, T, K], 1)],
    ["y", floats([B, T, N], 2)],
    ["w", floats([N, K], 3)],
    ["v", floats([K, N], 4)],
    ["bias", floats([N], 5)]
  ]);
  return {outputs, feeds, dims: {B, T}};
}

/** Weights whose neighbours share a word, and ones whose rows end within one. */
export const weightSizes = [
  [1, 16, 24],
  [9, 30, 14],
  [40, 15, 21]
] as const;

export function weightCase(
  dtype: FloatType,
  T: number,
  K: number,
  N: number
): Case & {weights: Weights} {
  const weights = weightsOf(
    weight("w", dtype, [N, K], 1),
    weight("v", dtype, [K, N], 2),
    weight("b", dtype, [N], 3)
  );
  const x = input("x", [1, "T", K]);
  const outputs = {
    linear: linear(x, parameter("w", [N, K]), parameter("b", [N])),
    "in-out": linear(x, parameter("v", [K, N]), parameter("b", [N]), "in-out"),
    back: linear(linear(x, parameter("w", [N, K])), parameter("w", [N, K]), undefined, "in-out"),
    turned: matmul(x, transpose(parameter("w", [N, K]), [1, 0]))
  };
  return {weights, outputs, feeds: new Map([["x", floats([1, T, K])]]), dims: {T}};
}
