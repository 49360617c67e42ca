/** tokenizer.json and tokenizer_config.json changed by their structure: a tokenizer that answers, or a typed error. */
import {parse} from "../../packages/engine/src/sources/read-files.ts";
import {encodeChat} from "../../packages/engine/src/tokenizers/chat.ts";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {fuzz, jsonText, mutated} from "../fuzz.ts";
import {smallTokenizer} from "./small-tokenizers.ts";
import type {Json} from "./small-tokenizers.ts";

const split = {
  type: "Split",
  pattern: {Regex: "\\p{L}+|\\s+"},
  behavior: "Isolated",
  invert: false
};
const files: readonly Json[] = [
  smallTokenizer("atlas", {
    pre_tokenizer: {type: "Sequence", pretokenizers: [split, {type: "ByteLevel", use_regex: false}]}
  }),
  smallTokenizer("cloze"),
  smallTokenizer("critic"),
  smallTokenizer("critic", {
    decoder: {
      type: "Sequence",
      decoders: [
        {type: "Replace", pattern: {String: "\u2581"}, content: " "},
        {type: "ByteFallback"},
        {type: "Fuse"},
        {type: "Strip", content: " ", start: 1, stop: 0}
      ]
    },
    post_processor: {type: "RobertaProcessing", sep: ["</s>", 1], cls: ["<s>", 0]}
  })
];
const settings = {
  bos_token: "<s>",
  eos_token: {content: "</s>", special: true},
  pad_token: "<pad>",
  unk_token: "<unk>",
  additional_special_tokens: ["<a>"],
  clean_up_tokenization_spaces: false,
  model_max_length: 512,
  chat_template: [
    {
      name: "default",
      template: "{% for m in messages %}<s>{{ m.role }}: {{ m.content }}{% endfor %}"
    },
    {name: "tool", template: "{{ bos_token }}"}
  ]
};
const messages = [{role: "user", content: "a b"}];

fuzz({
  name: "tokenizer.json",
  cases: 900,
  make(random) {
    const both = {json: random.one(files), config: settings};
    const {json, config} = (mutated(both, random) ?? {}) as {json?: unknown; config?: unknown};
    return {json: jsonText(json, random), config: jsonText(config, random)};
  },
  read({json, config}) {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const parsed = parse(bytes(json), "tokenizer.json");
    const tokenizer = createTokenizer(parsed, parse(bytes(config), "tokenizer_config.json"));
    const tokens = tokenizer.encode("the  Café 12 a\u{1f600}\n<s>");
    for (const {id, start, end} of tokens)
      if (!Number.isInteger(id) || (start !== null && !(start <= end!)))
        throw new Error(`token ${id} from ${start} to ${end}`);
    tokenizer.decode(tokens.map(({id}) => id));
    tokenizer.tokenOf("the");
    if (tokenizer.chatTemplate !== null) encodeChat(tokenizer, {messages});
  }
});
