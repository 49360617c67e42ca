/** Words, sentences and messages of a conversation, and what its template holds of a map. */
import {expect, test} from "vitest";
import {mergeTokens, wordRuns} from "../../packages/viz/src/index.ts";
import type {Attribution, Token} from "../../packages/viz/src/data.ts";
import {templateFact} from "../../packages/viz/src/saliency/facts.ts";
import {toProduced} from "../../packages/viz/src/saliency/shares.ts";
import {shownOf} from "../../packages/viz/src/saliency/shown.ts";
import type {ShownOptions} from "../../packages/viz/src/saliency/shown.ts";
import {leftOut} from "../../packages/viz/src/token/without.ts";
import {chat} from "./chat.ts";

const {tokens} = chat.begun;
const texts = (list: readonly Token[]): readonly string[] => list.map(({text}) => text!);

test("no word holds both what the template has written and what is said", () => {
  const words = mergeTokens(tokens, "words");
  for (const {first, last} of words) {
    const parts = tokens.slice(first, last + 1);
    expect(new Set(parts.map(({turn, template}) => `${turn} ${template}`)).size).toBe(1);
  }
  // The line break before the question belongs to the template.
  const at = words.findIndex(({token}) => token.text === "What");
  expect(words[at - 1]!.token).toMatchObject({text: "user\n", template: true});
  // Between them there is no seam either, though no space is written.
  const placed = wordRuns(tokens).flat();
  expect(placed[words[at]!.first]!.seam).toBe(false);
  expect(placed.filter(({opens}) => opens).map(({token}) => token.role)).toEqual([
    "system",
    "user",
    "assistant"
  ]);
});

const shown = (options: Partial<ShownOptions>) =>
  shownOf(toProduced(chat.begun), 0, {unit: "token", asText: true, ...options});

test("sentences and messages end where somebody else speaks; a message is one part, its template others", () => {
  const sentences = shown({unit: "sentence"}).whole.data.tokens;
  expect(texts(sentences)).toContain("What is the capital of France?");
  expect(texts(sentences)).toContain("You know capitals.");
  const messages = shown({unit: "message"}).whole.data.tokens;
  expect(texts(messages.filter(({template}) => !template))).toEqual([
    "You know capitals.",
    "What is the capital of France?",
    "The capital of France is"
  ]);
  expect(texts(messages.filter(({template}) => template))[1]).toBe("<|im_end|>\n");
});

test("the template is dimmed and out of the scale; left out, shares are of the rest; as said, of all", () => {
  const {scores} = chat.begun;
  const sum = (keep: (at: number) => boolean): number =>
    scores.reduce((all, score, at) => all + (keep(at) ? Math.abs(score) : 0), 0);
  const all = sum(() => true);
  const said = sum((at) => tokens[at]!.template === false);
  const capital = tokens.findLastIndex(({text}) => text === " capital");

  const dimmed = shown({}).shares!;
  expect(dimmed.dimmed!.slice(0, tokens.length)).toEqual(tokens.map(({template}) => template));
  expect(dimmed.shares[capital]).toBeCloseTo(Math.abs(scores[capital]!) / all, 12);

  const out = shown({without: "template"});
  expect(texts(out.data.tokens)).toEqual(texts(tokens.filter(({template}) => !template)));
  const column = out.positions.indexOf(capital);
  expect(out.shares!.shares[column]).toBeCloseTo(Math.abs(scores[capital]!) / said, 12);
  expect(out.shares!.dimmed).toBeUndefined();

  expect(shown({without: "none"}).shares!.dimmed).toBeUndefined();
  const facts = [undefined, "template", "none"].map(
    (without) => templateFact({tokens, scores}, without)[0]!.value
  );
  const share = `${((100 * (all - said)) / all).toFixed(1)}\u202f% of the map`;
  const plain = (text: string): string => text.replace(/\s/g, " ");
  expect(facts.map(plain)).toEqual(
    [`${share}, out of the scale`, `the template, ${share}`, share].map(plain)
  );
});

test("what the template holds of words is what the words' own shares say", () => {
  const {whole, places} = shown({unit: "word"});
  const held = whole
    .shares!.shares.filter((_, at) => whole.shares!.dimmed![at])
    .reduce<number>((sum, share) => sum + share!, 0);
  const {scores} = whole.shares!.attribution;
  const [fact] = templateFact({tokens, scores, places}, undefined);
  expect(fact!.value.replace(/\s/g, " ")).toBe(
    `${(100 * held).toFixed(1)} % of the map, out of the scale`
  );
});

test("positions stay those of the prompt, whatever is left out; a plain text has nothing to say", () => {
  const out = shown({without: "template", unit: "sentence"});
  expect(out.positions.slice(0, -1)).toEqual(
    [...tokens.keys()].filter((at) => !tokens[at]!.template)
  );
  expect([...leftOut(tokens, "0 -1")]).toEqual([0, tokens.length - 1]);
  expect([...leftOut(tokens, [0, -1])]).toEqual([0, tokens.length - 1]);
  expect([...leftOut(tokens, "special")].every((at) => tokens[at]!.special)).toBe(true);
  expect(leftOut(tokens.slice(0, 1), "template").size).toBe(0);
  const plain: Attribution = {
    ...chat.begun,
    tokens: tokens.map(({turn: _, role: _r, template: _t, ...token}) => token)
  };
  expect(templateFact(plain, undefined)).toEqual([]);
  expect(shownOf(toProduced(plain), 0, {unit: "message", asText: false}).data.tokens.length).toBe(
    1
  );
});
