/** What views say of a token that holds a result, and how what is left out is drawn. */
import {expect, test} from "vitest";
import {topOf} from "../../packages/viz/src/activations/rows.ts";
import type {LensGrid} from "../../packages/viz/src/index.ts";
import {positionOfToken, tokenAtPosition} from "../../packages/viz/src/index.ts";
import {sheetOf} from "../../packages/viz/src/logit-lens/sheet.ts";
import {factorFacts} from "../../packages/viz/src/neurons/facts.ts";
import {omittedOf} from "../../packages/viz/src/neurons/omitted.ts";
import {takenCaption, takenFacts, takenKnob} from "../../packages/viz/src/view/taken.ts";
import lenses from "./data/logit-lens.json" with {type: "json"};
import maps from "./data/projection.json" with {type: "json"};
import {loudLens, loudNeurons, withoutFirst} from "./loud.ts";
import {recordedNeurons} from "./recorded-neurons.ts";

const {grouped, texts} = recordedNeurons;

test("facts and captions name what is left out, and warn of what holds the rest", () => {
  expect(takenFacts({})).toEqual([]);
  const quiet = withoutFirst(grouped);
  expect(takenFacts(quiet)).toEqual([{name: "left out", value: "“[CLS]” (position 0)"}]);
  expect(takenCaption(quiet)).toBe("; left out: “[CLS]” (position 0)");
  const [fact] = takenFacts(loudNeurons(grouped));
  expect(fact).toMatchObject({name: "doubtful", bad: true});
  expect(fact!.value).toMatch(/^position 0 holds 98\.8 %/);
  expect(factorFacts(loudNeurons(grouped))[0]!.value).toMatch(
    /^3\.8\s%, at the other tokens 34\.3\s%$/
  );
  const token = grouped.tokens[0]!;
  const many = [0, 1, 2, 3, 4, 5].map((of) => ({of, position: 0, token}));
  expect(takenCaption({leftOut: many})).toMatch(/“\[CLS\]” \(text 3, position 0\) and 2 more$/);
});

test("the choice stands where a token holds the result, or something is left out", () => {
  const offered = ["", "first", "special"];
  expect(takenKnob(undefined, grouped, offered)).toEqual([]);
  expect(takenKnob(undefined, loudNeurons(grouped), undefined)).toEqual([]);
  expect(takenKnob(undefined, loudNeurons(grouped), offered)[0]).toMatchObject({
    value: "",
    options: [
      ["", "all tokens"],
      ["first", "without the first"],
      ["special", "without special ones"]
    ]
  });
  expect(takenKnob(undefined, withoutFirst(grouped), offered)[0]!.value).toBe("first");
  const said = grouped.tokens.map((token, at) => ({...token, template: at === 0}));
  const [chat] = takenKnob(undefined, {...grouped, tokens: said}, offered);
  expect(chat!.options.at(-1)).toEqual(["template", "without the template"]);
  const [numbers] = takenKnob([0, -1], grouped, offered);
  expect([numbers!.value, numbers!.options.at(-1)]).toEqual(["0 -1", ["0 -1", "without 0 -1"]]);
});

test("a token left out is on no scale", () => {
  const quiet = withoutFirst(grouped);
  expect([...omittedOf(quiet)]).toEqual([0]);
  expect(topOf(quiet)).toBeLessThan(10);
  expect(topOf({...quiet, leftOut: []})).toBe(300);
  const second = {...texts, leftOut: [{of: 1, position: 2, token: texts.tokens[0]!}]};
  expect([...omittedOf(second)]).toEqual([texts.texts[1]!.start + 2]);
});

test("a map without the first tokens knows where its points stand", () => {
  const {texts: map} = maps;
  const cut = {...map, positions: map.texts.map((of, at) => at - map.texts.indexOf(of) + 1)};
  expect([positionOfToken(cut, 0), tokenAtPosition(cut, 1), tokenAtPosition(cut, 0)]).toEqual([
    1,
    0,
    null
  ]);
  expect(positionOfToken(cut, map.tokens.length - 1)).toBeNull();
  expect([positionOfToken(map, 2), tokenAtPosition(map, 2)]).toEqual([2, 2]);
});

test("a lens is shaded by the other positions where one holds more than half", () => {
  const grid = lenses.contrast as unknown as LensGrid;
  const largest = (from: number, of: LensGrid): number =>
    Math.max(...of.cells.flatMap((row) => row.slice(from).map(({kl}) => Math.abs(kl ?? 0))));
  expect(sheetOf(grid).scaleOf("kl")).toEqual({top: largest(0, grid), beyond: null});
  const loud = loudLens(grid);
  const {top, beyond} = sheetOf(loud).scaleOf("kl");
  expect(top).toBe(largest(1, loud));
  expect(beyond).toMatchObject({column: 0, most: largest(0, loud)});
  expect(beyond!.share).toBeGreaterThan(0.9);
  expect(sheetOf(loud).scaleOf("probability")).toEqual({top: 1, beyond: null});
});
