import {expect, test} from "vitest";
import {checkFits, memoryOf, programsWithin} from "../../packages/engine/src/backends/memory.ts";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Memory} from "../../packages/engine/src/index.ts";
import type {WeightTensor} from "../../packages/engine/src/weights/weights.ts";

const tensor = (name: string, bytes: number): WeightTensor => ({
  name,
  dtype: "f16",
  shape: [bytes / 2],
  bytes: new Uint8Array(bytes)
});
const weights = new Map([tensor("a", 100), tensor("b", 4000)].map((each) => [each.name, each]));
const rules = {
  backend: "onnx",
  bytesOf: ({bytes}: WeightTensor) => bytes.byteLength * 2,
  form: "as float32",
  whose: "WebAssembly"
} as const;

test("what weights take is told, and the longest of them", () => {
  expect(memoryOf(weights, rules)).toMatchObject({
    bytes: 8200,
    largest: {name: "b", bytes: 8000},
    fits: true
  });
});

test("what does not fit is refused before it is put anywhere, with what to do", () => {
  const memory = memoryOf(weights, {...rules, limit: 8000});
  expect(memory.fits).toBe(false);
  expect(() => checkFits(memory)).toThrow(
    /as float32, WebAssembly has room for .*; choose another backend, a quantised file or a smaller model/
  );
});

test("one weight longer than a place for one is refused by name", () => {
  const memory = memoryOf(weights, {...rules, each: 4000, whose: "this GPU"});
  expect(memory).toMatchObject({fits: false, bytes: 8200});
  expect(memory.message).toMatch(/^weight b takes .*, this GPU has room for .* in one; choose/);
});

test("programs with a copy each are as many as there is room for, at least one", () => {
  expect(programsWithin(540e6, 2.5e9)).toBe(4);
  expect(programsWithin(5e9, 2.5e9)).toBe(1);
});

test("a model says what it takes before it is put on its backend", async () => {
  const told: Memory[] = [];
  const model = await loadModel("atlas", {backend: "onnx", needs: (memory) => told.push(memory)});
  expect(told).toHaveLength(1);
  expect(told[0]!.bytes).toBe(model.info.memory);
  // Half-precision weights as float32.
  expect(model.info.memory / model.info.bytes).toBeGreaterThan(1.8);
  model.dispose();
});
