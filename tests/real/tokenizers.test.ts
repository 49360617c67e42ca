/** SmolLM2's tokenizer read from its GGUF file alone is the one of its tokenizer.json. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {beforeAll, describe, expect, test} from "vitest";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import type {Tokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {modelOfGguf} from "../../packages/engine/src/weights/gguf/model-of-gguf.ts";
import {readGguf} from "../../packages/engine/src/weights/gguf.ts";
import {encodeChat} from "../../packages/engine/src/tokenizers/chat.ts";
import references from "../fixtures/real/smollm2-tokenizer.json";
import conversations from "../fixtures/real/smollm2-chats.json";
import {absent, smollm2, smollm2File} from "./models.ts";

if (absent) test.skip(absent, () => {});

const texts = [
  "",
  " ",
  "👩‍👩‍👧‍👦 and 🏳️‍🌈, 👍🏽!",
  "東京は日本の首都です。中文字符，한국어",
  "e\u0301 a\u0308\u0323 नमस्ते",
  "שלום עולם ١٢٣ مرحبا",
  "\ta\t\tb\n\n\nc\r\n d \n",
  "  leading and trailing   ",
  "0 00 1234567890 3.14159 1,000",
  "<|im_start|>user\nHi<|im_end|>",
  "<|im_start| > <|endoftext|> <|nothing|> <|IM_END|>",
  "a\u00a0b\u200bc\u3000d\ufeffe",
  "I'll DON'T they'Ve",
  ...references.map(({text}) => text)
];

describe.skipIf(absent)("SmolLM2's tokenizer", () => {
  let alone: Tokenizer;
  let published: Tokenizer;
  beforeAll(() => {
    const {tokenizerJson, tokenizerConfig} = modelOfGguf(readGguf(readFileSync(smollm2File)));
    alone = createTokenizer(tokenizerJson, tokenizerConfig);
    published = createTokenizer(
      JSON.parse(readFileSync(join(smollm2, "tokenizer.json"), "utf8")) as unknown
    );
  });

  test.each(texts)("%j: the file alone reads it as tokenizer.json does", (text) => {
    const plain = ({encode}: Tokenizer) =>
      encode(text).map(({id, text: piece, start, end}) => ({id, piece, start, end}));
    expect(plain(alone)).toEqual(plain(published));
  });

  test.each(texts)("%j: offsets cover it without a gap", (text) => {
    let covered = "";
    for (const {start, end} of alone.encode(text)) {
      if (start === null) continue;
      // Tokens that are bytes of one character share its range.
      expect(start!).toBeLessThanOrEqual(covered.length);
      covered += text.slice(covered.length, end!);
    }
    expect(covered).toBe(text);
  });

  test.each(references)("$text: the reference implementation's ids", ({text, ids}) => {
    expect(alone.encode(text).map(({id}) => id)).toEqual(ids);
  });

  // <|endoftext|> is also the unknown token by name, but these tokens know all text.
  test("the end token is one where it is written, and no part of what is said", () => {
    const [, end] = alone.encode("a<|endoftext|>b");
    expect(end).toMatchObject({start: 1, end: 14, special: true});
    expect(alone.decode(alone.encode("a<|endoftext|>b").map(({id}) => id))).toBe("ab");
  });

  test.each(conversations)("a chat ($mode) is transformers' ids: $messages", (chat) => {
    const {messages, mode, ids} = chat;
    const {tokens} = encodeChat(alone, {
      messages,
      continue: mode === "continue",
      literal: mode === "literal"
    });
    expect(tokens.map(({id}) => id)).toEqual(ids);
  });
});
