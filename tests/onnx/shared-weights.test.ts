import {expect, test} from "vitest";
import type {Tensor} from "../../packages/engine/src/backends/backend.ts";
import {createOnnx} from "../../packages/engine/src/backends/onnx/index.ts";
import {emit} from "../../packages/engine/src/backends/onnx/emit.ts";
import {weightFiles} from "../../packages/engine/src/backends/onnx/weight-files.ts";
import {add, input, linear, parameter} from "../../packages/engine/src/graph/ops.ts";
import {toFloat32} from "../../packages/engine/src/weights/decode.ts";
import type {WeightTensor} from "../../packages/engine/src/weights/weights.ts";
import {blocks} from "../webgpu/random-blocks.ts";

const rows = 8192;
const columns = 8200;

test("large weights are not copied into each program", async () => {
  const large = new Float32Array(rows * columns); // 269 MB
  large[3 * columns + 5] = 2;
  const halves = new Uint8Array(Uint16Array.from({length: rows}, () => 0x3c00).buffer); // ones
  const weights = new Map<string, WeightTensor>([
    ["w", {name: "w", dtype: "f32", shape: [rows, columns], bytes: new Uint8Array(large.buffer)}],
    ["b", {name: "b", dtype: "f16", shape: [rows], bytes: halves}]
  ]);
  const backend = await createOnnx({weights});
  const x = input("x", ["T", columns]);
  const forward = linear(x, parameter("w", [rows, columns]), parameter("b", [rows]));
  const before = process.memoryUsage().rss;
  const programs = await Promise.all([
    backend.compile({root: forward}),
    backend.compile({root: add(forward, forward)}),
    backend.compile({root: linear(forward, parameter("w", [rows, columns]), undefined, "in-out")})
  ]);
  const feeds = new Map<string, Tensor>([
    ["x", {shape: [1, columns], data: new Float32Array(columns).fill(1)}]
  ]);
  const results: Tensor["data"][] = [];
  for (const program of programs)
    results.push((await program.run(feeds, {T: 1})).get("root")!.data);
  expect([results[0]![3], results[0]![4]]).toEqual([3, 1]);
  expect([results[1]![3], results[1]![4]]).toEqual([6, 2]);
  expect([results[2]![5], results[2]![6]]).toEqual([6, 0]);
  // Not even one copy: the pages of the file itself (touched by the runs) are what may be counted.
  expect(process.memoryUsage().rss - before).toBeLessThan(1.5 * large.byteLength);
  backend.dispose();
});

test("a graph has only the weights it uses, and a model with its weights inside stands alone", () => {
  const tensor = (name: string): WeightTensor => ({
    name,
    dtype: "f32",
    shape: [2],
    bytes: new Uint8Array(Float32Array.of(1, 2).buffer)
  });
  const weights = new Map(["used", "unused"].map((name) => [name, tensor(name)]));
  const root = add(input("x", [2]), parameter("used", [2]));
  const text = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);
  const alone = emit({root}, weights);
  expect(text(alone.model)).toContain("used");
  expect(text(alone.model)).not.toContain("unused");
  expect(alone.weights).toEqual([]);
  expect(emit({root}, weights, "fed").weights.map(({attributes}) => attributes.name)).toEqual([
    "used"
  ]);
});

test("blocks are decoded outside the model, which holds none of their numbers", () => {
  const tensor = blocks("w", "q4_0", [64, 256]);
  const files = weightFiles();
  const root = linear(input("x", ["T", 256]), parameter("w", [64, 256]));
  const {model} = emit({root}, new Map([["w", tensor]]), files.locate);
  expect(model.length).toBeLessThan(1000);
  const [file] = files.used();
  expect(new Float32Array(file!.data.buffer)).toEqual(toFloat32(tensor));
  expect(files.used()).toEqual([]);
});
