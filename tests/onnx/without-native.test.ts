import {expect, test, vi} from "vitest";
import {createOnnx} from "../../packages/engine/src/backends/onnx/index.ts";
import {loadRuntime} from "../../packages/engine/src/backends/onnx/runtime.ts";
import {bytesFor} from "../../packages/engine/src/weights/weights.ts";
import {exp, input} from "../../packages/engine/src/graph/ops.ts";

vi.mock("onnxruntime-node", () => {
  throw new Error("Cannot find module onnxruntime_binding.node");
});

test("where Node has no native runtime, the WebAssembly one runs", async () => {
  expect((await loadRuntime()).readsInPlace).toBe(false);
  const backend = await createOnnx({weights: new Map()});
  const program = await backend.compile({root: exp(input("x", ["T"]))});
  const outputs = await program.run(new Map([["x", {shape: [2], data: Float32Array.of(0, 1)}]]), {
    T: 2
  });
  expect(outputs.get("root")!.data[1]).toBeCloseTo(Math.E, 6);
  backend.dispose();
});

test("weights beyond what WebAssembly can address as float32 are refused before any is decoded", async () => {
  // Pages that nobody touches take no memory.
  const bytes = new Uint8Array(bytesFor("q4_0", 32 * 30e6));
  const weights = new Map([["w", {name: "w", dtype: "q4_0" as const, shape: [30e6, 32], bytes}]]);
  const before = process.memoryUsage().arrayBuffers;
  await expect(createOnnx({weights})).rejects.toMatchObject({
    code: "memory",
    message: expect.stringMatching(/3\.8 GB as float32, WebAssembly has room for 3\.5 GB; choose/)
  });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100e6);
});
