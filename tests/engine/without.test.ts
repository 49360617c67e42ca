/** Which positions are left out, by name and by number. */
import {expect, test} from "vitest";
import {InputError, keptPositions} from "../../packages/engine/src/index.ts";
import type {Token, Without} from "../../packages/engine/src/index.ts";
import {keptOf} from "../../packages/engine/src/explain/without.ts";

const token = (text: string, about: Partial<Token> = {}): Token => ({
  id: 0,
  text,
  word: 0,
  start: 0,
  end: 1,
  special: false,
  ...about
});
const chat: readonly Token[] = [
  token("<s>", {special: true, template: true}),
  token("user", {template: true}),
  token("hello", {template: false}),
  token("</s>", {special: true, template: true})
];

const cases: readonly (readonly [Without | undefined, readonly number[]])[] = [
  [undefined, [0, 1, 2, 3]],
  [[], [0, 1, 2, 3]],
  ["first", [1, 2, 3]],
  ["special", [1, 2]],
  ["template", [2]],
  [
    [0, -1, 0],
    [1, 2]
  ]
];
test.each(cases)("without %j, these are kept", (without, kept) => {
  expect(keptPositions(chat, without)).toEqual(kept);
});

test("what a text has none of leaves all of it", () => {
  expect(keptPositions([token("a"), token("b")], "template")).toEqual([0, 1]);
  expect(keptPositions([], "first")).toEqual([]);
});

const refused: readonly (readonly [unknown, string])[] = [
  [
    [4],
    "without: position 4 is not in the text, expected whole numbers from 0 to 3, or from −1 back to −4"
  ],
  [[-5], "position -5 is not in the text"],
  [[0.5], "position 0.5 is not in the text"],
  [[0, 1, 2, 3], "without: [0, 1, 2, 3] leaves nothing of 4 tokens; give a longer text"],
  ["last", 'without: got "last", expected one of first, special, template, or positions from 0']
];
test.each(refused)("without %j is refused", (without, message) => {
  const ask = (): readonly number[] => keptPositions(chat, without as Without);
  expect(ask).toThrow(InputError);
  expect(ask).toThrow(message);
});

test("the only token is not left out", () => {
  expect(() => keptPositions([token("Love")], "first")).toThrow(
    'without: "first" leaves nothing of 1 token'
  );
});

test("names mean real tokens, numbers the whole row", () => {
  expect(keptOf(chat, [1, 2, 3], "first")).toEqual([2, 3]);
  expect(keptOf(chat, [1, 2, 3], [0, 1])).toEqual([2, 3]);
  expect(keptOf(chat, [1, 2], undefined)).toEqual([1, 2]);
  expect(() => keptOf(chat, [1], [1])).toThrow("without: [1] leaves nothing of 1 token");
});
