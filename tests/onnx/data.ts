/** Random tensors and weights of every dtype, and how far two results may be apart. */
import {expect} from "vitest";
import type {Dims, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {bind, sizeOf} from "../../packages/engine/src/graph/shape.ts";
import type {WeightTensor, FloatType} from "../../packages/engine/src/weights/weights.ts";
import {integersFor, random} from "../engine/op-cases.ts";
import type {OpCase} from "../engine/op-cases.ts";

/** float32 against float64, relative to the largest expected number. */
export const TOLERANCE = 2e-6;

export function difference(got: Tensor, expected: Tensor): number {
  expect(got.shape).toEqual(expected.shape);
  let top = 0;
  let worst = 0;
  expected.data.forEach((value, at) => {
    const gap = Math.abs(got.data[at]! - value);
    top = Math.max(top, Math.abs(value));
    worst = Number.isNaN(gap) ? Infinity : Math.max(worst, gap);
  });
  return top === 0 ? worst : worst / top;
}

/** Some numbers of each dtype's own, with their bits. */
const bits: {readonly [T in FloatType]: (values: readonly number[]) => Uint8Array} = {
  f64: (values) => new Uint8Array(Float64Array.from(values).buffer),
  f32: (values) => new Uint8Array(Float32Array.from(values).buffer),
  bf16: (values) =>
    new Uint8Array(
      Uint16Array.from(values, (value) => new Uint32Array(Float32Array.of(value).buffer)[0]! >>> 16)
        .buffer
    ),
  f16: (values) => new Uint8Array(Uint16Array.from(values, half).buffer)
};

/** Only for ±n/8 with 8 ≤ n < 16, which float16 holds exactly. */
const half = (value: number): number =>
  (value < 0 ? 0x8000 : 0) | (15 << 10) | ((Math.abs(value) - 1) * 1024);

/** A matrix [rows, columns] of numbers every dtype holds exactly, at an odd place of a longer buffer. */
export function weight(
  name: string,
  dtype: FloatType,
  rows: number,
  columns: number,
  seed: number
): WeightTensor {
  const next = random(seed);
  const values = Array.from(
    {length: rows * columns},
    () => (next() < 0.5 ? -1 : 1) * (1 + Math.floor(next() * 8) / 8)
  );
  const written = bits[dtype](values);
  const file = new Uint8Array(written.length + 7);
  file.set(written, 3);
  return {name, dtype, shape: [rows, columns], bytes: file.subarray(3, 3 + written.length)};
}

export const floats = (shape: readonly number[], seed = 1): Tensor => {
  const next = random(seed);
  return {shape, data: Float64Array.from({length: sizeOf(shape)}, () => next() - 0.5)};
};

/** Returns random feeds of a case at these lengths. */
export function feedsAt(
  {inputs, range: [low, high], integers, paired}: OpCase,
  bound: Dims
): Map<string, Tensor> {
  const next = random(bound.B! * 100 + bound.T!);
  const feeds = new Map<string, Tensor>();
  for (const node of inputs) {
    if (node.op !== "input") throw new Error(`expected an input, got ${node.op}`);
    const shape = bind(node.shape, bound);
    const data = Float64Array.from({length: sizeOf(shape)}, () => low + next() * (high - low));
    if (paired && node.attributes.name !== "a")
      data.forEach((_, at) => (data[at] = data[at - (at % 4) + paired(at % 4)]!));
    feeds.set(node.attributes.name, {shape, data});
  }
  for (const entry of integers) feeds.set(entry.name, integersFor(entry, bound, next));
  return feeds;
}
