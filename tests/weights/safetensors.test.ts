import fc from "fast-check";
import {expect, test} from "vitest";
import {SourceError} from "../../packages/engine/src/errors.ts";
import {
  readSafetensors,
  toFloat32,
  toFloat64
} from "../../packages/engine/src/weights/safetensors.ts";
import {writeSafetensors} from "../../packages/engine/src/weights/write-safetensors.ts";

/** A file with this header (an object, or text as it is) and data. */
function file(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header)
  );
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const good = {
  a: {dtype: "F32", shape: [2], data_offsets: [0, 8]},
  b: {dtype: "F16", shape: [], data_offsets: [8, 10]}
};

test("a header of any length is read: of 640 bytes it begins as Python's pickles do", () => {
  const text = JSON.stringify(good).padEnd(640);
  expect([...readSafetensors(file(text, new Uint8Array(10))).keys()]).toEqual(["a", "b"]);
});

test("what is written is read back, bit for bit", () => {
  fc.assert(
    fc.property(fc.array(fc.float64Array({maxLength: 9}), {maxLength: 4}), (arrays) => {
      const bytes = writeSafetensors(
        arrays.map((data, i) => ({
          name: `x.${i}`,
          dtype: i % 2 ? "F32" : "F64",
          shape: [data.length],
          data
        }))
      );
      const read = readSafetensors(bytes);
      expect(read.size).toBe(arrays.length);
      arrays.forEach((data, i) => {
        const expected = i % 2 ? Float64Array.from(data, Math.fround) : data;
        expect(toFloat64(read.get(`x.${i}`)!)).toEqual(expected);
      });
    }),
    {numRuns: 50, seed: 1}
  );
});

test("half and brain floats decode exactly, subnormals and infinities included", () => {
  const halves = [
    0x0000, 0x8000, 0x3c00, 0xc000, 0x0001, 0x03ff, 0x0400, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x3555
  ];
  const expected = [
    0,
    -0,
    1,
    -2,
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    65504,
    Infinity,
    -Infinity,
    NaN,
    0.333251953125
  ];
  const data = new Uint8Array(Uint16Array.from([...halves, 0x3f80, 0xc049, 0x0001]).buffer);
  const weights = readSafetensors(
    file(
      {
        h: {dtype: "F16", shape: [12], data_offsets: [0, 24]},
        b: {dtype: "BF16", shape: [3], data_offsets: [24, 30]}
      },
      data
    )
  );
  expect([...toFloat64(weights.get("h")!)]).toEqual(expected);
  expect([...toFloat32(weights.get("h")!)]).toEqual(expected);
  expect([...toFloat64(weights.get("b")!)]).toEqual([1, -3.140625, 2 ** -133]);
});

test("tensors that are not floats are checked and left out; metadata is no tensor", () => {
  const data = new Uint8Array(24);
  const header = {
    __metadata__: {format: "pt"},
    ids: {dtype: "I64", shape: [3], data_offsets: [0, 24]}
  };
  expect(readSafetensors(file(header, data)).size).toBe(0);
  expect(() => readSafetensors(file(header, data.subarray(1)))).toThrow("truncated");
});

test("a file at an odd offset of its buffer reads the same", () => {
  const bytes = writeSafetensors([{name: "x", dtype: "F64", shape: [3], data: [1, -2, Math.PI]}]);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect([...toFloat64(readSafetensors(shifted.subarray(3)).get("x")!)]).toEqual([1, -2, Math.PI]);
});

test.each<[string, Uint8Array, RegExp]>([
  ["empty", new Uint8Array(0), /truncated: got 0 bytes, expected at least 8/],
  [
    "header beyond the end",
    file(good).subarray(0, 40),
    /truncated: got 40 bytes, expected a header up to byte/
  ],
  [
    "header of absurd length",
    new Uint8Array(16).fill(0x7f),
    /not a safetensors file: header of \d+ bytes/
  ],
  ["header not JSON", file('{"a": '), /header is not JSON/],
  ["header not an object", file("[1]"), /header is \[1\], expected an object/],
  [
    "data cut off",
    file(good, new Uint8Array(9)),
    /truncated: tensor b ends at byte 10 of the data, got 9/
  ],
  [
    "data short by the last tensor's begin",
    file(good, new Uint8Array(0)),
    /truncated: tensor a ends at byte 8/
  ],
  [
    "bytes do not fit the shape",
    file({a: {dtype: "F32", shape: [3], data_offsets: [0, 8]}}, new Uint8Array(8)),
    /a: got 8 bytes, expected 12 for F32 \[3\]/
  ],
  [
    "end before begin",
    file({a: {dtype: "F32", shape: [1], data_offsets: [4, 0]}}, new Uint8Array(8)),
    /a: got -4 bytes, expected 4/
  ],
  [
    "overlap",
    file(
      {
        a: {dtype: "F32", shape: [2], data_offsets: [0, 8]},
        b: {dtype: "F32", shape: [1], data_offsets: [4, 8]}
      },
      new Uint8Array(8)
    ),
    /a and b overlap: \[0, 8\) and \[4, 8\)/
  ],
  [
    "unknown dtype",
    file({a: {dtype: "F7", shape: [1], data_offsets: [0, 4]}}, new Uint8Array(4)),
    /dtype F7 is not known; one of F64, F32/
  ],
  [
    "no dtype",
    file({a: {shape: [1], data_offsets: [0, 4]}}, new Uint8Array(4)),
    /dtype is missing/
  ],
  [
    "negative shape",
    file({a: {dtype: "F32", shape: [-1], data_offsets: [0, 4]}}, new Uint8Array(4)),
    /shape is \[-1\], expected whole numbers/
  ],
  [
    "no offsets",
    file({a: {dtype: "F32", shape: [1]}}, new Uint8Array(4)),
    /data_offsets are missing/
  ],
  ["entry not an object", file({a: 3}), /entry is 3, expected an object/],
  [
    "the same name twice",
    file(
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
      new Uint8Array(4)
    ),
    /"a" appears twice/
  ]
])("%s: one clear line", (_, bytes, message) => {
  let thrown: unknown;
  try {
    readSafetensors(bytes, "x.safetensors");
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(SourceError);
  expect((thrown as Error).message).toMatch(message);
  expect((thrown as Error).message).toMatch(/^x\.safetensors: [^\n]+$/);
});

test("every truncation of a file is a SourceError, never a silent success", () => {
  const whole = file(good, new Uint8Array(10));
  for (let length = 0; length < whole.length; length++) {
    expect(() => readSafetensors(whole.subarray(0, length)), String(length)).toThrow(SourceError);
  }
});

test("writing refuses wrong counts and names given twice", () => {
  expect(() => writeSafetensors([{name: "x", dtype: "F32", shape: [2, 2], data: [1]}])).toThrow(
    "x has 1 numbers, expected 4"
  );
  const x = {name: "x", dtype: "F32" as const, shape: [1], data: [1]};
  expect(() => writeSafetensors([x, x])).toThrow("x is given twice");
});
