import {expect, test} from "vitest";
import {SourceError, UnsupportedError} from "../../packages/engine/src/errors.ts";
import {toFloat64} from "../../packages/engine/src/weights/decode.ts";
import {readGguf} from "../../packages/engine/src/weights/gguf.ts";
import type {GgufValue} from "../../packages/engine/src/weights/gguf.ts";
import {head, one} from "./gguf-heads.ts";
import {small, tensors} from "./small-gguf.ts";
import {writeGguf} from "./write-gguf.ts";
import type {Written} from "./write-gguf.ts";

test("what is written is read: metadata, shapes rows first, numbers", () => {
  const {metadata, tensors: read} = readGguf(small());
  expect([...metadata]).toEqual([
    ["general.architecture", "llama"],
    ["tokenizer.ggml.tokens", ["a", "é", ""]],
    ["tokenizer.ggml.scores", Float32Array.of(0.5, -1)],
    ["llama.block_count", 2]
  ]);
  expect([...read.values()].map(({name, dtype, shape}) => [name, dtype, shape])).toEqual([
    ["a.weight", "f32", [2, 3]],
    ["b.weight", "q8_0", [2, 32]],
    ["c.bias", "f16", [5]]
  ]);
  expect([...toFloat64(read.get("a.weight")!)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...toFloat64(read.get("c.bias")!)]).toEqual([0.5, -1, 2, 0, 8]);
  expect(toFloat64(read.get("b.weight")!)[63]).toBeCloseTo(56, 1);
});

test("tensors are views of the file's bytes, wherever those lie in a buffer", () => {
  const bytes = small();
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  const {tensors: read} = readGguf(shifted.subarray(3));
  expect(read.get("a.weight")!.bytes.buffer).toBe(shifted.buffer);
  expect([...toFloat64(read.get("a.weight")!)]).toEqual([1, 2, 3, 4, 5, 6]);
});

test.each([
  ["u8", 200, 200],
  ["i8", -3, -3],
  ["u16", 65535, 65535],
  ["i16", -300, -300],
  ["u32", 4294967295, 4294967295],
  ["i32", -70000, -70000],
  ["f32", 0.5, 0.5],
  ["f64", 0.1, 0.1],
  ["bool", true, true],
  ["string", "é\n", "é\n"],
  ["u64", 2n ** 53n - 1n, 2 ** 53 - 1],
  ["u64", 2n ** 64n - 1n, 2n ** 64n - 1n],
  ["i64", -5n, -5],
  ["i64", -(2n ** 63n), -(2n ** 63n)]
] as const)("metadata of type %s: %s", (type, value, expected) => {
  const {metadata} = readGguf(writeGguf({k: {type, value}}, []));
  expect(metadata.get("k")).toBe(expected);
});

const arrays: readonly (readonly [Written, GgufValue])[] = [
  [{type: "array", of: "u8", value: [1, 255]}, Uint8Array.of(1, 255)],
  [{type: "array", of: "i8", value: [-1]}, Int8Array.of(-1)],
  [{type: "array", of: "u16", value: [1, 65535]}, Uint16Array.of(1, 65535)],
  [{type: "array", of: "i16", value: [-2]}, Int16Array.of(-2)],
  [{type: "array", of: "u32", value: [4294967295]}, Uint32Array.of(4294967295)],
  [{type: "array", of: "i32", value: [-1, 7]}, Int32Array.of(-1, 7)],
  [{type: "array", of: "f32", value: [0.25]}, Float32Array.of(0.25)],
  [{type: "array", of: "bool", value: [true, false]}, Uint8Array.of(1, 0)],
  [{type: "array", of: "string", value: ["", "b"]}, ["", "b"]],
  [{type: "array", of: "u64", value: [1n, 2n ** 64n - 1n]}, BigUint64Array.of(1n, 2n ** 64n - 1n)],
  [{type: "array", of: "i64", value: [-1n]}, BigInt64Array.of(-1n)],
  [{type: "array", of: "f64", value: [0.1]}, Float64Array.of(0.1)],
  [{type: "array", of: "i32", value: []}, new Int32Array(0)]
];
test.each(arrays)("an array of metadata: %o", (written, expected) => {
  expect(readGguf(writeGguf({before: "x", k: written, after: 1}, [])).metadata.get("k")).toEqual(
    expected
  );
});

test("arrays within arrays", () => {
  const k: Written = {
    type: "array",
    of: "array",
    value: [
      {type: "array", of: "string", value: ["a", "b"]},
      {type: "array", of: "array", value: [{type: "array", of: "i32", value: [3]}]}
    ]
  };
  expect(readGguf(writeGguf({k}, [])).metadata.get("k")).toEqual([["a", "b"], [Int32Array.of(3)]]);
});

test("general.alignment moves the data", () => {
  for (const alignment of [8, 64, 4096]) {
    const bytes = writeGguf({"general.alignment": alignment}, tensors);
    const {tensors: read} = readGguf(bytes);
    expect(read.get("a.weight")!.bytes.byteOffset % alignment).toBe(0);
    expect([...toFloat64(read.get("c.bias")!)]).toEqual([0.5, -1, 2, 0, 8]);
  }
});

test("version 2 is read as version 3", () => {
  const bytes = small();
  bytes[4] = 2;
  expect(readGguf(bytes)).toEqual(readGguf(small()));
});

test.each([
  ["IQ2_XS", 17],
  ["Q8_K", 15],
  ["I32", 26],
  ["MXFP4", 39],
  ["250", 250]
])("type %s is named, with the tensor", (name, code) => {
  const read = () => readGguf(one([256], code), "m.gguf");
  expect(read).toThrow(UnsupportedError);
  expect(read).toThrow(
    new RegExp(`m.gguf: tensor "x": type ${name} is not supported; one of .*q4_k`)
  );
});

test.each([0, 1, 4, 99])("version %i is not read as another", (version) => {
  expect(() => readGguf(head(0, 0, version).data(64))).toThrow(UnsupportedError);
});

test("a file cut anywhere is refused, never read in part", () => {
  const bytes = small();
  const padding = 22; // of the last tensor: 10 bytes of numbers, written up to the alignment
  for (let length = 0; length < bytes.length - padding; length++)
    expect(() => readGguf(bytes.subarray(0, length))).toThrow(SourceError);
  expect(readGguf(bytes.subarray(0, bytes.length - padding)).tensors.size).toBe(3);
});
