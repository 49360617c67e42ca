/** How GGUF files cut a text: by the names that llama.cpp knows, and where no name is given. */
import {describe, expect, test} from "vitest";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {
  guessPre,
  preTokenizerNames
} from "../../packages/engine/src/weights/gguf/pre-tokenizers.ts";
import {tokenizerOfGguf} from "../../packages/engine/src/weights/gguf/tokenizer.ts";
import {metadataOf} from "../../packages/engine/src/weights/gguf/reader.ts";
import {scalingOf} from "../../packages/engine/src/weights/gguf/scaling.ts";

/** GPT-2's letters for bytes. */
const letters = ((): string[] => {
  const seen = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let next = 256;
  return Array.from({length: 256}, (_, byte) => String.fromCodePoint(seen(byte) ? byte : next++));
})();
const spelled = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => letters[byte]!).join("");

/** A vocabulary in which a piece that is cut as a whole is one token, if it is one of these. */
function pieces(text: string, whole: readonly string[], pre: string | null): string[] {
  const tokens = [...letters];
  const merges: string[] = [];
  for (const word of whole) {
    const parts = [...spelled(word)];
    let made = parts[0]!;
    for (const part of parts.slice(1)) {
      if (!tokens.includes(made + part)) {
        tokens.push(made + part);
        merges.push(`${made} ${part}`);
      }
      made += part;
    }
  }
  const {tokenizerJson} = tokenizerOfGguf(
    metaOf({
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.token_type": tokens.map(() => 1),
      "tokenizer.ggml.merges": merges,
      ...(pre === null ? {} : {"tokenizer.ggml.pre": pre})
    }),
    {architecture: "llama", file: "m.gguf"}
  );
  return createTokenizer(tokenizerJson)
    .encode(text)
    .map((token) => token.text!);
}

const metaOf = (metadata: Readonly<Record<string, unknown>>) =>
  metadataOf({metadata: new Map(Object.entries(metadata)) as never}, "llama", "m.gguf");

describe("the pieces of a text", () => {
  const text = "WE'RE 12345 don't";
  const whole = ["WE", "'RE", "'re", " 12345", "123", "12345", " don", "'t", "45", "RE"];
  test.each([
    ["gpt-2", ["WE", "'", "RE", " 12345", " don", "'t"]],
    ["llama-bpe", ["WE", "'RE", " ", "123", "45", " don", "'t"]],
    ["falcon3", ["WE", "'RE", " ", "123", "45", " don", "'t"]],
    ["qwen2", ["WE", "'RE", " ", "1", "2", "3", "4", "5", " don", "'t"]],
    ["deepseek-r1-qwen", ["WE", "'RE", " ", "1", "2", "3", "4", "5", " don", "'t"]],
    ["megrez", ["WE", "'RE", " ", "1", "2", "3", "4", "5", " don", "'t"]],
    ["qwen35", ["WE", "'RE", " ", "1", "2", "3", "4", "5", " don", "'t"]],
    ["seed-coder", ["WE", "'RE", " ", "1", "2", "3", "4", "5", " don", "'t"]],
    ["smollm", ["WE", "'", "RE", " ", "1", "2", "3", "4", "5", " don", "'t"]],
    ["deepseek-coder", ["WE", "'", "RE", " ", "1", "2", "3", "4", "5", " don", "'", "t"]],
    ["deepseek-llm", ["WE", "'", "RE", " ", "12345", " don", "'", "t"]],
    ["deepseek-v3", ["WE", "'RE", " ", "123", "45", " don", "'t"]],
    ["falcon", ["WE", "'", "RE", " ", "123", "45", " don", "'", "t"]],
    ["default", ["WE", "'", "RE", " ", "123", "45", " don", "'", "t"]]
  ])("by %s", (pre, expected) => {
    expect(pieces(text, whole, pre)).toEqual(expected);
  });

  test("by gpt-4o and tekken: words begin at a capital, and the first keeps its contraction", () => {
    const words = ["Hello", "World're", "123", "45"];
    expect(pieces("HelloWorld're 12345", words, "gpt-4o")).toEqual([
      "Hello",
      "World're",
      " ",
      "123",
      "45"
    ]);
    expect(pieces("HelloWorld're 12", [...words, "'re"], "tekken")).toEqual([
      "Hello",
      "World",
      "'re",
      " ",
      "1",
      "2"
    ]);
  });

  test("by every name come together to the text", () => {
    const mixed = "Él's 你好 ١٢٣, x_y\r\n\n  z… ';\t'll ½ 👍🏽";
    for (const name of preTokenizerNames)
      expect(pieces(mixed, [], name).length).toBeGreaterThan(20);
    expect(preTokenizerNames.length).toBeGreaterThan(60);
  });
});

describe("no name is given", () => {
  const told = (tokens: string[], architecture = "llama") =>
    tokenizerOfGguf(
      metaOf({
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": tokens.map(() => 1),
        "tokenizer.ggml.merges": []
      }),
      {architecture, file: "m.gguf"}
    );

  test("llama.cpp's default is followed, and said", () => {
    expect(told(["a"]).tokenizerNotices).toEqual([
      expect.stringMatching(
        /^m\.gguf: the file does not say how it cuts a text .*llama\.cpp's "default"/
      )
    ]);
    expect(pieces("WE'RE 12345", ["'RE", "123", "45"], null)).toEqual([
      "W",
      "E",
      "'",
      "R",
      "E",
      " ",
      "123",
      "45"
    ]);
  });

  test.each([
    [128256, "llama", "llama-bpe"],
    [151936, "qwen2", "qwen2"],
    [50257, "gpt2", "gpt-2"],
    [49152, "llama", "starcoder"],
    [100352, "stablelm", "stablelm2"],
    [100352, "olmo2", "dbrx"],
    [99, "llama", "default"]
  ])("a vocabulary of %i tokens of %s is taken for %s", (count, architecture, pre) => {
    expect(guessPre(architecture, count)).toMatchObject({pre});
    if (pre !== "default")
      expect(guessPre(architecture, count).notice).toContain(`${count} tokens`);
  });

  test("and no types: what has a role is a control token, and it is said", () => {
    const {tokenizerJson, tokenizerNotices} = tokenizerOfGguf(
      metaOf({
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": ["a", "<end>", "<|im_end|>"],
        "tokenizer.ggml.eos_token_id": 1,
        "tokenizer.ggml.merges": []
      }),
      {architecture: "llama", file: "m.gguf"}
    );
    expect(tokenizerJson).toMatchObject({
      added_tokens: [
        {id: 1, content: "<end>", special: true},
        {id: 2, content: "<|im_end|>", special: true}
      ]
    });
    expect(tokenizerNotices.join()).toContain("no tokenizer.ggml.token_type");
  });
});

describe("what stretches positions", () => {
  const scaling = (metadata: Readonly<Record<string, unknown>>, listed = false) =>
    scalingOf({meta: metaOf(metadata), prefix: "llama", file: "m.gguf", listed});

  test("by the old key, or by a factor without a type, is linear as in llama.cpp", () => {
    expect(scaling({"llama.rope.scale_linear": 4})).toEqual({rope_type: "linear", factor: 4});
    expect(scaling({"llama.rope.scaling.factor": 2})).toEqual({rope_type: "linear", factor: 2});
    expect(scaling({"llama.rope.scale_linear": 4, "llama.rope.scaling.factor": 2})).toEqual({
      rope_type: "linear",
      factor: 2
    });
    const none = {"llama.rope.scaling.type": "none", "llama.rope.scaling.factor": 8};
    expect([scaling(none), scaling({}), scaling({"llama.rope.scale_linear": 1})]).toEqual([
      {},
      {},
      {}
    ]);
  });

  test("by keys that are not computed is refused by name", () => {
    const yarn = {
      "llama.rope.scaling.type": "yarn",
      "llama.rope.scaling.factor": 4,
      "llama.context_length": 64
    };
    expect(scaling({...yarn, "llama.rope.scaling.yarn_beta_fast": 16})).toMatchObject({
      beta_fast: 16
    });
    expect(() => scaling({...yarn, "llama.rope.scaling.yarn_log_multiplier": 0.1})).toThrow(
      /llama\.rope\.scaling\.yarn_log_multiplier is 0\.1; read are files with 0/
    );
    expect(() => scaling({"llama.rope.scaling.type": "longrope"})).toThrow(
      /one of none, linear, yarn/
    );
  });
});
