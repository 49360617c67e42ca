import {expect, test} from "vitest";
import type {Token} from "../../packages/viz/src/data.ts";
import {spokenToken, tokenLabel, tokenText} from "../../packages/viz/src/token/label.ts";
import {wordRuns} from "../../packages/viz/src/token/words.ts";

const token = (text: string, more: Partial<Token> = {}): Token => ({
  id: 7,
  text,
  word: null,
  start: null,
  end: null,
  special: false,
  ...more
});

/** Draws runs as text: `|` between runs, `_` for a gap, `+` for a seam. */
const picture = (tokens: readonly Token[]): string =>
  wordRuns(tokens)
    .map((run) =>
      run
        .map(
          ({token: t, gap, seam}) => `${gap ? "_" : ""}${seam ? "+" : ""}${(t.text ?? "").trim()}`
        )
        .join("")
    )
    .join("|");

test("a leading space is a gap; parts of a word and its punctuation wrap together", () => {
  expect(
    picture(["He", "ath", "row", " airport", " of", " London", ","].map((t) => token(t)))
  ).toBe("He+ath+row|_airport|_of|_London+,");
});

test("offsets decide where tokens do not write their spaces", () => {
  const texts: [string, number, number][] = [
    ["un", 0, 2],
    ["happy", 2, 7],
    ["cat", 8, 11],
    [".", 11, 12]
  ];
  expect(picture(texts.map(([t, start, end]) => token(t, {start, end, word: start})))).toBe(
    "un+happy|_cat+."
  );
});

test("without spaces and offsets word numbers decide, and punctuation stays with its word", () => {
  expect(
    picture([
      token("un", {word: 0}),
      token("happy", {word: 0}),
      token("cat", {word: 1}),
      token(".", {word: 2})
    ])
  ).toBe("un+happy|_cat+.");
});

test("scripts without spaces have seams only, and may break anywhere", () => {
  expect(picture([token("東", {word: 0}), token("京", {word: 1})])).toBe("東|+京");
});

test("special tokens stand apart", () => {
  expect(
    picture([token("[CLS]", {special: true}), token("hi"), token("[SEP]", {special: true})])
  ).toBe("[CLS]|hi|[SEP]");
});

test("a run longer than 24 characters may break", () => {
  const runs = wordRuns(
    ["Donau", "dampf", "schiff", "fahrts", "gesell", "schaft"].map((t) => token(t))
  );
  expect(runs.length).toBeGreaterThan(1);
  expect(runs.flat().map(({position}) => position)).toEqual([0, 1, 2, 3, 4, 5]);
});

test.each([
  [" the", "the", "·the"],
  ["  x", "·x", "··x"],
  [" ", "·", "·"],
  ["   ", "···", "···"],
  ["\n", "⏎", "⏎"],
  ["\t", "⇥", "⇥"],
  ["\u0007", "U+0007", "U+0007"],
  ["a\u200bb", "aU+200Bb", "aU+200Bb"],
  ["<0xC3>", "C3", "C3"],
  ["", "∅", "∅"]
])("%j is shown as %s, in spaces mode as %s", (text, gap, dot) => {
  expect([tokenText(token(text)), tokenText(token(text), "dot")]).toEqual([gap, dot]);
});

test("no token shows its id, a long one keeps both ends", () => {
  expect(tokenLabel({id: 3576, text: null})).toBe("#3576");
  const label = tokenLabel(token("abcdefghijklmnopqrstuvwxyz0123456789"));
  expect(label).toBe("abcdefghijkl…z0123456789");
  expect([...label]).toHaveLength(24);
});

test("spaces and line ends are spoken by name", () => {
  expect([" ", "   ", "\n", "\t", " London"].map((t) => spokenToken(token(t)))).toEqual([
    "space",
    "3 spaces",
    "new line",
    "tab",
    "London"
  ]);
});
