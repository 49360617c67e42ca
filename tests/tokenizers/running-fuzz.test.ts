/** Tokenizers that run, and chat templates, meet what anybody may have written. */
import {readFileSync} from "node:fs";
import {afterAll} from "vitest";
import {encodeChat} from "../../packages/engine/src/tokenizers/chat.ts";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {watchReading} from "../../packages/engine/src/tokenizers/time-limit.ts";
import {fuzz, mutated} from "../fuzz.ts";
import type {Random} from "../fuzz.ts";
import {templates} from "./chats.ts";

/** So that a pattern that does not end is no slow case. */
const goBack = watchReading(undefined, {ended: 200});
afterAll(goBack);

const vocab = Object.fromEntries(
  ["[UNK]", "a", "b", "ab", " ", "▁", "▁a", "##b", "Ġ", "Ġa", "<0x61>", "é", "!", "[CLS]"].map(
    (piece, id) => [piece, id]
  )
);
const models: readonly object[] = [
  {type: "WordPiece", unk_token: "[UNK]", vocab, continuing_subword_prefix: "##"},
  {type: "BPE", unk_token: "[UNK]", vocab, merges: ["a b", "Ġ a"]},
  {type: "BPE", unk_token: "[UNK]", vocab, merges: [["a", "b"]], byte_fallback: true},
  {type: "Unigram", unk_id: 0, vocab: Object.keys(vocab).map((piece) => [piece, -1])}
];
const pattern = (random: Random): object =>
  random.chance(0.2)
    ? {String: random.one(["a", " ", "ab"])}
    : {
        Regex: random.one([
          "a+",
          "\\p{L}+",
          "(a+)+$",
          "(?i:'s|'t)| ?\\p{L}+|\\s+(?!\\S)",
          "[^\\s]+",
          "(",
          "[",
          "\\",
          "(?<=a)b",
          "a{1,3}",
          "",
          "a{99999}",
          "[[:alpha:]&&[^a]]+"
        ])
      };
const parts = (random: Random, kind: string, make: () => object): object | null => {
  if (random.chance(0.2)) return null;
  return random.chance(0.3) ? {type: "Sequence", [kind]: [make(), make()]} : make();
};
const normalizer = (random: Random): object | null =>
  parts(random, "normalizers", () =>
    random.one([
      {type: "NFKC"},
      {type: "NFD"},
      {type: "Lowercase"},
      {type: "StripAccents"},
      {type: "Strip", strip_left: true, strip_right: true},
      {type: "Prepend", prepend: "▁"},
      {type: "BertNormalizer", lowercase: true, clean_text: true, handle_chinese_chars: true},
      {type: "Replace", pattern: pattern(random), content: random.one(["", "b", "aa", " "])}
    ])
  );
const preTokenizer = (random: Random): object | null =>
  parts(random, "pretokenizers", () =>
    random.one([
      {type: "ByteLevel", add_prefix_space: random.chance(0.5), use_regex: random.chance(0.5)},
      {type: "Whitespace"},
      {
        type: "Metaspace",
        replacement: "▁",
        prepend_scheme: random.one(["always", "first", "never"])
      },
      {type: "BertPreTokenizer"},
      {type: "Punctuation"},
      {type: "Digits", individual_digits: random.chance(0.5)},
      {type: "FixedLength", length: random.one([1, 2, 0, -1, 1e9])},
      {
        type: "Split",
        pattern: pattern(random),
        behavior: random.one(["Isolated", "Removed", "MergedWithNext"]),
        invert: random.chance(0.3)
      }
    ])
  );
const decoder = (random: Random): object | null =>
  parts(random, "decoders", () =>
    random.one([
      {type: "ByteLevel"},
      {type: "WordPiece", prefix: "##", cleanup: true},
      {type: "Metaspace", replacement: "▁"},
      {type: "ByteFallback"},
      {type: "Fuse"},
      {type: "Strip", content: " ", start: 1, stop: 0},
      {type: "Replace", pattern: pattern(random), content: " "}
    ])
  );
const added = (random: Random): object[] =>
  random.chance(0.5)
    ? []
    : [
        {
          id: 20,
          content: random.one(["<s>", " ", "a", "", "<|x|>"]),
          special: random.chance(0.5),
          lstrip: random.chance(0.5),
          rstrip: random.chance(0.5),
          normalized: random.chance(0.5)
        }
      ];
const texts = [
  "a",
  "",
  " ",
  "aab ab!",
  "é🎉日本 a",
  "a".repeat(3000),
  " ".repeat(3000),
  "\ud800",
  "\0"
];

fuzz({
  name: "tokenizers that run",
  cases: 1500,
  make: (random) => {
    const json: unknown = {
      model: random.one(models),
      normalizer: normalizer(random),
      pre_tokenizer: preTokenizer(random),
      decoder: decoder(random),
      added_tokens: added(random)
    };
    return {
      json: random.chance(0.4) ? mutated(json, random) : json,
      text: random.one(texts) + random.one(texts)
    };
  },
  read: ({json, text}) => {
    const tokenizer = createTokenizer(json);
    const tokens = tokenizer.encode(text);
    tokenizer.decode(tokens.map(({id}) => id));
    tokenizer.tokenOf(text.slice(0, 5));
  }
});

const tokenizerOf = (chat_template: string): ReturnType<typeof createTokenizer> =>
  createTokenizer({model: models[0], pre_tokenizer: {type: "BertPreTokenizer"}}, {chat_template});
const words = [
  "{% for m in messages %}",
  "{% endfor %}",
  "{{ m.content }}",
  "{{ m['role'] | trim }}",
  "{% if loop.first %}",
  "{% else %}",
  "{% endif %}",
  "{% set x = namespace(a=1) %}",
  "{% set x.a = x.a ~ 'b' %}",
  "{{ messages[-1]['content'][:3] }}",
  "{{ range(1000000000) }}",
  "{{ messages | tojson(indent=4) }}",
  "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
  "{{ bos_token }}",
  "{% generation %}",
  "{{ ('a' * 99) }}",
  "{{ raise_exception('no') }}",
  "{{ strftime_now('%Y') }}",
  "{%- break %}",
  "{{ messages.__class__ }}",
  "{{",
  "#}",
  "\n"
];
const published = Object.values(templates);

fuzz({
  name: "chat templates",
  cases: 1200,
  make: (random) => {
    let template = random.chance(0.5)
      ? random.one(published)
      : Array.from({length: 1 + random.below(8)}, () => random.one(words)).join("");
    for (let change = random.below(3); change > 0; change--) {
      const at = random.below(template.length + 1);
      const part = random.chance(0.5)
        ? random.one(words)
        : template.slice(random.below(template.length), at);
      template = template.slice(0, at) + part + template.slice(at + random.below(6));
    }
    const content = random.one(["hi", "", " a ", "{{ x }}", "<|im_end|>", "a\n".repeat(200)]);
    const role = random.one(["user", "system", "assistant", "constructor", "tool"]);
    return {
      template,
      messages: Array.from({length: 1 + random.below(4)}, () => ({role, content})),
      open: random.chance(0.3),
      literal: random.chance(0.3)
    };
  },
  read: ({template, messages, open, literal}) =>
    encodeChat(tokenizerOf(template), {messages, continue: open, literal})
});

const atlas = JSON.parse(
  readFileSync(new URL("../../models/atlas/tokenizer.json", import.meta.url), "utf8")
) as {readonly pre_tokenizer: unknown; readonly decoder: unknown};

fuzz({
  name: "a published tokenizer's parts",
  cases: 800,
  make: (random) => ({
    model: random.one(models),
    pre_tokenizer: mutated(atlas.pre_tokenizer, random),
    decoder: mutated(atlas.decoder, random)
  }),
  read: (json) => {
    const tokenizer = createTokenizer(json);
    tokenizer.decode(tokenizer.encode("a ab").map(({id}) => id));
  }
});
