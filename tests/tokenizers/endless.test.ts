/** Tokenizers and templates that want more time or memory than there is: every one ends, with words. */
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {EccoError} from "../../packages/engine/src/errors.ts";
import {encodeChat} from "../../packages/engine/src/tokenizers/chat.ts";
import {watchReading, withinTime} from "../../packages/engine/src/tokenizers/time-limit.ts";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import type {Tokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";

const heard: string[] = [];
const listener = {
  begins: (reading: string): void => void heard.push(reading),
  ends: (): void => void heard.push("end")
};

/** Far beyond what a busy machine needs for any reading that ends. */
const unhurried = {ended: 1_200_000};
let goBack: () => void;
beforeEach(() => {
  heard.length = 0;
  goBack = watchReading(listener, unhurried);
});
afterEach(() => goBack());

/** Returns what is thrown by work that does not end, and is ended after so many ms. */
function broken(work: () => unknown, ended = 200): EccoError {
  const unhurriedAgain = watchReading(listener, {ended});
  try {
    return thrown(work);
  } finally {
    unhurriedAgain();
  }
}

/** Returns what is thrown. */
function thrown(work: () => unknown): EccoError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(EccoError);
    expect((error as EccoError).message).not.toMatch(/\n/);
    return error as EccoError;
  }
  throw new Error("nothing was thrown");
}

const vocabulary = {"[UNK]": 0, a: 1, b: 2, " ": 3, "▁": 4};
const model = {type: "WordPiece", unk_token: "[UNK]", vocab: vocabulary};
const split = (Regex: string, more: object = {}): object => ({
  type: "Split",
  pattern: {Regex},
  behavior: "Isolated",
  invert: false,
  ...more
});
const replace = (Regex: string, content: string): object => ({
  type: "Replace",
  pattern: {Regex},
  content
});
const within = (kind: string, parts: readonly object[]): object => ({
  type: "Sequence",
  [kind]: parts
});

/** A text on which each of the patterns below tries every way there is. */
const worst = `${"a".repeat(40)}!`;

describe("a pattern that does not end", () => {
  test.each<[string, object]>([
    ["splits, quantifier within quantifier", {pre_tokenizer: split("(a+)+$")}],
    ["splits, alternatives that are the same", {pre_tokenizer: split("(a|a)*$")}],
    ["splits, alternatives that overlap", {pre_tokenizer: split("(a|aa)+$")}],
    ["splits, three within each other", {pre_tokenizer: split("((a*)*)*$")}],
    ["splits, looking ahead", {pre_tokenizer: split("(?=(a+)+$)a")}],
    ["splits, looking behind", {pre_tokenizer: split("(?<=b(a+)+)!")}],
    ["splits, referring back", {pre_tokenizer: split("(a*)*\\1$")}],
    ["splits what is left over", {pre_tokenizer: split("(a+)+$", {invert: true})}],
    ["splits and removes", {pre_tokenizer: split("(a+)+$", {behavior: "Removed"})}],
    ["within a sequence", {pre_tokenizer: within("pretokenizers", [split("(a+)+$")])}],
    ["normalises", {normalizer: replace("(a+)+$", "b")}],
    ["normalises within a sequence", {normalizer: within("normalizers", [replace("(a+)+$", "b")])}]
  ])("that %s", (_, parts) => {
    const tokenizer = createTokenizer({model, ...parts});
    const {code, message} = broken(() => tokenizer.encode(worst));
    expect(code).toBe("input");
    expect(message).toMatch(
      "the tokenizer's pattern did not end within 0.2 s on this text; change or shorten the text"
    );
    // The next text is read as if nothing had been.
    expect(tokenizer.encode("b").length).toBeLessThan(2);
    expect(heard.slice(-4)).toEqual(["text", "end", "text", "end"]);
  });

  test("that is looked for in one token's name, or in a target", () => {
    const tokenizer = createTokenizer({model, pre_tokenizer: split("(a+)+$")});
    expect(broken(() => tokenizer.tokenOf(worst)).message).toMatch("did not end");
  });

  test("in what writes tokens", () => {
    const vocab = {...vocabulary, [worst]: 5};
    const decoder = replace("(a+)+$", "b");
    const tokenizer = createTokenizer({model: {...model, vocab}, decoder});
    expect(broken(() => tokenizer.decode([5])).message).toMatch(
      "the tokenizer's decoder did not end within 0.2 s on these tokens"
    );
    expect(tokenizer.decode([1])).toBe("b");
  });

  test("when the file is read: a normaliser is asked for each added token", () => {
    const added_tokens = [{id: 9, content: worst, special: false, normalized: true}];
    const {code, message} = broken(() =>
      createTokenizer({model, normalizer: replace("(a+)+$", "b"), added_tokens})
    );
    expect(code).toBe("source");
    expect(message).toMatch("tokenizer.json: its patterns were not ready within 0.2 s");
  });

  test("whatever it catches, and whatever it left undone", () => {
    const endless = (): void => {
      try {
        for (;;);
      } catch {
        // Nothing that ends it can be caught.
      }
    };
    expect(broken(() => withinTime("text", "a", endless)).message).toMatch(
      "did not end within 0.2 s"
    );
    expect(withinTime("text", "a", () => 1)).toBe(1);
    expect(heard).toEqual(["text", "end", "text", "end"]);
  });
});

describe("what ends", () => {
  test("is not hurried: an error of the work's own is thrown as it is, and what is read inside is a part", () => {
    const own = new Error("own");
    expect(() =>
      withinTime("text", "a", () => {
        throw own;
      })
    ).toThrow(own);
    expect(withinTime("chat", "a", () => withinTime("text", "b", () => 2))).toBe(2);
    expect(heard).toEqual(["text", "end", "chat", "end"]);
  });
});

describe("a tokenizer that makes a short text long", () => {
  const doubling = Array.from({length: 40}, () => replace("a", "aa"));
  test.each<[string, object]>([
    ["by one replacement", {normalizer: replace("a", "b".repeat(5_000_000))}],
    ["by many", {normalizer: within("normalizers", doubling)}],
    ["by a prefix", {normalizer: {type: "Prepend", prepend: "b".repeat(5_000_000)}}]
  ])("%s", (_, parts) => {
    expect(thrown(() => createTokenizer({model, ...parts})).message).toMatch(
      /^tokenizer.json: the tokenizer makes \d+ characters of 1, expected at most 32 times as many; take another/
    );
  });

  test("when it is asked for another letter", () => {
    const doubled = Array.from({length: 40}, () => replace("b", "bb"));
    const tokenizer = createTokenizer({model, normalizer: within("normalizers", doubled)});
    expect(tokenizer.encode("aaa")).toHaveLength(1);
    expect(thrown(() => tokenizer.encode("ab")).message).toMatch(
      "the tokenizer makes 131073 characters of 2"
    );
  });

  test("when it normalises its added tokens", () => {
    const normalizer = within(
      "normalizers",
      Array.from({length: 40}, () => replace("b", "bb"))
    );
    const added_tokens = [{id: 9, content: "b", special: false, normalized: true}];
    expect(thrown(() => createTokenizer({model, normalizer, added_tokens})).code).toBe("source");
  });

  test.each([0, -1, 0.5, NaN, "3"])("in pieces of length %s", (length) => {
    const pre_tokenizer = {type: "FixedLength", length};
    expect(thrown(() => createTokenizer({model, pre_tokenizer})).message).toMatch(
      "expected a whole number from 1"
    );
  });

  test("when it writes tokens", () => {
    const decoder = replace("a", "b".repeat(5_000_000));
    const tokenizer = createTokenizer({model, decoder});
    expect(thrown(() => tokenizer.decode([1])).message).toMatch("the tokenizer makes 5000000");
  });
});

describe("long texts", () => {
  const pieces = {
    type: "Unigram",
    unk_id: 0,
    vocab: [
      ["<unk>", 0],
      ["a", -1],
      ["b", -1]
    ]
  };
  test("one word of 200,000 pieces", () => {
    expect(createTokenizer({model: pieces}).encode("ab".repeat(100_000))).toHaveLength(200_000);
  });

  test("200,000 characters of three bytes, one token each", () => {
    const bytes = Object.fromEntries(["æ", "Ĺ", "¥"].map((letter, id) => [letter, id] as const));
    const tokenizer = createTokenizer({
      model: {type: "BPE", vocab: bytes, merges: []},
      pre_tokenizer: {type: "ByteLevel", add_prefix_space: false},
      decoder: {type: "ByteLevel"}
    });
    const tokens = tokenizer.encode("日".repeat(66_000));
    expect(tokens).toHaveLength(198_000);
    expect(tokens.at(-1)).toMatchObject({start: 65_999, end: 66_000});
  });

  test("words and unknown words, 300,000 in all", () => {
    const tokenizer = createTokenizer({model, pre_tokenizer: {type: "BertPreTokenizer"}});
    const tokens = tokenizer.encode("a zz b ".repeat(100_000));
    expect(tokens).toHaveLength(300_000);
    expect(tokens.at(-1)).toMatchObject({text: "b", word: 299_999});
  });

  test.each(["NFC", "NFKD"])("200,000 marks on one letter, in %s", (type) => {
    const marks = ["\u0301", "\u0323"];
    const vocab = Object.fromEntries(["?", ...marks].map((mark, id) => [mark, id] as const));
    const tokenizer = createTokenizer({
      normalizer: {type},
      model: {type: "BPE", unk_token: "?", vocab, merges: []}
    });
    expect(tokenizer.encode(`a${marks.join("").repeat(100_000)}`).length).toBeGreaterThan(199_998);
  });

  test("a word of 300,000 letters that are merged in pairs, and pairs of pairs", () => {
    const vocab = Object.fromEntries(["a", "aa", "aaaa"].map((piece, id) => [piece, id] as const));
    const merges = ["a a", "aa aa"];
    const tokenizer = createTokenizer({model: {type: "BPE", vocab, merges}});
    expect(tokenizer.encode("a".repeat(300_000))).toHaveLength(75_000);
  });

  test("longer than any model reads", () => {
    const {message} = thrown(() => createTokenizer({model}).encode("a".repeat(2 ** 23 + 1)));
    expect(message).toBe(
      "the text is too long: got 8388609 characters, at most 8388608 are read; shorten it"
    );
  });
});

const withTemplate = (chat_template: string): Tokenizer =>
  createTokenizer({model, pre_tokenizer: {type: "BertPreTokenizer"}}, {chat_template});

const grow = (start: string, step: string): string =>
  `{% set ns = namespace(x=${start}) %}{% for i in range(60) %}{% set ns.x = ${step} %}{% endfor %}{{ ns.x|length }}`;

describe("a chat template that", () => {
  test.each<[string, string, RegExp]>([
    ["counts to a billion", "{% for i in range(1000000000) %}{% endfor %}", /list of 1000000000/],
    [
      "makes a list of a billion under another name",
      "{% set r = range %}{{ r(10 ** 9)|length }}",
      /a list of 1000000000/
    ],
    ["counts down", "{{ range(0, -1000000000, -1)|length }}", /list of 1000000000/],
    [
      "counts in steps near nothing",
      "{{ range(0, 1, 0.0000000001)|length }}",
      /expected whole numbers/
    ],
    ["counts in steps of nothing", "{{ range(0, 1, 0) }}", /step must not be zero/],
    [
      "loops within loops",
      "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{{ c }}{% endfor %}{% endfor %}{% endfor %}",
      /more than \d+ (?:steps, and may never end|characters and items)/
    ],
    [
      "loops over nothing, within loops",
      "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
      /characters and items in all/
    ],
    [
      "calls itself",
      "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
      /nested too deeply, or calls itself/
    ],
    [
      "calls itself twice",
      "{% macro f(n) %}{% if n > 0 %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
      /more than \d+ steps/
    ],
    ["doubles a text", grow("'ab'", "ns.x ~ ns.x"), /a text of \d+ characters, at most/],
    ["adds a text to itself", grow("'ab'", "ns.x + ns.x"), /a text of \d+ characters, at most/],
    ["replaces letters by texts", grow("'ab'", "ns.x | replace('a', ns.x)"), /characters/],
    ["joins growing lists", grow("['a']", "(ns.x + ns.x)"), /a list of \d+ items, at most/],
    [
      "joins a growing text",
      grow("'ab'", "[ns.x, ns.x] | join(ns.x)"),
      /characters|lists within lists/
    ],
    ["puts lists into lists", grow("['a']", "[ns.x, ns.x]"), /lists within lists of \d+ items/],
    [
      "writes objects in objects",
      grow("{'a': 'b'}", "{'a': ns.x, 'b': ns.x}"),
      /lists within lists/
    ],
    [
      "copies a long text again and again",
      "{% set ns = namespace(x='a', l=[]) %}{% for i in range(23) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}{% for i in range(10000) %}{% set ns.l = ns.l + [ns.x | upper] %}{% endfor %}",
      /characters and items in all|lists within lists/
    ],
    ["indents a text", grow("'a\nb'", "ns.x | indent(100000, true)"), /characters/],
    [
      "is nested",
      `${"{{ (".repeat(1)}${"(".repeat(50_000)}1${")".repeat(50_000)}) }}`,
      /nested too deeply/
    ],
    ["adds fifty thousand times", `{{ ${"1 + ".repeat(50_000)}1 }}`, /nested too deeply/],
    [
      "refuses in many words",
      `{{ raise_exception("x".repeat(3)) }}{{ raise_exception("${"y ".repeat(100_000)}") }}`,
      /refuses/
    ],
    ["opens a loop and ends", "{% for i in range(3) %}", /chat template/],
    [
      "asks a name every object has",
      "{{ messages.constructor.constructor('return 1')() }}",
      /constructor of something that is not defined/
    ]
  ])("%s", (_, template, words) => {
    const {message} = thrown(() =>
      encodeChat(withTemplate(template), {messages: [{role: "user", content: "hi"}]})
    );
    expect(message).toMatch(words);
    expect(message).toMatch(/^(?:the chat template refuses these messages|chat template): /);
    expect(message.length).toBeLessThan(300);
  });
});

test("a chat template that does not end on these messages is ended", () => {
  const template =
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}";
  const tokenizer = withTemplate(template);
  const messages = [{role: "user", content: "ab"}];
  const {message} = broken(() => encodeChat(tokenizer, {messages}), 50);
  expect(message).toBe(
    "the chat template did not end within 0.05 s on these messages; change or shorten them, give a text instead, or take another model"
  );
});

test("a loop may go on early thousands of times", () => {
  const template =
    "{% for i in range(2000) %}{% if i < 1999 %}{% continue %}{% endif %}a{% endfor %}";
  const messages = [{role: "user", content: "b"}];
  expect(encodeChat(withTemplate(template), {messages}).tokens.map(({text}) => text)).toEqual([
    "a"
  ]);
});

test("a long run of spaces within what is said takes as long as its letters", () => {
  const template = "{% for m in messages %}{{ m.content.rstrip() }}|{% endfor %}";
  const content = `a${" ".repeat(100_000)}b`;
  const messages = [{role: "user", content}];
  const {tokens} = encodeChat(withTemplate(template), {messages});
  expect(tokens.length).toBeGreaterThan(0);
});

test("a chat of four hundred messages, one token over a border each", () => {
  const messages = Array.from({length: 400}, (_, at) => ({
    role: at % 2 ? "assistant" : "user",
    content: `word ${at}`
  }));
  const template = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}";
  const {tokens} = encodeChat(withTemplate(template), {messages});
  expect(new Set(tokens.map(({turn}) => turn)).size).toBe(400);
});
