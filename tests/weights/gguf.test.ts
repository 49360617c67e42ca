import fc from "fast-check";
import {expect, test} from "vitest";
import {EccoError, SourceError, UnsupportedError} from "../../packages/engine/src/errors.ts";
import {toFloat64} from "../../packages/engine/src/weights/decode.ts";
import {readGguf} from "../../packages/engine/src/weights/gguf.ts";
import type {GgufValue} from "../../packages/engine/src/weights/gguf.ts";
import {writeGguf} from "./write-gguf.ts";
import type {Metadata, Written} from "./write-gguf.ts";

const tensors = [
  {name: "a.weight", dtype: "f32", shape: [2, 3], data: [1, 2, 3, 4, 5, 6]},
  {
    name: "b.weight",
    dtype: "q8_0",
    shape: [2, 32],
    data: Array.from({length: 64}, (_, i) => i - 7)
  },
  {name: "c.bias", dtype: "f16", shape: [5], data: [0.5, -1, 2, 0, 8]}
] as const;

const small = () =>
  writeGguf(
    {
      "general.architecture": "llama",
      "tokenizer.ggml.tokens": ["a", "é", ""],
      "tokenizer.ggml.scores": [0.5, -1],
      "llama.block_count": 2
    },
    tensors
  );

/** Writes a head by hand: what a hostile file says, number by number. */
class Head {
  readonly bytes: number[] = [];
  text(text: string): this {
    this.bytes.push(...new TextEncoder().encode(text));
    return this;
  }
  u32(value: number): this {
    for (let i = 0; i < 4; i++) this.bytes.push((value >>> (8 * i)) & 255);
    return this;
  }
  u64(value: bigint | number): this {
    for (let i = 0n; i < 8n; i++) this.bytes.push(Number((BigInt(value) >> (8n * i)) & 255n));
    return this;
  }
  name(text: string): this {
    return this.u64(text.length).text(text);
  }
  /** Zeros up to the data, and as many bytes of data. */
  data(size: number): Uint8Array {
    const start = Math.ceil(this.bytes.length / 32) * 32;
    const all = new Uint8Array(start + size);
    all.set(this.bytes);
    return all;
  }
}

const head = (tensorCount: bigint | number, entries: bigint | number, version = 3) =>
  new Head().text("GGUF").u32(version).u64(tensorCount).u64(entries);
/** One tensor's entry: axes fastest first, as the format has them. */
const entry = (
  h: Head,
  name: string,
  axes: readonly (bigint | number)[],
  type: number,
  offset: bigint | number = 0
) => {
  h.name(name).u32(axes.length);
  for (const length of axes) h.u64(length);
  return h.u32(type).u64(offset);
};
const one = (
  axes: readonly (bigint | number)[],
  type = 0,
  offset: bigint | number = 0,
  size = 64
) => entry(head(1, 0), "x", axes, type, offset).data(size);
const huge = 2n ** 63n;

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

const nested = (depth: number) => {
  const h = head(0, 1).name("k").u32(9);
  for (let i = 1; i < depth; i++) h.u32(9).u64(1);
  return h.u32(4).u64(0).data(64);
};
const wide = () => {
  // 12 bytes each in the file.
  const h = head(0, 1).name("k").u32(9).u32(9).u64(20_000);
  for (let i = 0; i < 20_000; i++) h.u32(4).u64(0);
  return h.data(0);
};
const two = (first: [number, number], second: [number, number]) =>
  entry(entry(head(2, 0), "x", [first[1]], 0, first[0]), "y", [second[1]], 0, second[0]).data(256);

const hostile: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ["nothing", new Uint8Array(0), /truncated: the magic takes 4 bytes at byte 0, got 0/],
  [
    "another kind of file",
    new TextEncoder().encode("PK\u0003\u0004 and more"),
    /not a GGUF file: begins with "PK/
  ],
  ["half a version", new TextEncoder().encode("GGUF\u0003"), /truncated: the version/],
  [
    "big endian",
    new Head().text("GGUF").u32(0x03000000).data(64),
    /big endian GGUF, expected little endian/
  ],
  ["2^63 tensors", head(huge, 0).data(64), /number of tensors is 9223372036854775808/],
  [
    "2^64 − 1 entries",
    head(0, 2n ** 64n - 1n).data(64),
    /number of metadata entries is 18446744073709551615/
  ],
  [
    "more tensors than could be",
    head(5, 0).data(96),
    /number of tensors is 5, at least 32 bytes each/
  ],
  [
    "a million entries that would fit",
    head(0, 1_000_000).data(13_000_000),
    /number of metadata entries is 1000000, expected at most 100000/
  ],
  [
    "a million tensors that would fit",
    head(1_000_000, 0).data(32_000_000),
    /number of tensors is 1000000, expected at most 100000/
  ],
  [
    "a key longer than the file",
    head(0, 1)
      .u64(2n ** 62n)
      .data(64),
    /length of key 0 of the metadata is 4611686018427387904/
  ],
  [
    "a key longer than keys are",
    head(0, 1).name("k".repeat(70_000)).u32(0).data(64),
    /key 0 .* 70000 bytes long, expected at most 65535/
  ],
  [
    "a key that is not text",
    head(0, 1)
      .u64(2)
      .data(64)
      .map((b, i) => (i === 32 ? 255 : b)),
    /key 0 of the metadata is not UTF-8/
  ],
  [
    "an unknown kind of value",
    head(0, 1).name("k").u32(13).data(64),
    /type of metadata "k" is 13, expected 0 to 12/
  ],
  [
    "a text longer than the file",
    head(0, 1).name("k").u32(8).u64(1000).data(64),
    /length of metadata "k" is 1000/
  ],
  [
    "2^63 numbers of one byte",
    head(0, 1).name("k").u32(9).u32(0).u64(huge).data(64),
    /number of elements of metadata "k" is 9223372036854775808/
  ],
  [
    "2^40 texts",
    head(0, 1)
      .name("k")
      .u32(9)
      .u32(8)
      .u64(2n ** 40n)
      .data(64),
    /number of elements of metadata "k"/
  ],
  [
    "2^40 arrays",
    head(0, 1)
      .name("k")
      .u32(9)
      .u32(9)
      .u64(2n ** 40n)
      .data(64),
    /number of elements of metadata "k"/
  ],
  [
    "an unknown kind of element",
    head(0, 1).name("k").u32(9).u32(77).u64(1).data(64),
    /element type of metadata "k" is 77/
  ],
  ["arrays five deep", nested(5), /arrays 5 deep, expected at most 4/],
  ["twenty thousand inner arrays", wide(), /more than 10000 inner arrays/],
  [
    "no alignment",
    writeGguf({"general.alignment": {type: "u32", value: 3}}, []),
    /"general.alignment" is 3, expected a power of two/
  ],
  [
    "alignment 0",
    writeGguf({"general.alignment": {type: "u32", value: 0}}, []).slice(),
    /"general.alignment" is 0/
  ],
  [
    "an alignment of text",
    writeGguf({"general.alignment": {type: "string", value: "32"}}, []),
    /"general.alignment" is 32, expected a power/
  ],
  ["no axes", entry(head(1, 0), "x", [], 0).data(64), /tensor "x": 0 axes, expected 1 to 4/],
  ["five axes", one([1, 1, 1, 1, 1]), /5 axes, expected 1 to 4/],
  ["2^32 − 1 axes", head(1, 0).name("x").u32(0xffffffff).data(64), /4294967295 axes/],
  ["an axis of length 0", one([4, 0]), /shape \[0, 4\], expected no axis of length 0/],
  [
    "a product beyond 64 bits",
    one([huge, huge, huge, huge]),
    /takes \d{70,} bytes, but the file has/
  ],
  [
    "a product that wraps to a small one",
    one([2n ** 32n, 2n ** 32n]),
    /takes 73786976294838206464 bytes/
  ],
  [
    "a row that is no multiple of the block",
    one([33, 2], 8),
    /rows of 33 numbers, expected a multiple of 32 for q8_0/
  ],
  [
    "a row of half a super-block",
    one([128, 2], 12),
    /rows of 128 numbers, expected a multiple of 256 for q4_k/
  ],
  ["an offset off the alignment", one([4], 0, 4), /offset 4 is no multiple of the alignment 32/],
  ["an offset of 2^63", one([4], 0, huge), /ends at byte 9223372036854775824 of the data, got 64/],
  [
    "data behind the end",
    one([17], 0, 0),
    /truncated: tensor "x" ends at byte 68 of the data, got 64/
  ],
  ["the same place twice", two([0, 8], [0, 8]), /tensors x and y overlap: \[0, 32\) and \[0, 32\)/],
  [
    "one into the other",
    two([0, 20], [64, 8]),
    /tensors x and y overlap: \[0, 80\) and \[64, 96\)/
  ],
  ["one around the other", two([32, 8], [0, 40]), /tensors y and x overlap/],
  [
    "a name twice",
    entry(entry(head(2, 0), "x", [8], 0, 0), "x", [8], 0, 32).data(128),
    /tensor "x" appears twice/
  ]
];

test.each(hostile)("%s: a SourceError that says so", (_, bytes, message) => {
  const read = () => readGguf(bytes, "m.gguf");
  expect(read).toThrow(SourceError);
  expect(read).toThrow(message);
  expect(read).toThrow(/^m\.gguf: /);
});

test("a key twice", () => {
  const h = head(0, 2).name("k").u32(4).u32(1).name("k").u32(4).u32(2);
  expect(() => readGguf(h.data(0))).toThrow(/metadata "k" appears twice/);
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

/** Reads and decodes; anything but an error of ours fails. Returns whether it was read. */
function survives(bytes: Uint8Array): boolean {
  try {
    const {tensors: read} = readGguf(bytes);
    for (const tensor of read.values()) toFloat64(tensor);
    return true;
  } catch (error) {
    if (error instanceof EccoError) return false;
    throw error;
  }
}

test("random bytes behind a plausible head: read, or refused with an error of ours", () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 300}), fc.boolean(), (bytes, plausible) => {
      if (plausible) bytes.set([0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0].slice(0, bytes.length));
      survives(bytes);
    }),
    {numRuns: 3000, seed: 11}
  );
});

test("a valid file with some bytes changed or cut off: read, or refused with an error of ours", () => {
  const metadata: Metadata = {
    "general.architecture": "llama",
    "general.alignment": 32,
    list: {type: "array", of: "array", value: [{type: "array", of: "u64", value: [1n, 2n]}]},
    tokens: ["a", "b", "c"],
    flags: {type: "array", of: "bool", value: [true]}
  };
  const valid = writeGguf(metadata, tensors);
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(valid.length - 1), fc.constantFrom(0, 1, 2, 8, 9, 127, 128, 255)), {
        minLength: 1,
        maxLength: 6
      }),
      fc.option(fc.nat(valid.length), {freq: 4}),
      (changes, length) => {
        const bytes = valid.slice();
        for (const [at, value] of changes) bytes[at] = value;
        if (survives(bytes.subarray(0, length ?? bytes.length))) read++;
      }
    ),
    {numRuns: 5000, seed: 13}
  );
  // Both happen, or the test would prove little.
  expect(read).toBeGreaterThan(100);
  expect(read).toBeLessThan(4900);
});
