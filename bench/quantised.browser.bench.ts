/**
 * A linear layer of SmolLM2's shape on WebGPU, forward (x · Wᵀ) and back (dy · W): weights in blocks that are decoded
 * where they are read, against half-precision ones.
 */
import {bench, describe} from "vitest";
import {createWebgpu} from "../packages/engine/src/backends/webgpu/index.ts";
import {input, linear, parameter} from "../packages/engine/src/graph/ops.ts";
import {bytesFor} from "../packages/engine/src/weights/weights.ts";
import type {WeightTensor, WeightType} from "../packages/engine/src/weights/weights.ts";

const OUT = 1536;
const IN = 576;
/** Rows of whole super-blocks. */
const widthOf = (dtype: WeightType): number => (dtype.endsWith("_k") ? 512 : IN);

/** Ones in half precision, and blocks of these bytes: what they mean makes no difference to the time. */
const tensorOf = (dtype: WeightType): WeightTensor => ({
  name: dtype,
  dtype,
  shape: [OUT, widthOf(dtype)],
  bytes: new Uint8Array(bytesFor(dtype, OUT * widthOf(dtype))).fill(0x3c)
});

const types: readonly WeightType[] = ["f16", "q4_1", "q4_0", "q8_0", "q4_k", "q6_k"];
const webgpu = await createWebgpu({
  weights: new Map(types.map((dtype) => [dtype, tensorOf(dtype)]))
});

for (const [direction, layout] of [
  ["forward", "out-in"],
  ["back", "in-out"]
] as const) {
  const programs = await Promise.all(
    types.map(async (dtype) => {
      const width = layout === "out-in" ? widthOf(dtype) : OUT;
      const root = linear(
        input("x", ["T", width]),
        parameter(dtype, [OUT, widthOf(dtype)]),
        undefined,
        layout
      );
      return {dtype, width, program: await webgpu.compile({root})};
    })
  );
  for (const T of [1, 8, 64]) {
    describe(`linear ${OUT} × ${IN}, ${direction}, ${T} positions`, () => {
      for (const {dtype, width, program} of programs) {
        const feeds = new Map([
          ["x", {shape: [T, width], data: new Float32Array(T * width).fill(0.1)}]
        ]);
        bench(dtype, async () => void (await program.run(feeds, {T})), {
          time: 600,
          iterations: 5,
          warmupTime: 100,
          warmupIterations: 2
        });
      }
    });
  }
}
