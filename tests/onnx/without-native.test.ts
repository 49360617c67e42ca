import {expect, test, vi} from "vitest";
import {createOnnx} from "../../packages/engine/src/backends/onnx/index.ts";
import {loadRuntime} from "../../packages/engine/src/backends/onnx/runtime.ts";
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
