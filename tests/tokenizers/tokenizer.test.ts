import fc from "fast-check";
import {expect, test} from "vitest";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {names, references, tokenizers} from "./embedded.ts";

const {atlas, cloze, critic} = tokenizers;

const cases = names.flatMap((name) => references(name).map((reference) => ({name, ...reference})));

test.each(cases)("$name: ids of $prompt", ({name, prompt, ids}) => {
  expect(tokenizers[name].encode(prompt).map(({id}) => id)).toEqual(ids);
});

test.each(cases)("$name: pieces of the likeliest tokens of $prompt", ({name, next, masks}) => {
  const candidates = next ?? masks!.flatMap((mask) => mask.next);
  expect(candidates.length).toBeGreaterThan(0);
  // critic's references were decoded alone, where a Metaspace decoder drops the leading space.
  const expected = candidates.map(({text}) =>
    name === "critic" && /^\w/.test(text) ? text.trimStart() : text
  );
  const got = candidates.map(({id}) => tokenizers[name].piece(id));
  expect(name === "critic" ? got.map((text) => text.trimStart()) : got).toEqual(expected);
});

test.each(cases.filter(({greedy}) => greedy))(
  "$name: decodes what follows $prompt",
  ({name, greedy, greedy_text}) => {
    expect(
      tokenizers[name].decode(greedy!.filter((id) => id !== tokenizers[name].special.eos))
    ).toBe(greedy_text!.replaceAll("<|endoftext|>", ""));
  }
);

test("pieces keep their leading space and lose continuation marks", () => {
  expect(atlas.tokenOf(" London")).toMatchObject([{id: 1785, text: " London"}]);
  expect(critic.tokenOf("negative")).toMatchObject([{id: 382, text: " negative"}]);
  expect(critic.tokenOf(" negative")).toMatchObject([{id: 382}]);
  const pieces = cloze.encode("Heathrow").map(({text}) => text);
  expect(pieces).toEqual(["[CLS]", "heat", "h", "row", "[SEP]"]);
  expect(cloze.tokenOf("##row")).toHaveLength(1);
});

test("a string of several tokens comes back as several", () => {
  expect(atlas.tokenOf("Heathrow").map(({text}) => text)).toEqual(["He", "ath", "row"]);
  expect(atlas.tokenOf("")).toEqual([]);
});

test("special tokens: the template's have no place in the text, typed ones do, unknown ones are not special", () => {
  const tokens = cloze.encode("a [MASK] 日");
  expect(
    tokens.map(({text, special, start, end, word}) => [text, special, start, end, word])
  ).toEqual([
    ["[CLS]", true, null, null, null],
    ["a", false, 0, 1, 0],
    ["[MASK]", true, 2, 8, 1],
    ["[UNK]", false, 9, 10, 2],
    ["[SEP]", true, null, null, null]
  ]);
  expect(cloze.special).toEqual({pad: 0, unk: 1, cls: 2, sep: 3, mask: 4, bos: null, eos: null});
  expect(critic.special).toMatchObject({pad: 0, eos: 1, unk: 2, mask: null});
  expect(atlas.special).toMatchObject({bos: 0, eos: 0, pad: null});
  expect(critic.decode(critic.encode("so good").map(({id}) => id))).toBe("so good");
});

test("special ids are found without tokenizer_config.json too", () => {
  const model = {
    type: "WordPiece",
    unk_token: "[UNK]",
    vocab: {"[PAD]": 0, "[UNK]": 1, "[MASK]": 2, a: 3}
  };
  const added_tokens = ["[PAD]", "[UNK]", "[MASK]"].map((content, id) => ({
    id,
    content,
    special: true
  }));
  expect(createTokenizer({model, added_tokens}).special).toMatchObject({
    pad: 0,
    unk: 1,
    mask: 2,
    cls: null
  });
});

test("ids outside the vocabulary and files that are no tokenizer are refused in one line", () => {
  expect(() => atlas.piece(6144)).toThrow(
    "token id 6144 is not in the vocabulary; expected 0 to 6143"
  );
  expect(() => atlas.decode([1, -1])).toThrow("token id -1 is not in the vocabulary");
  expect(() => createTokenizer({})).toThrow("tokenizer.json: no model in it");
  expect(() => createTokenizer("x")).toThrow("tokenizer.json");
});

test("no ids decode to no text", () => {
  expect(names.map((name) => tokenizers[name].decode([]))).toEqual(["", "", ""]);
});

const plain = fc.string({
  unit: fc.constantFrom(..."ab c.d's\n\t-1é", "é", "日", "ω", "😀", "👩‍👧", "ש", "ﬁ", "…", "Σ", " "),
  maxLength: 24
});
const anything = fc.oneof(
  plain,
  fc.string({unit: "binary", maxLength: 16}),
  fc.string({unit: "grapheme", maxLength: 16})
);

test.each(names)(
  "%s: ranges are monotonic, inside the text, and hold every visible letter",
  (name) => {
    fc.assert(
      fc.property(anything, (text) => {
        let reached = 0;
        const covered = new Set<number>();
        for (const {start, end, special} of tokenizers[name].encode(text)) {
          if (start === null || end === null) {
            expect(special).toBe(true);
            continue;
          }
          expect(start).toBeGreaterThanOrEqual(reached);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
          reached = start;
          for (let i = start; i < end; i++) covered.add(i);
        }
        for (const {0: letter, index} of text.matchAll(/[a-z0-9]/g))
          expect(covered.has(index), letter).toBe(true);
      }),
      {numRuns: 1000, seed: 3}
    );
  }
);

test("atlas: ranges tile the text and tokens that are whole characters show exactly their range", () => {
  fc.assert(
    fc.property(anything, (text) => {
      let reached = 0;
      for (const {start, end, text: piece} of atlas.encode(text)) {
        expect(start! === reached || end! <= reached).toBe(true);
        reached = Math.max(reached, end!);
        if (!piece!.includes("\ufffd")) expect(text.slice(start!, end!)).toBe(piece);
      }
      expect(reached).toBe(text.length);
    }),
    {numRuns: 1000, seed: 4}
  );
});

test.each<[string, (typeof names)[number], string, readonly (readonly [string, string])[]]>([
  [
    "lower-casing and dropped accents",
    "cloze",
    "HÉLLO Wörld",
    [
      ["hell", "HÉLL"],
      ["o", "O"],
      ["world", "Wörld"]
    ]
  ],
  [
    "combining marks",
    "cloze",
    "e\u0301te\u0301",
    [
      ["et", "e\u0301t"],
      ["e", "e"]
    ]
  ],
  [
    "runs of spaces",
    "critic",
    "in  London.",
    [
      [" in", "in"],
      [" London", " London"],
      [".", "."]
    ]
  ],
  [
    "compatibility forms",
    "critic",
    "fi½",
    [
      [" fi", "fi"],
      ["1", "½"],
      ["⁄", "½"],
      ["2", "½"]
    ]
  ],
  [
    "leading and trailing spaces",
    "atlas",
    "  a ",
    [
      [" ", " "],
      [" a", " a"],
      [" ", " "]
    ]
  ],
  [
    "final sigma and unknown words",
    "cloze",
    "ΟΔΟΣ ok",
    [
      ["[UNK]", "ΟΔΟΣ"],
      ["ok", "ok"]
    ]
  ],
  [
    "right to left",
    "cloze",
    "שלום ok",
    [
      ["[UNK]", "שלום"],
      ["ok", "ok"]
    ]
  ]
])("%s", (_, name, text, expected) => {
  const tokens = tokenizers[name].encode(text).filter(({special}) => !special);
  expect(tokens.map((token) => [token.text, text.slice(token.start!, token.end!)])).toEqual(
    expected
  );
});

test("a token of bytes says which, and only such a token does", () => {
  const tokens = atlas.encode("naïve");
  expect(tokens.map(({text, bytes}) => bytes ?? text)).toEqual(["na", [0xc3], [0xaf], "ve"]);
  expect(atlas.bytesOf(tokens[1]!.id)).toEqual({bytes: [0xc3]});
  expect(atlas.bytesOf(tokens[0]!.id)).toEqual({});
});

test("the bytes of one character share its range", () => {
  const tokens = atlas.encode("a😀b");
  expect(tokens.map(({start, end}) => [start, end])).toEqual([
    [0, 1],
    [1, 3],
    [1, 3],
    [1, 3],
    [1, 3],
    [3, 4]
  ]);
});

test("words follow the text's boundaries, not the tokens'", () => {
  const words = (name: (typeof names)[number], text: string) =>
    tokenizers[name]
      .encode(text)
      .filter(({special}) => !special)
      .map(({text, word}) => `${text?.trim()}:${word}`)
      .join(" ");
  expect(words("atlas", "Heathrow airport's in")).toBe("He:0 ath:0 row:0 airport:1 's:1 in:2");
  expect(words("cloze", "Heathrow airport.")).toBe("heat:0 h:0 row:0 airport:1 .:2");
  expect(words("critic", "Villeneuve's Dune")).toBe(":0 Villeneuve:0 's:0 D:1 un:1 e:1");
  expect(words("cloze", "日本 ok")).toBe("[UNK]:0 [UNK]:1 ok:2");
});

test("a Digits pre-tokenizer splits at every numeral, not only at 0 to 9", () => {
  const vocab = Object.fromEntries([..."a1²½٣"].map((char, id) => [char, id]));
  const model = {
    type: "BPE",
    vocab: {...vocab, "1²": 5, "½٣": 6},
    merges: [
      ["1", "²"],
      ["½", "٣"]
    ]
  };
  const split = (individual_digits: boolean) =>
    createTokenizer({model, pre_tokenizer: {type: "Digits", individual_digits}})
      .encode("a1²½٣")
      .map(({text}) => text);
  expect(split(true)).toEqual(["a", "1", "²", "½", "٣"]);
  expect(split(false)).toEqual(["a", "1²", "½٣"]);
});
