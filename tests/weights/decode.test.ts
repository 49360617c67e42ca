import {readFileSync} from "node:fs";
import fc from "fast-check";
import {expect, test} from "vitest";
import {decodeRows, toFloat32, toFloat64} from "../../packages/engine/src/weights/decode.ts";
import {
  bytesFor,
  isFloat,
  numbersIn,
  weightLayouts
} from "../../packages/engine/src/weights/weights.ts";
import type {
  BlockType,
  WeightTensor,
  WeightType
} from "../../packages/engine/src/weights/weights.ts";
import {naive} from "./naive-blocks.ts";
import {quantise, toHalf} from "./write-gguf.ts";

interface Recorded {
  readonly types: Readonly<Record<string, {blocks: readonly string[]; float32: string}>>;
}

const recorded = JSON.parse(
  readFileSync(new URL("../fixtures/gguf/blocks.json", import.meta.url), "utf8")
) as Recorded;
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const types = Object.keys(weightLayouts) as WeightType[];
const blockTypes = types.filter((dtype): dtype is BlockType => !isFloat(dtype));

/** A tensor of these bytes at an odd place of a longer buffer. */
function tensorOf(dtype: WeightType, bytes: Uint8Array, rows = 1): WeightTensor {
  const file = new Uint8Array(bytes.length + 9);
  file.set(bytes, 5);
  const shape = [rows, numbersIn(dtype, bytes.length) / rows];
  return {name: dtype, dtype, shape, bytes: file.subarray(5, 5 + bytes.length)};
}

/** Two arrays have the same bits, so −0 is not 0. */
function expectSameBits(got: Float32Array, expected: Float32Array): void {
  expect(got.length).toBe(expected.length);
  const bits = (x: Float32Array) => new Uint32Array(x.buffer, x.byteOffset, x.length);
  const [a, b] = [bits(got), bits(expected)];
  const differ = a.findIndex((value, i) => value !== b[i]);
  expect([differ, got[differ]]).toEqual([-1, undefined]);
}

test.each([...blockTypes, "f16", "bf16"] as const)(
  "%s: float32 as ggml's own Python package decodes it, bit for bit",
  (dtype) => {
    const {blocks, float32} = recorded.types[dtype]!;
    const expected = new Float32Array(bytesOf(float32).buffer);
    expect(expected.length).toBeGreaterThan(30);
    expectSameBits(toFloat32(tensorOf(dtype, bytesOf(blocks.join("")))), expected);
  }
);

test.each(blockTypes)(
  "%s: float64 is what the format's definition says, number by number",
  (dtype) => {
    const {bytes: size, numbers} = weightLayouts[dtype];
    fc.assert(
      fc.property(fc.uint8Array({minLength: size, maxLength: size}), (block) => {
        // Infinite and NaN scales are of no interest here: clear one bit of each half's exponent.
        const scales: Partial<Record<BlockType, readonly number[]>> = {
          q4_1: [1, 3],
          q5_1: [1, 3],
          q4_k: [1, 3],
          q5_k: [1, 3],
          q2_k: [81, 83],
          q3_k: [109],
          q6_k: [209]
        };
        for (const at of scales[dtype] ?? [1]) block[at]! &= 0xbf;
        const decoded = toFloat64(tensorOf(dtype, block));
        const expected = Float64Array.from({length: numbers}, (_, i) => naive[dtype](block, i));
        expect(decoded).toEqual(expected);
      }),
      {numRuns: 20, seed: 5}
    );
  }
);

test("a block made by hand: scale −2, nibbles 0 to 15 and back", () => {
  const block = new Uint8Array(18);
  new DataView(block.buffer).setUint16(0, 0xc000, true);
  for (let i = 0; i < 16; i++) block[2 + i] = i | ((15 - i) << 4);
  const up = Array.from({length: 16}, (_, i) => -2 * (i - 8));
  expect([...toFloat32(tensorOf("q4_0", block))]).toEqual([...up, ...up.toReversed()]);
});

test.each(types)("%s: rows decoded one or several at a time are the tensor's", (dtype) => {
  const width = weightLayouts[dtype].numbers * 3;
  const bytes = new Uint8Array(bytesFor(dtype, 5 * width)).map((_, i) => (i * 37 + 11) & 0x3b);
  const tensor = tensorOf(dtype, bytes, 5);
  const all = toFloat64(tensor);
  for (const [first, count] of [
    [0, 1],
    [4, 1],
    [1, 3],
    [0, 5]
  ] as const) {
    const doubles = new Float64Array(count * width);
    const singles = new Float32Array(count * width);
    decodeRows(tensor, first, count, doubles);
    decodeRows(tensor, first, count, singles);
    const expected = all.subarray(first * width, (first + count) * width);
    expect(doubles).toEqual(expected);
    expect(singles).toEqual(Float32Array.from(expected));
  }
});

test.each([2, 3, 4, 5, 6, 7, 8, 9])("floats are read at any place of the file (%i)", (place) => {
  const values = [1.5, -2.25, 0, 1024];
  for (const [dtype, bytes] of [
    ["f64", new Uint8Array(Float64Array.from(values).buffer)],
    ["f32", quantise("f32", values)],
    ["f16", quantise("f16", values)],
    [
      "bf16",
      new Uint8Array(
        Uint16Array.from(values, (x) => new Uint32Array(Float32Array.of(x).buffer)[0]! >>> 16)
          .buffer
      )
    ]
  ] as const) {
    const file = new Uint8Array(bytes.length + place);
    file.set(bytes, place);
    const tensor = {name: "x", dtype, shape: [4], bytes: file.subarray(place)};
    expect([...toFloat64(tensor)]).toEqual(values);
    expect([...toFloat32(tensor)]).toEqual(values);
  }
});

test("the tests' own quantiser loses at most half a step", () => {
  const data = Array.from({length: 64}, (_, i) => Math.sin(i * 1.7) * (1 + i / 9));
  const largest = (from: number) => Math.max(...data.slice(from, from + 32).map(Math.abs));
  for (const [dtype, step] of [
    ["q8_0", 1 / 127],
    ["q4_0", 1 / 8],
    ["q4_1", 2 / 15]
  ] as const) {
    const read = toFloat64(tensorOf(dtype, quantise(dtype, data)));
    read.forEach((value, i) => {
      const bound = step * largest(i < 32 ? 0 : 32) * (dtype === "q4_0" ? 1.01 : 0.51);
      expect(Math.abs(value - data[i]!)).toBeLessThan(bound);
    });
  }
});

test("the tests' own halves are the nearest", () => {
  const exact = new Float32Array(65536);
  const all = tensorOf(
    "f16",
    new Uint8Array(Uint16Array.from({length: 65536}, (_, i) => i).buffer)
  );
  exact.set(toFloat32(all));
  for (let bits = 0; bits < 65536; bits++)
    if (!Number.isNaN(exact[bits]!)) expect(toHalf(exact[bits]!)).toBe(bits);
  expect(toHalf(1 + 2 ** -11)).toBe(0x3c00);
  expect(toHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
});
