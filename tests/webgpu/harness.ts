/** What the tests of the WebGPU backend share: pairs of backends, weights of every dtype, and how far numbers may be. */
import {afterAll, expect} from "vitest";
import type {Backend, Dims, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {createReference} from "../../packages/engine/src/backends/reference/index.ts";
import {createWebgpu} from "../../packages/engine/src/backends/webgpu/index.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {sizeOf} from "../../packages/engine/src/graph/shape.ts";
import type {WeightTensor, Weights, FloatType} from "../../packages/engine/src/weights/weights.ts";
import {random} from "../engine/op-cases.ts";

/** float32 against float64, relative to the largest expected number. */
export const TOLERANCE = 3e-6;

export function difference(got: Tensor, expected: Tensor): number {
  expect(got.shape).toEqual(expected.shape);
  expect(got.data.length).toBe(expected.data.length);
  let top = 0;
  let worst = 0;
  for (const value of expected.data) top = Math.max(top, Math.abs(value));
  expected.data.forEach((value, at) => {
    const gap = Math.abs(got.data[at]! - value);
    worst = Number.isNaN(gap) ? Infinity : Math.max(worst, gap);
  });
  return top === 0 ? worst : worst / top;
}

export const floats = (shape: readonly number[], seed = 1): Tensor => {
  const next = random(seed);
  return {shape, data: Float64Array.from({length: sizeOf(shape)}, () => next() - 0.5)};
};

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

/** Returns a weight of numbers every dtype holds exactly, at an odd place of a longer buffer. */
export function weight(
  name: string,
  dtype: FloatType,
  shape: readonly number[],
  seed: number
): WeightTensor {
  const next = random(seed);
  const values = Array.from(
    {length: sizeOf(shape)},
    () => (next() < 0.5 ? -1 : 1) * (1 + Math.floor(next() * 8) / 8)
  );
  const written = bits[dtype](values);
  const file = new Uint8Array(written.length + 7);
  file.set(written, 3);
  return {name, dtype, shape, bytes: file.subarray(3, 3 + written.length)};
}

export const weightsOf = (...tensors: readonly WeightTensor[]): Weights =>
  new Map(tensors.map((tensor) => [tensor.name, tensor]));

export interface Pair {
  readonly webgpu: Awaited<ReturnType<typeof createWebgpu>>;
  readonly reference: Backend;
}

/** Returns both backends with these weights; they are disposed when the file's tests are over. */
export async function pairOf(weights: Weights = new Map()): Promise<Pair> {
  const pair = {webgpu: await createWebgpu({weights}), reference: await createReference({weights})};
  made.push(pair);
  return pair;
}
const made: Pair[] = [];
afterAll(() => {
  for (const pair of made.splice(0)) pair.webgpu.dispose();
});

/** Runs the outputs on both and expects the same numbers. Returns how many kernels it took. */
export async function agrees(
  {webgpu, reference}: Pair,
  outputs: Readonly<Record<string, Node>>,
  feeds: ReadonlyMap<string, Tensor>,
  dims: Dims,
  tolerance: number = TOLERANCE
): Promise<number> {
  const [program, oracle] = await Promise.all([
    webgpu.compile(outputs),
    reference.compile(outputs)
  ]);
  const [got, want] = await Promise.all([program.run(feeds, dims), oracle.run(feeds, dims)]);
  expect([...got.keys()]).toEqual(Object.keys(outputs));
  for (const [name, tensor] of want) {
    expect(difference(got.get(name)!, tensor), name).toBeLessThan(tolerance);
  }
  program.dispose();
  return program.dispatches;
}
