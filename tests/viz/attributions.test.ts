import {expect, test} from "vitest";
import {attributionMethods, spearman} from "../../packages/engine/src/index.ts";
import {
  comparedRows,
  faithfulnessSpan,
  referenceOf
} from "../../packages/viz/src/methods/compared.ts";
import {rankCorrelation} from "../../packages/viz/src/methods/ranks.ts";
import {matrixWords} from "../../packages/viz/src/attribution-matrix/draw-attribution-matrix.ts";
import {matrixValues} from "../../packages/viz/src/attribution-matrix/scale.ts";
import {mapFacts, sumFact, warningText} from "../../packages/viz/src/saliency/facts.ts";
import {methodFamilies} from "../../packages/viz/src/saliency/methods.ts";
import {toProduced} from "../../packages/viz/src/saliency/shares.ts";
import {shownOf} from "../../packages/viz/src/saliency/shown.ts";
import {addedUp} from "../../packages/viz/src/saliency/units.ts";
import {attributions} from "./recorded-attributions.ts";
import {recorded} from "./recorded.ts";

const sum = (list: readonly number[]): number => list.reduce((all, x) => all + x, 0);
const {measured, words, warned, relevance, review, drawn} = attributions.saliency;

test("views group every method of the engine, and no other", () => {
  expect(Object.values(methodFamilies).flat().toSorted()).toEqual(attributionMethods.toSorted());
});

test("a word's score is the sum of its parts, and all words together what all tokens are", () => {
  const {data, places} = addedUp(recorded.attributions, "word", 0);
  const [whole, tokens] = [data.attributions[0]!, recorded.attributions.attributions[0]!];
  expect(data.tokens[0]!.text).toBe("Heathrow");
  expect(places[0]).toEqual([0, 1, 2]);
  expect(whole.scores[0]).toBeCloseTo(sum(tokens.scores.slice(0, 3)), 12);
  expect(sum(whole.scores)).toBeCloseTo(sum(tokens.scores), 12);
  expect(data.tokens).toHaveLength(8);
  // England is explained by the produced London too, which stands for itself.
  expect(data.attributions[1]!.tokens.at(-1)!.text).toBe(" London");
});

test("sentences end where the text's do, special tokens stand alone", () => {
  const {data} = addedUp(toProduced(review), "sentence", 0);
  expect(data.tokens.map(({text}) => text)).toEqual([
    " The film's only weakness is its length.",
    " I would watch it again.",
    "</s>"
  ]);
  // In a text every token keeps its place and has its sentence's share.
  const {shares, places, whole} = shownOf(toProduced(review), 0, {unit: "sentence", asText: true});
  expect(new Set(shares!.scores.slice(0, 9))).toEqual(new Set([whole.shares!.scores[0]]));
  expect(places[3]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test("what was taken out as a whole is never split", () => {
  const {data, places} = addedUp(toProduced(words), "token", 0);
  expect(places[0]).toEqual([0, 1, 2]);
  expect(data.attributions[0]!.scores[0]).toBeCloseTo(words.groups![0]!.score, 4);
});

test("a warning says what to take instead in the views' own words, and is marked", () => {
  expect(warningText(warned.warning!)).toMatch(
    /take DeepLift, Owen values, Shapley values, Relevance \(CP-LRP\)/
  );
  expect(warningText(warned.warning!)).toMatch(/add up to −/);
  expect(mapFacts(warned).filter(({bad}) => bad)).toHaveLength(2);
  // More steps do nothing for relevance, and nothing is advised where no advice holds.
  const before = {...relevance, warning: null, delta: 9, change: 10};
  expect(sumFact(before)[0]).toMatchObject({bad: true});
  expect(sumFact(before)[0]!.value).toContain("try DeepLift");
  expect(sumFact({...before, method: "shapley"})[0]!.value).toMatch(/does not add up$/);
});

test("figures of quality stand beside what chance and the best order reach", () => {
  const facts = Object.fromEntries(mapFacts(measured).map(({name, value}) => [name, value]));
  expect(facts["loses without the first"]).toBe("+6.84 (random +2.68, best +6.75)");
  expect(facts["with them alone"]).toBe("+6.22 (random +9.64, best +6.06)");
  expect(facts["rank correlation with"]).toContain("Occlusion +0.53");
  expect(Object.fromEntries(mapFacts(drawn).map(({name, value}) => [name, value]))["drawn"]).toBe(
    "± 3.40 at most"
  );
});

test("rows of the matrix add up to 1 by size, and the top is the largest cell", () => {
  const {produced} = attributions.matrices;
  const {at, top, columns} = matrixValues(produced, {scale: "row", signed: false});
  expect(columns).toBe(15);
  const rows = produced.rows.map(({scores}, row) => scores.map((_, column) => at(row, column)!));
  for (const row of rows) expect(sum(row)).toBeCloseTo(1, 12);
  expect(top).toBe(Math.max(...rows.flat()));
  expect(at(0, 10)).toBeUndefined();
  const one = matrixValues(produced, {scale: "one", signed: true});
  expect(one.at(0, 2)).toBe(produced.rows[0]!.scores[2]);
  expect(matrixWords({scale: "row", signed: true}).full(-0.0123)).toBe("−1.2\u00a0%");
});

test("agreement is the engine's rank correlation", () => {
  const maps = attributions.methods.methods.map(({attribution}) => attribution!.scores);
  for (const map of maps)
    expect(rankCorrelation(maps[0]!, map)).toBeCloseTo(spearman(maps[0]!, map), 12);
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
  expect(rankCorrelation([1], [1])).toBeNull();
});

test("a method is hollow where it is close to random, judged by the best of them", () => {
  const rows = comparedRows(attributions.methods);
  expect(rows.filter(({hollow}) => hollow).map(({method}) => method)).toEqual([
    "attn-lrp",
    "input-x-gradient",
    "saliency",
    "attention-rollout"
  ]);
  expect(referenceOf(rows, null)!.method).toBe("integrated-gradients");
  expect(referenceOf(rows, "occlusion")!.method).toBe("occlusion");
  const [low, high] = faithfulnessSpan(rows);
  expect([low, high]).toEqual([0, rows[0]!.faithfulness]);
});
