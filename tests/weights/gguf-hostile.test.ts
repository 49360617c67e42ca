/** GGUF files made to harm: what a reader that believes them would throw, allocate or hang on. */
import fc from "fast-check";
import {expect, test} from "vitest";
import {EccoError, SourceError} from "../../packages/engine/src/errors.ts";
import {toFloat64} from "../../packages/engine/src/weights/decode.ts";
import {readGguf} from "../../packages/engine/src/weights/gguf.ts";
import {modelOfGguf} from "../../packages/engine/src/weights/gguf/model-of-gguf.ts";
import {entry, head, Head, one} from "./gguf-heads.ts";
import {tensors} from "./small-gguf.ts";
import {writeGguf} from "./write-gguf.ts";
import type {Metadata} from "./write-gguf.ts";

const huge = 2n ** 63n;

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

test("a head cut off at any byte: refused", () => {
  const whole = writeGguf({"general.architecture": "llama", list: [1, 2]}, tensors);
  const {bytes} = [...readGguf(whole).tensors.values()][0]!;
  for (let length = 0; length < bytes.byteOffset; length++)
    expect(() => readGguf(whole.subarray(0, length))).toThrow(EccoError);
});

/** A model of one tensor of this name, with these counts. */
function model(counts: Metadata, name = "token_embd.weight", architecture = "llama"): Uint8Array {
  const usual: Metadata = {
    "general.architecture": architecture,
    "llama.embedding_length": 8,
    "llama.vocab_size": 8,
    "llama.block_count": 1,
    "llama.context_length": 16,
    "llama.feed_forward_length": 8,
    "llama.attention.head_count": 2,
    "llama.attention.layer_norm_rms_epsilon": 1e-5
  };
  const data = Array.from({length: 64}, (_, at) => at);
  return writeGguf({...usual, ...counts}, [{name, dtype: "f32", shape: [8, 8], data}]);
}

const f64 = (value: number) => ({type: "f64", value}) as const;
const heads = "llama.attention.head_count_kv";
const whole = /expected a whole number from 1 to 2147483648/;

test.each<[string, Uint8Array, RegExp]>([
  ["infinitely many heads", model({[heads]: f64(Infinity)}, "blk.0.attn_k.weight"), whole],
  ["no heads", model({[heads]: 0}, "blk.0.attn_k.weight"), whole],
  ["half a head", model({[heads]: f64(0.5)}, "blk.0.attn_k.weight"), whole],
  ["heads that are no number", model({[heads]: f64(NaN)}, "blk.0.attn_k.weight"), whole],
  ["2^63 heads", model({[heads]: {type: "u64", value: huge}}, "blk.0.attn_k.weight"), whole],
  ["heads that are a text", model({[heads]: "2"}, "blk.0.attn_k.weight"), /head_count_kv is "2"/],
  ["heads of each layer, unlike", model({[heads]: [1, 2]}), /head_count_kv is/],
  ["a context of −1", model({"llama.context_length": {type: "i32", value: -1}}), whole],
  ["1.5 layers", model({"llama.block_count": f64(1.5)}), whole],
  [
    "a base of −1",
    model({"llama.rope.freq_base": f64(-1)}),
    /freq_base is -1, expected a number above 0/
  ],
  [
    "a scaling called constructor",
    model({"llama.rope.scaling.type": "constructor"}),
    /type is constructor; one of none/
  ],
  [
    "a tensor called constructor",
    model({}, "constructor.weight"),
    /none of its 1 tensors belongs to llama/
  ],
  ["a tensor called __proto__", model({}, "__proto__.weight"), /none of its 1 tensors belongs/],
  [
    "the architecture constructor",
    model({}, "x", "constructor"),
    /general\.architecture is "constructor"; GGUF files are read of llama/
  ],
  [
    "the architecture __proto__",
    model({}, "x", "__proto__"),
    /general\.architecture is "__proto__"; GGUF/
  ],
  [
    "scores of fewer tokens",
    model({
      "tokenizer.ggml.model": "llama",
      "tokenizer.ggml.tokens": ["a", "b"],
      "tokenizer.ggml.scores": [1]
    }),
    /scores has 1 entries for 2 tokens/
  ],
  [
    "a table of 40,000 divisors",
    writeGguf(
      {
        "general.architecture": "llama",
        "llama.embedding_length": 8,
        "llama.vocab_size": 8,
        "llama.block_count": 1,
        "llama.context_length": 16,
        "llama.feed_forward_length": 8,
        "llama.attention.head_count": 2
      },
      [{name: "rope_freqs.weight", dtype: "f32", shape: [40_000], data: new Float32Array(40_000)}]
    ),
    /rope_freqs\.weight is \[40000\], expected a number for each pair/
  ]
])("%s: a typed error that says so", (_, bytes, message) => {
  const read = () => modelOfGguf(readGguf(bytes, "m.gguf"), "m.gguf");
  expect(read).toThrow(EccoError);
  expect(read).toThrow(message);
});

test("a piece of 20,000 letters is not parted in every way", () => {
  const pieces = Array.from({length: 200}, (_, at) => "a".repeat(at + 1));
  const tokens = [...pieces, "a".repeat(20_000)];
  const bytes = model({
    "tokenizer.ggml.model": "llama",
    "tokenizer.ggml.tokens": tokens,
    "tokenizer.ggml.scores": tokens.map((_, at) => -at - 0.5)
  });
  const {tokenizerJson} = modelOfGguf(readGguf(bytes), "m.gguf");
  const {merges} = (tokenizerJson as {readonly model: {readonly merges: readonly unknown[]}}).model;
  expect(merges).toHaveLength((200 * 199) / 2);
});

test("a key twice", () => {
  const h = head(0, 2).name("k").u32(4).u32(1).name("k").u32(4).u32(2);
  expect(() => readGguf(h.data(0))).toThrow(/metadata "k" appears twice/);
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

test.each([
  [
    {"tokenizer.ggml.model": "constructor", "tokenizer.ggml.tokens": ["a"]},
    'model is "constructor"; one of gpt2'
  ],
  [
    {
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.pre": "toString",
      "tokenizer.ggml.tokens": ["a"],
      "tokenizer.ggml.merges": ["a b"]
    },
    'pre is "toString"; one of default'
  ]
])(
  "a tokenizer that is not read leaves the rest of the file readable, and says so",
  (metadata, message) => {
    const {tokenizerJson, tokenizerNotices, noTokenizer} = modelOfGguf(
      readGguf(model(metadata)),
      "m.gguf"
    );
    expect(tokenizerJson).toBeNull();
    expect(noTokenizer).toContain(message);
    expect(tokenizerNotices.join()).toContain(message);
  }
);
