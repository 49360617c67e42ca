/** Headers made to harm: what a reader that believes them would throw, allocate or hang on. */
import fc from "fast-check";
import {expect, test} from "vitest";
import {EccoError, SourceError} from "../../packages/engine/src/errors.ts";
import {readSafetensors, toFloat64} from "../../packages/engine/src/weights/safetensors.ts";

const encoder = new TextEncoder();

function file(header: unknown, data = 16): Uint8Array {
  const text = encoder.encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** A file that says its header has this length. */
function long(length: bigint): Uint8Array {
  const bytes = file({});
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
}

const one = (entry: object) =>
  file({x: {dtype: "F32", shape: [4], data_offsets: [0, 16], ...entry}});
const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;

test.each<[string, Uint8Array, RegExp]>([
  [
    "a header of 2^63 bytes",
    long(2n ** 63n),
    /header of 9223372036854776000 bytes, expected at most 100000000/
  ],
  ["a header of 2^64 − 1 bytes", long(2n ** 64n - 1n), /expected at most 100000000/],
  ["a header of one byte too many", long(19n), /expected a header up to byte 27/],
  [
    "a dtype that every object has",
    one({dtype: "constructor"}),
    /dtype constructor is not known; one of F64/
  ],
  ["a dtype that no object lacks", one({dtype: "__proto__"}), /dtype __proto__ is not known/],
  [
    "an entry a million arrays deep",
    file(`{"x":${deep}}`),
    /x: entry is nested too deep to show, expected an object/
  ],
  [
    "a shape a million arrays deep",
    file(`{"x":{"dtype":"F32","shape":${deep}}}`),
    /x: shape is nested too deep/
  ],
  [
    "a product beyond 2^53",
    one({shape: [2 ** 40, 2 ** 40]}),
    /got 16 bytes, expected 4\.835703278458517e\+24/
  ],
  [
    "a product that wraps to 4 in 32 bits",
    one({shape: [65536, 65536, 4]}),
    /got 16 bytes, expected 68719476736/
  ],
  ["a length beyond 2^53", one({shape: [1e300]}), /shape is \[1e\+300\], expected whole numbers/],
  ["a length that is no number", one({shape: ["4"]}), /shape is \["4"\], expected whole numbers/],
  [
    "offsets beyond the file",
    one({data_offsets: [2 ** 50, 2 ** 50 + 16]}),
    /x ends at byte 1125899906842640 of the data, got 16/
  ],
  [
    "offsets of 2^63",
    file('{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,9223372036854775808]}}'),
    /data_offsets are \[0,9223372036854776000\]/
  ],
  ["three offsets", one({data_offsets: [0, 8, 16]}), /expected \[begin, end\]/],
  ["bytes that do not fit F64", one({dtype: "F64"}), /got 16 bytes, expected 32 for F64 \[4\]/],
  ["bytes that do not fit F16", one({dtype: "F16"}), /got 16 bytes, expected 8 for F16 \[4\]/],
  [
    "bytes that do not fit BF16",
    one({dtype: "BF16", shape: [2, 3]}),
    /got 16 bytes, expected 12 for BF16 \[2, 3\]/
  ],
  [
    "bytes that do not fit a buffer left out",
    one({dtype: "I64"}),
    /got 16 bytes, expected 32 for I64 \[4\]/
  ],
  [
    "an overlap with a buffer left out",
    file({
      x: {dtype: "F32", shape: [2], data_offsets: [0, 8]},
      y: {dtype: "I32", shape: [2], data_offsets: [4, 12]}
    }),
    /x and y overlap/
  ],
  [
    "a name twice, once escaped",
    file(
      '{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"\\u0078":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'
    ),
    /"x" appears twice/
  ]
])("%s: a SourceError that says so", (_, bytes, message) => {
  const read = () => readSafetensors(bytes, "x.safetensors");
  expect(read).toThrow(SourceError);
  expect(read).toThrow(message);
  expect(read).toThrow(/^x\.safetensors: [^\n]+$/);
});

test("megabytes of text in the header are read", () => {
  const header = {
    __metadata__: {note: 'x\\"{'.repeat(2_000_000)},
    x: {dtype: "F32", shape: [4], data_offsets: [0, 16]}
  };
  expect(readSafetensors(file(header)).size).toBe(1);
});

test("an empty array is empty, however long its other axes are said to be", () => {
  const empty = file({x: {dtype: "F32", shape: [9e15, 9e15, 0], data_offsets: [0, 0]}});
  expect(toFloat64(readSafetensors(empty).get("x")!).length).toBe(0);
});

/** Reads and decodes; anything but an error of ours fails. Returns whether it was read. */
function survives(bytes: Uint8Array): boolean {
  try {
    for (const tensor of readSafetensors(bytes).values()) toFloat64(tensor);
    return true;
  } catch (error) {
    if (error instanceof EccoError) return false;
    throw error;
  }
}

const valid = file({
  __metadata__: {format: "pt"},
  a: {dtype: "F32", shape: [2], data_offsets: [0, 8]},
  b: {dtype: "BF16", shape: [1, 2], data_offsets: [8, 12]},
  c: {dtype: "I32", shape: [], data_offsets: [12, 16]}
});

test("random bytes and random headers: read, or refused with an error of ours", () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 200}), fc.json({maxDepth: 4}), (bytes, json) => {
      survives(bytes);
      survives(file(json));
      survives(file(`{"x":${json}}`));
    }),
    {numRuns: 2000, seed: 3}
  );
});

test("a header whose values are anything: read, or refused with an error of ours", () => {
  const length = fc.oneof(fc.nat(20), fc.double(), fc.constantFrom(-1, 2 ** 53, 1e308, null));
  const entry = fc.record(
    {
      dtype: fc.constantFrom("F64", "F32", "F16", "BF16", "BOOL", "toString", 7),
      shape: fc.oneof(fc.array(length, {maxLength: 4}), length),
      data_offsets: fc.oneof(fc.array(length, {maxLength: 3}), fc.constant([0, 8]))
    },
    {requiredKeys: []}
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), entry, {maxKeys: 4}), (header) => {
      survives(file(header));
    }),
    {numRuns: 2000, seed: 4}
  );
});

test("a valid file with some bytes changed or cut off: read, or refused with an error of ours", () => {
  const digits = fc.constantFrom(...encoder.encode('0189[]{}",:eE-'), 0, 255);
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(valid.length - 1), digits), {minLength: 1, maxLength: 3}),
      fc.option(fc.nat(valid.length), {freq: 4}),
      (changes, length) => {
        const bytes = valid.slice();
        for (const [at, value] of changes) bytes[at] = value;
        if (survives(bytes.subarray(0, length ?? bytes.length))) read++;
      }
    ),
    {numRuns: 4000, seed: 5}
  );
  expect(read).toBeGreaterThan(50);
  expect(read).toBeLessThan(3950);
});
