import fc from "fast-check";
import {describe, expect, test} from "vitest";
import type {Token} from "../../packages/viz/src/data.ts";
import {joinedText, spelledTogether} from "../../packages/viz/src/token/bytes.ts";
import {graphemes} from "../../packages/viz/src/token/graphemes.ts";
import {spokenToken, tokenLabel, tokenText, unseen} from "../../packages/viz/src/token/label.ts";
import {mergeTokens} from "../../packages/viz/src/token/merge.ts";
import {wordRuns} from "../../packages/viz/src/token/words.ts";
import {stripTable} from "../../packages/viz/src/token-strip/token-strip.ts";

const plain = {id: 7, word: null, start: null, end: null, special: false} as const;
const token = (text: string | null, more: Partial<Token> = {}): Token => ({
  ...plain,
  text,
  ...more
});
const encoder = new TextEncoder();

/** Cuts a text into tokens of whole characters, or of bytes at any place. */
function cutAnywhere(text: string, cuts: readonly number[]): readonly Token[] {
  const bytes = [...encoder.encode(text)];
  const places = [
    ...new Set([0, ...cuts.map((c) => c % (bytes.length + 1)), bytes.length])
  ].toSorted((a, b) => a - b);
  return places.slice(1).map((end, i) => {
    const part = bytes.slice(places[i], end);
    const said = new TextDecoder("utf-8", {ignoreBOM: true}).decode(Uint8Array.from(part));
    return token(said, said.includes("\ufffd") ? {bytes: part} : {});
  });
}

/** What texts are hard to cut at: spaces, joiners, marks, scripts of either direction. */
const characters = [..." \n\t\u00a0\u200b\u200d\u0301é東京שלום👩abc"];
const scripts = fc.oneof(
  fc.string({unit: "grapheme"}),
  fc.string({unit: "binary"}),
  fc.string({unit: fc.constantFrom(...characters), maxLength: 12})
);
const anyToken: fc.Arbitrary<Token> = fc.record({
  id: fc.nat(60_000),
  text: fc.option(scripts),
  word: fc.option(fc.nat(9)),
  start: fc.option(fc.nat(99)),
  end: fc.option(fc.nat(99)),
  special: fc.boolean()
});

describe("any list of tokens", () => {
  test("is written, said, joined and cut without losing a text or a token", () => {
    fc.assert(
      fc.property(fc.array(anyToken, {maxLength: 12}), (tokens) => {
        const whole = tokens.map(({text}) => text ?? "").join("");
        for (const merge of ["tokens", "words", "characters"] as const) {
          const merged = mergeTokens(tokens, merge);
          expect(joinedText(merged.map(({token: t}) => t))).toBe(whole);
          const covered = merged.flatMap(({first, last}) =>
            Array.from({length: last - first + 1}, (_, i) => first + i)
          );
          expect([...new Set(covered)]).toEqual([...tokens.keys()]);
        }
        expect(
          wordRuns(tokens)
            .flat()
            .map(({position}) => position)
        ).toEqual([...tokens.keys()]);
        const {rows} = stripTable({tokens});
        expect(rows.map(([cell]) => cell!.value ?? "").join("")).toBe(whole);
        for (const one of tokens) {
          expect(tokenText(one)).not.toBe("");
          expect(graphemes(tokenLabel(one)).length).toBeLessThanOrEqual(24);
          expect(spokenToken(one)).not.toMatch(/undefined|null/);
        }
      })
    );
  });

  test("has its gaps where the offsets have them", () => {
    const words = fc.array(fc.tuple(fc.stringMatching(/^[a-zé東]{1,5}$/u), fc.boolean()), {
      maxLength: 9
    });
    fc.assert(
      fc.property(words, (parts) => {
        let at = 0;
        const tokens = parts.map(([text, apart]) => {
          if (apart && at) at++;
          const start = at;
          at += text.length;
          return token(text, {start, end: at});
        });
        const gaps = wordRuns(tokens)
          .flat()
          .map(({gap}) => gap);
        expect(gaps).toEqual(tokens.map(({start}, i) => i > 0 && start! > tokens[i - 1]!.end!));
      })
    );
  });
});

test("a text cut into bytes anywhere is whole again, and its characters are those of the text", () => {
  fc.assert(
    fc.property(
      fc.string({unit: "grapheme"}),
      fc.array(fc.nat(999), {maxLength: 9}),
      (text, cuts) => {
        const tokens = cutAnywhere(text, cuts);
        expect(joinedText(tokens)).toBe(text);
        for (const merge of ["words", "characters"] as const)
          expect(joinedText(mergeTokens(tokens, merge).map(({token: t}) => t))).toBe(text);
        for (const {text: character} of spelledTogether(tokens)) expect(text).toContain(character);
      }
    )
  );
});

test("bytes are written in digits and said together once their character is whole", () => {
  const tokens = cutAnywhere("café👩‍👧", [4, 7, 9, 12]);
  expect(tokens.map((t) => tokenText(t))).toEqual(["caf C3", "A9 F0 9F", "91 A9", "U+200D", "👧"]);
  expect(spelledTogether(tokens).map(({text, last}) => [text, last])).toContainEqual(["é", 1]);
  expect(mergeTokens(tokens, "characters").map(({token: t}) => t.text)).toContain("👧");
});

test("words are joined by the text's own words, characters keep their gap and their marks", () => {
  const tokens = [" He", "ath", "row", " ist", ",", " 東", "京", "e\u0301"].map((text, i) =>
    token(text, {word: [0, 0, 0, 1, 2, 3, 3, 4][i]!})
  );
  const texts = (merge: "words" | "characters"): (string | null)[] =>
    mergeTokens(tokens, merge).map(({token: t}) => t.text);
  expect(texts("words")).toEqual([" Heathrow", " ist", ",", " 東京", "e\u0301"]);
  expect(texts("characters")).toEqual(" H|e|a|t|h|r|o|w| i|s|t|,| 東|京|e\u0301".split("|"));
});

test("what nobody sees is named in the tooltip; an emoji of several parts stays one", () => {
  expect(unseen("a\u00a0b\u200b")).toEqual([
    ["no-break space", "U+00A0"],
    ["zero-width space", "U+200B"]
  ]);
  expect(tokenText(token("👩‍👩‍👧"))).toBe("👩‍👩‍👧");
  expect(tokenText(token("\u200d"))).toBe("U+200D");
  expect(tokenText(token("\u0301"))).toBe("◌\u0301");
});

test("a long token is cut between characters and whole in the table", () => {
  const text = "e\u0301".repeat(30);
  expect(tokenLabel(token(text))).toBe(`${"e\u0301".repeat(12)}…${"e\u0301".repeat(11)}`);
  expect(stripTable({tokens: [token(text)]}).rows[0]![0]!.text).toBe(text);
});
