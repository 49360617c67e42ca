/** Softmax over the last axis, its logarithm, and their gradients by x. */
import type {Value} from "./kernels.ts";

type Rows = (
  inputs: readonly Value[],
  attributes: unknown,
  shape: readonly number[]
) => Float64Array;

const rows =
  (row: (out: Float64Array, inputs: readonly Value[], start: number, end: number) => void): Rows =>
  (inputs, _, shape) => {
    const width = shape[shape.length - 1]!;
    const out = new Float64Array(inputs[0]!.data.length);
    for (let start = 0; start < out.length; start += width) row(out, inputs, start, start + width);
    return out;
  };

function largest(x: Value["data"], start: number, end: number): number {
  let max = -Infinity;
  for (let i = start; i < end; i++) max = Math.max(max, x[i]!);
  return max;
}

export const softmax: Rows = rows((out, [x], start, end) => {
  const max = largest(x!.data, start, end);
  let sum = 0;
  for (let i = start; i < end; i++) sum += out[i] = Math.exp(x!.data[i]! - max);
  for (let i = start; i < end; i++) out[i]! /= sum;
});

export const logSoftmax: Rows = rows((out, [x], start, end) => {
  const max = largest(x!.data, start, end);
  let sum = 0;
  for (let i = start; i < end; i++) sum += Math.exp(x!.data[i]! - max);
  for (let i = start; i < end; i++) out[i] = x!.data[i]! - max - Math.log(sum);
});

export const logSumExp = (
  [x]: readonly Value[],
  _: unknown,
  shape: readonly number[]
): Float64Array => {
  const count = shape.reduce((product, length) => product * length, 1);
  const width = x!.data.length / count;
  return Float64Array.from({length: count}, (_row, row) => {
    const max = largest(x!.data, row * width, (row + 1) * width);
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += Math.exp(x!.data[i]! - max);
    return max + Math.log(sum);
  });
};

export const softmaxGradient: Rows = rows((out, [y, dy], start, end) => {
  let dot = 0;
  for (let i = start; i < end; i++) dot += y!.data[i]! * dy!.data[i]!;
  for (let i = start; i < end; i++) out[i] = y!.data[i]! * (dy!.data[i]! - dot);
});

export const logSoftmaxGradient: Rows = rows((out, [y, dy], start, end) => {
  let sum = 0;
  for (let i = start; i < end; i++) sum += dy!.data[i]!;
  for (let i = start; i < end; i++) out[i] = dy!.data[i]! - Math.exp(y!.data[i]!) * sum;
});
