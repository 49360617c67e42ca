/** GGUF files changed by their structure: a model that answers with numbers, or a typed error. */
import {createModel} from "../../packages/engine/src/model.ts";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {readGguf} from "../../packages/engine/src/weights/gguf.ts";
import {modelOfGguf} from "../../packages/engine/src/weights/gguf/model-of-gguf.ts";
import type {Fields} from "../engine/changed-model.ts";
import {json} from "../engine/oracle.ts";
import {fuzz, mutated, mutatedBytes} from "../fuzz.ts";
import {ggufOf} from "./gguf-of-model.ts";
import type {Metadata} from "./write-gguf.ts";

/** A file as its writer sees it. Anything can be anything by the time it is written. */
interface Structure {
  readonly version: unknown;
  readonly metadata: unknown;
  readonly tensors: unknown;
}

const codes: Readonly<Record<string, number>> = {
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  array: 9,
  u64: 10,
  f64: 12
};

const numberIn = (value: unknown): number => (typeof value === "object" ? NaN : Number(value));

class Out {
  readonly #parts: Uint8Array[] = [];
  length = 0;
  bytes(part: Uint8Array): void {
    this.#parts.push(part);
    this.length += part.length;
  }
  whole(width: 1 | 4 | 8, value: unknown): void {
    const view = new DataView(new ArrayBuffer(8));
    const number = numberIn(value);
    const whole = Number.isFinite(number) ? BigInt(Math.trunc(number)) : 2n ** 63n;
    view.setBigUint64(0, BigInt.asUintN(64, whole), true);
    this.bytes(new Uint8Array(view.buffer, 0, width));
  }
  float(width: 4 | 8, value: unknown): void {
    const view = new DataView(new ArrayBuffer(width));
    const number = numberIn(value);
    if (width === 4) view.setFloat32(0, number, true);
    else view.setFloat64(0, number, true);
    this.bytes(new Uint8Array(view.buffer));
  }
  text(value: unknown): void {
    const bytes = new TextEncoder().encode(typeof value === "string" ? value : "");
    this.whole(8, bytes.length);
    this.bytes(bytes);
  }
  value(code: unknown, of: unknown, value: unknown): void {
    const write: Readonly<Record<number, () => void>> = {
      [codes["f32"]!]: () => this.float(4, value),
      [codes["f64"]!]: () => this.float(8, value),
      [codes["bool"]!]: () => this.whole(1, value),
      [codes["string"]!]: () => this.text(value),
      [codes["u64"]!]: () => this.whole(8, value),
      [codes["array"]!]: () => {
        const list = Array.isArray(value) ? value : [value];
        this.whole(4, of);
        this.whole(8, list.length);
        for (const each of list.slice(0, 2000)) this.value(of, codes["u32"], each);
      }
    };
    (write[numberIn(code)] ?? (() => this.whole(4, value)))();
  }
  joined(): Uint8Array {
    const made = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.#parts) {
      made.set(part, at);
      at += part.length;
    }
    return made;
  }
}

const listOf = (value: unknown): readonly Fields[] =>
  (Array.isArray(value) ? value : []).map((each: unknown) =>
    typeof each === "object" && each !== null ? (each as Fields) : {}
  );

function written({version, metadata, tensors}: Structure, data: Uint8Array): Uint8Array {
  const out = new Out();
  out.bytes(new TextEncoder().encode("GGUF"));
  out.whole(4, version);
  out.whole(8, listOf(tensors).length);
  out.whole(8, listOf(metadata).length);
  for (const {key, type, of, value} of listOf(metadata)) {
    out.text(key);
    out.whole(4, type);
    out.value(type, of, value);
  }
  for (const {name, shape, type, offset} of listOf(tensors)) {
    const axes = Array.isArray(shape) ? shape : [];
    out.text(name);
    out.whole(4, axes.length);
    for (const axis of axes.slice(0, 20).toReversed()) out.whole(8, axis);
    out.whole(4, type);
    out.whole(8, offset);
  }
  out.bytes(new Uint8Array((32 - (out.length % 32)) % 32));
  out.bytes(data);
  return out.joined();
}

/** Returns a family's file taken apart, and its data. */
function partsOf(name: string, prefix: string, extra: Metadata): [Structure, Uint8Array] {
  const published = json<Fields>(`architectures/${name}/config.json`);
  const bytes = ggufOf(name, prefix, published, extra);
  const {metadata, tensors} = readGguf(bytes, name);
  const starts = [...tensors.values()].map(({bytes: {byteOffset}}) => byteOffset);
  const start = Math.min(...starts);
  return [
    {
      version: 3,
      metadata: [...metadata].map(([key, value]) => {
        const list = typeof value === "object";
        const first = list ? value[0] : value;
        const kinds = {string: "string", boolean: "bool", number: "f32"} as Fields;
        const type = Number.isInteger(first) ? "u32" : String(kinds[typeof first]);
        return list
          ? {key, type: 9, of: codes[type], value: Array.from(value as ArrayLike<unknown>)}
          : {key, type: codes[type], value};
      }),
      tensors: [...tensors.values()].map((tensor) => ({
        name: tensor.name,
        shape: tensor.shape,
        type: 0,
        offset: tensor.bytes.byteOffset - start
      }))
    },
    bytes.slice(start)
  ];
}

const tokens = ["<s>", "</s>", "<unk>", "\u2581a", "\u2581b", "a", "b", "ab", "\u2581ab", "\u2581"];
const vocabularies: readonly Metadata[] = [
  {
    "tokenizer.ggml.model": "llama",
    "tokenizer.ggml.tokens": tokens,
    "tokenizer.ggml.scores": tokens.map((_, at) => -at - 0.5),
    "tokenizer.ggml.token_type": [3, 3, 2, 1, 1, 1, 1, 1, 1, 1],
    "tokenizer.ggml.bos_token_id": 0,
    "tokenizer.ggml.eos_token_id": 1,
    "tokenizer.ggml.unknown_token_id": 2,
    "tokenizer.ggml.add_bos_token": true,
    "tokenizer.chat_template": "{% for message in messages %}{{ message.content }}{% endfor %}"
  },
  {
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.pre": "llama-bpe",
    "tokenizer.ggml.tokens": ["<s>", "a", "b", "ab", "\u0120", "\u0120a", "\u0120ab"],
    "tokenizer.ggml.token_type": [3, 1, 1, 1, 1, 1, 1],
    "tokenizer.ggml.merges": ["a b", "\u0120 a", "\u0120 ab"],
    "tokenizer.ggml.bos_token_id": 0,
    "tokenizer.ggml.eos_token_id": 0
  },
  {
    "tokenizer.ggml.model": "bert",
    "tokenizer.ggml.tokens": [
      "[PAD]",
      "[UNK]",
      "[CLS]",
      "[SEP]",
      "\u2581a",
      "b",
      "\u2581b",
      "[MASK]"
    ],
    "tokenizer.ggml.token_type": [3, 2, 3, 3, 1, 1, 1, 3],
    "tokenizer.ggml.unknown_token_id": 1,
    "tokenizer.ggml.cls_token_id": 2,
    "tokenizer.ggml.seperator_token_id": 3
  }
];
const [sentencePiece, bytePairs, wordPieces] = vocabularies as [Metadata, Metadata, Metadata];
const files = [
  partsOf("llama", "llama", {
    ...sentencePiece,
    "rope.scaling.type": "linear",
    "rope.scaling.factor": 2
  }),
  partsOf("gemma3", "gemma3", sentencePiece),
  partsOf("phi3", "phi3", bytePairs),
  partsOf("gpt2", "gpt2", bytePairs),
  partsOf("starcoder2", "starcoder2", bytePairs),
  partsOf("bert", "bert", wordPieces)
];

fuzz({
  name: "gguf",
  cases: 1000,
  bytes: 2 ** 27,
  make(random) {
    const [structure, data] = random.one(files);
    const changed = random.chance(0.2) ? structure : mutated(structure, random);
    const parts = Object(changed ?? {}) as Structure;
    const bytes = written(parts, random.chance(0.9) ? data : data.subarray(0, random.below(9999)));
    // The head alone: changed numbers are found by nobody.
    if (changed !== structure) return bytes;
    const head = bytes.length - data.length;
    const odd = mutatedBytes(bytes.subarray(0, Math.max(32, head)), random);
    const made = new Uint8Array(odd.length + data.length);
    made.set(odd);
    made.set(data, odd.length);
    return made;
  },
  show: (bytes) => Buffer.from(bytes.subarray(0, 1400)).toString("latin1"),
  async read(bytes) {
    const {config, weights, tokenizerJson, tokenizerConfig} = modelOfGguf(readGguf(bytes));
    const tokenizer = tokenizerJson ? createTokenizer(tokenizerJson, tokenizerConfig) : null;
    const source = {name: "m", config, weights, tokenizer, bytes: 0, revision: null};
    const model = await createModel(source, {backend: "reference"});
    const site = model.info.kind === "encoder" ? "layers.0.residual" : "logits";
    const {sites} = await model.run({ids: [1, 4, 2, 6]}, {capture: [site]});
    if (!sites.get(site)!.data.every((value) => Number.isFinite(value)))
      throw new Error("a number that is none");
    if (tokenizer) await model.run("ab a b");
    model.dispose();
  }
});
