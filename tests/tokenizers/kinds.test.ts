/** Every kind of component on texts that show what is special about it; what is expected is `tokenizers` 0.23.3's. */
import {expect, test} from "vitest";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {charsmap} from "./charsmaps.ts";

type Json = Readonly<Record<string, unknown>>;
/** A token as it is shown, and the part of the text that it stands for. */
type Shown = readonly (readonly [string, string])[];

const ids = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name, id) => [name, id]));
const words = (...names: string[]): Json => ({
  type: "WordLevel",
  unk_token: "[UNK]",
  vocab: ids(["[UNK]", ...names])
});
const bytes = Array.from(
  {length: 256},
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`
);

function shown(json: Json, text: string): Shown {
  return createTokenizer(json, {})
    .encode(text)
    .map(({text: name, bytes: some, start, end}) => [
      some ? `<${some.map((byte) => byte.toString(16)).join(" ")}>` : name!,
      text.slice(start!, end!)
    ]);
}

const whole = (...names: string[]): Shown => names.map((name) => [name, name]);

test.each<[string, Json, string, Shown]>([
  [
    "Whitespace cuts between letters of all scripts",
    {pre_tokenizer: {type: "Whitespace"}, model: words("hello", "naïve", "café", "мир", ",")},
    "hello naïve, café мир Łódź",
    [...whole("hello", "naïve", ",", "café", "мир"), ["[UNK]", "Łódź"]]
  ],
  [
    "lower case letter by letter: no sigma at the end of a word",
    {normalizer: {type: "Lowercase"}, model: words("αθηνασ", "αθηνας")},
    "ΑΘΗΝΑΣ",
    [["αθηνασ", "ΑΘΗΝΑΣ"]]
  ],
  [
    "BERT puts spaces around Han beyond U+FFFF, and takes accents away",
    {
      normalizer: {type: "BertNormalizer", lowercase: true},
      pre_tokenizer: {type: "BertPreTokenizer"},
      model: words("て", "𩸽", "を", "οδυσσευσ")
    },
    "で𩸽を ὈΔΥΣΣΕΎΣ",
    [["て", "で"], ...whole("𩸽", "を"), ["οδυσσευσ", "ὈΔΥΣΣΕΎΣ"]]
  ],
  [
    "Unigram falls back to bytes; characters without any are one",
    {
      pre_tokenizer: {type: "Metaspace"},
      model: {
        type: "Unigram",
        unk_id: 0,
        byte_fallback: true,
        vocab: [["<unk>", 0], ["▁", -2], ["a", -3], ["し", -3], ...bytes.map((byte) => [byte, -20])]
      }
    },
    "a寿し",
    [
      [" ", "a"],
      ["a", "a"],
      ["<e5>", "寿"],
      ["<af>", "寿"],
      ["<bf>", "寿"],
      ["し", "し"]
    ]
  ],
  [
    "Unigram without bytes: unknown characters that follow each other are one token",
    {
      model: {
        type: "Unigram",
        unk_id: 0,
        vocab: [
          ["<unk>", 0],
          ["a", -1]
        ]
      }
    },
    "xya🍣",
    [
      ["<unk>", "xy"],
      ["a", "a"],
      ["<unk>", "🍣"]
    ]
  ],
  [
    "BPE with a prefix for what continues a word",
    {
      pre_tokenizer: {type: "Whitespace"},
      model: {
        type: "BPE",
        unk_token: "[UNK]",
        continuing_subword_prefix: "##",
        vocab: ids(["[UNK]", "c", "##a", "##t", "##at", "cat", "a", "t"]),
        merges: [
          ["##a", "##t"],
          ["c", "##at"]
        ]
      }
    },
    "cat cata",
    [
      ["cat", "cat"],
      ["cat", "cat"],
      ["a", "a"]
    ]
  ],
  [
    "BPE with an end of words, and unknown letters as one",
    {
      pre_tokenizer: {type: "WhitespaceSplit"},
      model: {
        type: "BPE",
        unk_token: "?",
        fuse_unk: true,
        end_of_word_suffix: "</w>",
        vocab: ids(["?", "a", "b", "a</w>", "b</w>", "ab</w>"]),
        merges: [["a", "b</w>"]]
      }
    },
    "ab aab xyzb",
    [
      ["ab", "ab"],
      ["a", "a"],
      ["ab", "ab"],
      ["?", "xyz"],
      ["b", "b"]
    ]
  ],
  [
    "BPE that takes a word as it is before it merges",
    {
      model: {
        type: "BPE",
        ignore_merges: true,
        vocab: ids(["a", "b", "c", "ab", "abc"]),
        merges: [["a", "b"]]
      }
    },
    "abc",
    [["abc", "abc"]]
  ],
  [
    "Split as Oniguruma reads it: hexadecimal digits, possessive, no case, ends of lines",
    {
      pre_tokenizer: {
        type: "Split",
        pattern: {Regex: "\\h++|(?i:x|ſ)|^y$"},
        behavior: "Removed",
        invert: true
      },
      model: words("f0", "X", "s", "y")
    },
    "f0 X\ny\nzs",
    whole("f0", "X", "y", "s")
  ],
  [
    "Split by words: numbers of Latin-1 are in them, but in no class, and circled letters are in both",
    {
      pre_tokenizer: {
        type: "Split",
        pattern: {Regex: "\\b\\w+\\b|[^\\w\\s]+"},
        behavior: "Removed",
        invert: true
      },
      model: words("a½", "①", "Ⓐ٣", "²")
    },
    "a½① Ⓐ٣ ²",
    whole("a½", "①", "Ⓐ٣", "²")
  ],
  [
    "Punctuation joined to what is before it",
    {
      pre_tokenizer: {type: "Punctuation", behavior: "MergedWithPrevious"},
      model: words("a!", "?", "b")
    },
    "a!?b",
    whole("a!", "?", "b")
  ],
  [
    "Digits joined, CharDelimiterSplit",
    {
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [{type: "CharDelimiterSplit", delimiter: "-"}, {type: "Digits"}]
      },
      model: words("a", "1½", "b")
    },
    "a1½-b",
    whole("a", "1½", "b")
  ],
  [
    "UnicodeScripts: those of Japan are one, what is before the first is left out",
    {pre_tokenizer: {type: "UnicodeScripts"}, model: words("漢字かなー", "abc ")},
    " 漢字かなーabc ",
    whole("漢字かなー", "abc ")
  ],
  [
    "ByteLevel as normalizer",
    {
      normalizer: {type: "ByteLevel"},
      model: {type: "BPE", vocab: ids(["Ã", "©", "Ġ"]), merges: []}
    },
    "é ",
    [
      ["<c3>", "é"],
      ["<a9>", "é"],
      [" ", " "]
    ]
  ],
  [
    "Nmt",
    {normalizer: {type: "Nmt"}, model: words("a b")},
    "a\u200b\u0001b",
    [["a b", "a\u200b\u0001b"]]
  ],
  [
    "NFC, what is composed has the range of its first letter",
    {normalizer: {type: "NFC"}, model: {type: "BPE", vocab: ids(["é", "x"]), merges: []}},
    "e\u0301x",
    [
      ["é", "e"],
      ["x", "x"]
    ]
  ],
  [
    "Precompiled: rules of its own",
    {
      normalizer: {
        type: "Precompiled",
        precompiled_charsmap: charsmap({A: "a", ﬁ: "fi", "\u200d": "", "e\u0301": "é"})
      },
      model: {type: "BPE", unk_token: "?", vocab: ids(["?", "a", "f", "i", "é"]), merges: []}
    },
    "Aﬁ\u200de\u0301B",
    [
      ["a", "A"],
      ["f", "ﬁ"],
      // The last character stands for what is gone behind it.
      ["i", "\u200d"],
      ["é", "e"],
      ["?", "B"]
    ]
  ],
  [
    "ranges without the spaces around, where the post-processor trims",
    {
      pre_tokenizer: {type: "ByteLevel", add_prefix_space: false},
      post_processor: {type: "ByteLevel", trim_offsets: true, add_prefix_space: false},
      model: {
        type: "BPE",
        vocab: ids(["a", "b", "Ġ", "Ġb"]),
        merges: [["Ġ", "b"]]
      }
    },
    "a b",
    [
      ["a", "a"],
      [" b", "b"]
    ]
  ]
])("%s", (_, json, text, expected) => {
  expect(shown(json, text)).toEqual(expected);
});

test("added tokens: the longest first, as whole words, with spaces, in what is normalized", () => {
  const added_tokens = [
    {id: 9, content: "ab"},
    {id: 9, content: "abc", single_word: true},
    {id: 9, content: "[M]", lstrip: true, special: true},
    {id: 9, content: "É", normalized: true},
    {id: 9, content: "x", normalized: false}
  ];
  const json = {
    normalizer: {type: "BertNormalizer", lowercase: true, strip_accents: true},
    pre_tokenizer: {type: "WhitespaceSplit"},
    model: words("x", "d"),
    added_tokens
  };
  expect(shown(json, "ab abc abcd  [M]é X x")).toEqual([
    ["ab", "ab"],
    ["abc", "abc"],
    ["[UNK]", "abcd"],
    ["[M]", "  [M]"],
    ["É", "é"],
    ["x", "X"],
    ["x", "x"]
  ]);
  // Tokens of the vocabulary keep its ids, and the others come behind it.
  const tokenizer = createTokenizer(json);
  expect(["x", "ab", "abc", "[M]", "É"].map((name) => tokenizer.tokenOf(name)[0]!.id)).toEqual([
    1, 3, 4, 5, 6
  ]);
});

test("NFC puts many marks on one letter in order", () => {
  const json = {
    normalizer: {type: "NFC"},
    pre_tokenizer: {type: "FixedLength", length: 1},
    model: words("ạ", "\u0301", "\u0323")
  };
  const names = shown(json, `a${"\u0301\u0323".repeat(60)}`).map(([name]) => name);
  expect(names.join("")).toBe(`ạ${"\u0323".repeat(59)}${"\u0301".repeat(60)}`);
});

test("lone surrogates are read as U+FFFD", () => {
  const json = {
    model: words("\ufffd"),
    pre_tokenizer: {type: "Split", pattern: {Regex: "."}, behavior: "Isolated"}
  };
  expect(
    createTokenizer(json)
      .encode("\ud800")
      .map(({id, start, end}) => [id, start, end])
  ).toEqual([[1, 0, 1]]);
});

test("what is not known is refused by its name, with a way on", () => {
  for (const part of ["normalizer", "pre_tokenizer", "post_processor", "decoder"])
    expect(() => createTokenizer({model: words("a"), [part]: {type: "Other"}})).toThrow(
      new RegExp(
        `${part} is a "Other", which is not known; one of Sequence, .*; give ids of tokens`
      )
    );
});
