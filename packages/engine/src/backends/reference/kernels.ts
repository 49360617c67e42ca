/** One loop an operation: the meaning of the graph. */
import type {LeafOp, Op, OpAttributes} from "../../graph/node.ts";
import {broadcastStrides, sizeOf, stridesOf, walk} from "../../graph/shape.ts";
import {activate, erf, sigmoid, slope, softplus} from "./functions.ts";
import {layerNorm, layerNormGradient, rmsNorm, rmsNormGradient} from "./norms.ts";
import {linear, matmul} from "./products.ts";
import {StoredWeight} from "./stored-weight.ts";
import {logSoftmax, logSoftmaxGradient, logSumExp, softmax, softmaxGradient} from "./softmax.ts";

export interface Value {
  readonly shape: readonly number[];
  readonly data: Float64Array | Int32Array;
}

/** Returns the operation's result [shape], row-major. */
export type Kernel<O extends Op> = (
  inputs: readonly Value[],
  attributes: OpAttributes[O],
  shape: readonly number[]
) => Float64Array | Int32Array;

/** As Float64Array.from(x, f), which would make a list of boxed numbers first. */
function mapped(x: Value["data"], f: (value: number, at: number) => number): Float64Array {
  const out = new Float64Array(x.length);
  for (let at = 0; at < out.length; at++) out[at] = f(x[at]!, at);
  return out;
}

const map =
  (f: (x: number) => number) =>
  ([x]: readonly Value[]): Float64Array =>
    mapped(x!.data, f);

const zip =
  (f: (x: number, y: number) => number) =>
  ([a, b]: readonly Value[], _: unknown, shape: readonly number[]): Float64Array => {
    const out = new Float64Array(sizeOf(shape));
    let at = 0;
    walk(shape, [broadcastStrides(a!.shape, shape), broadcastStrides(b!.shape, shape)], (i, j) => {
      out[at++] = f(a!.data[i!]!, b!.data[j!]!);
    });
    return out;
  };

/** Returns x read in another order: `strides` are those of x for each axis of the result. */
function read(
  x: Value,
  shape: readonly number[],
  strides: readonly number[],
  start = 0
): Float64Array {
  const out = new Float64Array(sizeOf(shape));
  let at = 0;
  walk(shape, [strides], (i) => {
    out[at++] = x.data[start + i!]!;
  });
  return out;
}

const reduce =
  (first: number, f: (sum: number, x: number) => number) =>
  ([x]: readonly Value[], _: unknown, shape: readonly number[]): Float64Array => {
    const out = new Float64Array(sizeOf(shape)).fill(first);
    walk(x!.shape, [stridesOf(x!.shape), broadcastStrides(shape, x!.shape)], (i, o) => {
      out[o!] = f(out[o!]!, x!.data[i!]!);
    });
    return out;
  };

/** Calls with the start of a long row, an index into it, and the place of the number in the short rows. */
function eachIndex(
  long: Pick<Value, "shape">,
  indices: Value,
  short: readonly number[],
  f: (row: number, index: number, at: number) => void
): void {
  const [length, columns] = [long.shape.at(-1)!, short.at(-1)!];
  for (let at = 0; at < sizeOf(short); at++)
    f(Math.floor(at / columns) * length, indices.data[at % indices.data.length]!, at);
}

export const kernels: {readonly [O in Exclude<Op, LeafOp>]: Kernel<O>} = {
  neg: map((x) => -x),
  exp: map(Math.exp),
  log: map(Math.log),
  sqrt: map(Math.sqrt),
  reciprocal: map((x) => 1 / x),
  tanh: map(Math.tanh),
  erf: map(erf),
  sigmoid: map(sigmoid),
  relu: map((x) => Math.max(x, 0)),
  step: map((x) => (x > 0 ? 1 : 0)),
  add: zip((x, y) => x + y),
  sub: zip((x, y) => x - y),
  mul: zip((x, y) => x * y),
  div: zip((x, y) => x / y),
  reshape: ([x]) => x!.data,
  transpose: ([x], {permutation}, shape) => {
    const strides = stridesOf(x!.shape);
    return read(
      x!,
      shape,
      permutation.map((axis) => strides[axis]!)
    );
  },
  broadcast: ([x], _, shape) => read(x!, shape, broadcastStrides(x!.shape, shape)),
  slice: ([x], {axis, start}, shape) => {
    const strides = stridesOf(x!.shape);
    return read(x!, shape, strides, start * strides[axis]!);
  },
  pad: ([x], {axis, before}, shape) => {
    const out = new Float64Array(sizeOf(shape));
    const strides = stridesOf(shape);
    let at = 0;
    walk(x!.shape, [strides], (o) => {
      out[before * strides[axis]! + o!] = x!.data[at++]!;
    });
    return out;
  },
  concat: (parts, {axis}, shape) => {
    const out = new Float64Array(sizeOf(shape));
    const strides = stridesOf(shape);
    let start = 0;
    for (const part of parts) {
      let at = 0;
      walk(part.shape, [strides], (o) => {
        out[start * strides[axis]! + o!] = part.data[at++]!;
      });
      start += part.shape[axis]!;
    }
    return out;
  },
  sum: reduce(0, (sum, x) => sum + x),
  max: reduce(-Infinity, Math.max),
  matmul,
  gather: ([table, indices], _, shape) => {
    const row = sizeOf(table!.shape.slice(1));
    const out = new Float64Array(sizeOf(shape));
    const lines = sizeOf(table!.shape.slice(1, -1));
    indices!.data.forEach((index, at) => {
      // Padding has position −1, which no table holds: zeros.
      if (index < 0 || index >= table!.shape[0]!) return;
      if (table instanceof StoredWeight)
        table.rows(index * lines, lines, out.subarray(at * row, (at + 1) * row));
      else out.set(table!.data.subarray(index * row, (index + 1) * row), at * row);
    });
    return out;
  },
  take: ([x, indices], _, shape) => {
    const out = new Float64Array(sizeOf(shape));
    eachIndex(x!, indices!, shape, (row, at, taken) => (out[taken] = x!.data[row + at]!));
    return out;
  },
  put: ([x, indices], _, shape) => {
    const out = new Float64Array(sizeOf(shape));
    eachIndex({shape}, indices!, x!.shape, (row, at, given) => (out[row + at]! += x!.data[given]!));
    return out;
  },
  linear,
  layerNorm,
  rmsNorm,
  softmax,
  logSoftmax,
  logSumExp,
  softplus: map(softplus),
  activation: ([x], {kind}) => mapped(x!.data, activate[kind]),
  gatedProduct: zip((x, y) => x * y),
  rotary: ([x, cos, sin], {layout, inverse}, shape) => {
    const size = shape[shape.length - 1]!;
    const period = shape[shape.length - 2]! * size;
    const sign = inverse ? -1 : 1;
    const partner =
      layout === "halves"
        ? (c: number) => (c < size / 2 ? [c + size / 2, -1] : [c - size / 2, 1])
        : (c: number) => (c % 2 === 0 ? [c + 1, -1] : [c - 1, 1]);
    return mapped(x!.data, (value, at) => {
      const channel = at % size;
      const [other, direction] = partner(channel) as [number, number];
      const turned = direction * x!.data[at - channel + other]!;
      return value * cos!.data[at % period]! + sign * turned * sin!.data[at % period]!;
    });
  },
  layerNormGradient,
  rmsNormGradient,
  softmaxGradient,
  logSoftmaxGradient,
  activationGradient: ([x, dy], {kind}) =>
    mapped(x!.data, (value, at) => dy!.data[at]! * slope[kind](value))
};
