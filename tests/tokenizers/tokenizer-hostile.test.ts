/** tokenizer.json and tokenizer_config.json made to harm: what a library that believes them would throw or hang on. */
import {expect, test} from "vitest";
import {EccoError} from "../../packages/engine/src/errors.ts";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import {smallTokenizer} from "./small-tokenizers.ts";
import type {Json} from "./small-tokenizers.ts";

const deep = (): unknown => JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;
const nested = (depth: number, part: string): unknown =>
  depth === 0 ? {type: "ByteLevel"} : {type: "Sequence", [part]: [nested(depth - 1, part)]};

const pairs = smallTokenizer("atlas");
const model = (own: Json, of: Json = pairs): Json => ({
  ...of,
  model: {...(of["model"] as Json), ...own}
});
const pieces = smallTokenizer("critic");
const words = smallTokenizer("cloze");
const normalizer = (component: unknown): Json => ({...pairs, normalizer: component});
const cut = (component: unknown): Json => ({...pairs, pre_tokenizer: component});
const added = (...tokens: readonly unknown[]): Json => ({...pairs, added_tokens: tokens});

const letters = (count: number): string => "x".repeat(count);

const hostile: readonly (readonly [string, unknown, RegExp])[] = [
  ["a list", [], /no model in it/],
  ["a text", "{}", /no model in it/],
  ["a model that is a list", {...pairs, model: []}, /no model in it/],
  ["an unknown kind of model", model({type: "foo"}), /model\.type is "foo", which is not known/],
  ["the kind constructor", model({type: "constructor"}), /model\.type is "constructor"/],
  ["no vocabulary", model({vocab: null}), /model\.vocab is null, expected an object/],
  ["an id of 4e9", model({vocab: {a: 4e9}}), /the id of "a" is 4000000000, expected a whole/],
  ["an id of −1", model({vocab: {a: -1}}), /the id of "a" is -1/],
  ["an id of 1.5", model({vocab: {a: 1.5}}), /the id of "a" is 1\.5/],
  ["an id that is a text", model({vocab: {a: "1"}}), /the id of "a" is "1"/],
  ["merges that are none", model({merges: null}), /model\.merges is null, expected a list/],
  ["a merge of one piece", model({merges: ["ab"]}), /one of model\.merges is "ab"/],
  [
    "a merge of three pieces",
    model({merges: [["a", "b", "c"]]}),
    /one of model\.merges is \["a","b","c"\]/
  ],
  ["merges of both kinds", model({merges: [["a", "b"], "a b"]}), /one of model\.merges is "a b"/],
  ["a merge of null", model({merges: [null]}), /one of model\.merges is null/],
  [
    "a merge of a piece that is not there",
    model({vocab: {a: 0, b: 1}, merges: [["a", "b"]]}),
    /the merge of "a" and "b" needs "ab", which is not in model\.vocab/
  ],
  ["merges left out by chance", model({dropout: 0.1}), /model\.dropout is 0\.1/],
  [
    "spaces of several characters",
    cut({type: "Metaspace", replacement: "__"}),
    /pre_tokenizer\.replacement is "__", expected one character/
  ],
  [
    "rules that are no base64",
    normalizer({type: "Precompiled", precompiled_charsmap: "?"}),
    /precompiled_charsmap is not base64/
  ],
  [
    "rules that are too short",
    normalizer({type: "Precompiled", precompiled_charsmap: "AAAA"}),
    /precompiled_charsmap holds 3 bytes/
  ],
  [
    "a template that writes a text twice",
    {
      ...pairs,
      post_processor: {
        type: "TemplateProcessing",
        single: [{Sequence: {id: "A"}}, {Sequence: {id: "A"}}]
      }
    },
    /post_processor\.single holds the text 2 times/
  ],
  ["a way to cut that is none", cut({type: "Punctuation", behavior: "x"}), /one of Removed/],
  ["pieces without scores", model({vocab: [["a"]]}, pieces), /an entry of model\.vocab is \["a"\]/],
  ["a piece of null", model({vocab: [null]}, pieces), /an entry of model\.vocab is null/],
  [
    "a piece of five million letters",
    model({vocab: [[letters(5e6), 0]]}, pieces),
    /model\.vocab is 5000000, expected up to 4194304 characters/
  ],
  [
    "an added token of five million letters",
    added({id: 1, content: letters(5e6)}),
    /added_tokens is 5000000, expected up to/
  ],
  ["no pieces", model({vocab: []}, pieces), /model\.vocab is \[\]/],
  ["an unknown piece out of the list", model({unk_id: 4e9}, pieces), /model\.unk_id is 4000000000/],
  ["no unknown word", model({unk_token: null}, words), /model\.unk_token is null, expected a text/],
  [
    "words of 1e12 characters",
    model({max_input_chars_per_word: 1e12}, words),
    /max_input_chars_per_word/
  ],
  ["added tokens that are an object", {...pairs, added_tokens: {}}, /added_tokens is \{\}/],
  ["an added token of null", added(null), /one of added_tokens is null/],
  ["an added id of 4e9", added({id: 4e9, content: "x"}), /one of added_tokens is .*4000000000/],
  ["an added token without text", added({id: 1, content: null}), /one of added_tokens/],
  [
    "an added token special by a text",
    added({id: 1, content: "x", special: "yes"}),
    /special of "x" is "yes"/
  ],
  [
    "a normalizer called constructor",
    normalizer({type: "constructor"}),
    /normalizer is a "constructor", which/
  ],
  [
    "a normalizer called __proto__",
    normalizer(JSON.parse('{"type":"__proto__"}')),
    /a "__proto__", which/
  ],
  [
    "a normalizer of no type",
    normalizer({}),
    /normalizer is \{\}, expected an object with a "type"/
  ],
  ["a normalizer that is deep", normalizer(deep()), /normalizer is nested too deep to show/],
  [
    "a pattern of null",
    normalizer({type: "Replace", pattern: null}),
    /normalizer\.pattern is null/
  ],
  [
    "a pattern of nothing known",
    normalizer({type: "Replace", pattern: {}}),
    /normalizer\.pattern is \{\}/
  ],
  ["a pattern that is none", cut({type: "Split", pattern: {Regex: "("}}), /tokenizer\.json: /],
  [
    "text in front that is a number",
    normalizer({type: "Prepend", prepend: 5}),
    /normalizer\.prepend is 5/
  ],
  ["pieces of length 0", cut({type: "FixedLength", length: 0}), /pre_tokenizer\.length is 0/],
  ["sequences nine deep", cut(nested(9, "pretokenizers")), /nested up to 8 deep/],
  [
    "a thousand components",
    cut({type: "Sequence", pretokenizers: Array(1000).fill({type: "Whitespace"})}),
    /up to 256 components/
  ],
  ["a sequence of nothing", cut({type: "Sequence"}), /pre_tokenizer\.pretokenizers is missing/],
  [
    "a template of null",
    {...pairs, post_processor: {type: "TemplateProcessing", single: [null]}},
    /post_processor\.single is \[null\]/
  ],
  [
    "a template with an unknown token",
    {
      ...pairs,
      post_processor: {
        type: "TemplateProcessing",
        single: [{SpecialToken: {id: "nowhere"}}, {Sequence: {id: "A"}}]
      }
    },
    /of which special_tokens gives no ids/
  ],
  [
    "no tokens around",
    {...pairs, post_processor: {type: "BertProcessing", cls: ["a", 0]}},
    /post_processor\.sep is null/
  ],
  [
    "a decoder that strips by a text",
    {...pairs, decoder: {type: "Strip", start: "1"}},
    /decoder\.start is "1"/
  ]
];

/** Returns what an error of ours says; throws all others. */
function refusal(read: () => unknown): string {
  try {
    read();
    return "read";
  } catch (error) {
    if (error instanceof EccoError) return error.message;
    throw error;
  }
}

test.each(hostile)("%s: a typed error that says so", (_, json, message) => {
  expect(refusal(() => createTokenizer(json))).toMatch(message);
});

test.each([
  [
    "a template of null in a list",
    {chat_template: [null]},
    /chat_template is \[null\], expected a text/
  ],
  ["a template that is a number", {chat_template: 5}, /chat_template is 5/],
  ["a template without a text", {chat_template: [{name: "default"}]}, /chat_template is/],
  ["a template that is deep", {chat_template: deep()}, /chat_template is nested too deep/],
  ["a list", [], /tokenizer_config\.json: got \[\], expected an object/]
])("tokenizer_config.json, %s: a typed error that says so", (_, config, message) => {
  expect(refusal(() => createTokenizer(pairs, config))).toMatch(message);
});

test("names that every object has are tokens like others", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const vocab = JSON.parse(
    `{${names.map((name, id) => `"${name}":${id}`).join(",")},"a":4}`
  ) as object;
  const tokenizer = createTokenizer({model: {type: "BPE", vocab, merges: []}, added_tokens: []});
  expect([0, 1, 2, 3].map((id) => tokenizer.piece(id))).toEqual(names);
  expect(tokenizer.encode("a").map(({id}) => id)).toEqual([4]);
});

test("a field that nobody reads may be as deep as it likes", () => {
  const pre = {type: "ByteLevel", add_prefix_space: false, other: deep()};
  expect(createTokenizer({...pairs, pre_tokenizer: pre, extra: deep()}).encode("A")).toHaveLength(
    1
  );
});
