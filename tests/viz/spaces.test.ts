/** What the views of inner states and of two sides compute before they draw. */
import {expect, test} from "vitest";
import {unitsOf, diff} from "../../packages/viz/src/compare/diff.ts";
import {
  comparedOf,
  explainedOf,
  scoreOf,
  turningPoint
} from "../../packages/viz/src/compare/compared.ts";
import type {Sides} from "../../packages/viz/src/compare/data.ts";
import type {Token} from "../../packages/viz/src/data.ts";
import {alignedLayers} from "../../packages/viz/src/projection/align.ts";
import type {Aligned, Point} from "../../packages/viz/src/projection/align.ts";
import {beside, gathered, Placement} from "../../packages/viz/src/projection/labels.ts";
import {Nearest} from "../../packages/viz/src/projection/nearest.ts";
import {layersOf, seriesOf} from "../../packages/viz/src/probe/data.ts";
import type {Probing} from "../../packages/viz/src/probe/data.ts";
import {domainOf} from "../../packages/viz/src/similarity/draw-similarity.ts";
import type {Comparison} from "../../packages/viz/src/similarity/data.ts";
import compare from "./data/compare.json" with {type: "json"};
import probings from "./data/probe.json" with {type: "json"};

const tokensOf = (text: string): Token[] =>
  text.split(/(?= )/).map((part, id) => ({
    id,
    text: part,
    word: null,
    start: null,
    end: null,
    special: false
  }));
const said = (a: string, b: string): string[] =>
  diff(tokensOf(a), tokensOf(b)).map(
    (pair) => `${pair.a?.text ?? "-"}${pair.changed ? "≠" : "="}${pair.b?.text ?? "-"}`
  );

test("words that two texts share stay beside each other, whatever is put in, left out or exchanged", () => {
  expect(said("the cast is awful", "the whole cast is wonderful")).toEqual([
    "the=the",
    "-≠whole",
    "cast=cast",
    "is=is",
    "awful≠wonderful"
  ]);
  expect(said("a b c", "a b c")).toEqual(["a=a", "b=b", "c=c"]);
  expect(said("a b", "c d e")).toEqual(["a≠c", "b≠d", "-≠e"]);
  expect(said("a b c d", "b x d")).toEqual(["a≠-", "b=b", "c≠x", "d=d"]);
  // Every token of both sides stands in exactly one pair.
  const [a, b] = [tokensOf("x a b a c a"), tokensOf("a c a b y")];
  const pairs = diff(a, b);
  expect(pairs.flatMap((pair) => pair.a?.positions ?? [])).toEqual([0, 1, 2, 3, 4, 5]);
  expect(pairs.flatMap((pair) => pair.b?.positions ?? [])).toEqual([0, 1, 2, 3, 4]);
});

test("parts of a word are one word, and its punctuation another", () => {
  const {tokens} = compare.models.a.attribution;
  expect(unitsOf(tokens)[0]).toMatchObject({text: "Heathrow", positions: [0, 1, 2]});
  const review = compare.reviews.a.attribution.tokens;
  expect(
    unitsOf(review)
      .slice(-3)
      .map(({text}) => text)
  ).toEqual(["awful", ".", "</s>"]);
});

test("two sides are on one scale; the word that turned the answer and the probabilities are the data's", () => {
  const sides = compare.reviews as unknown as Sides;
  const compared = comparedOf(sides);
  const scores = [sides.a, sides.b].flatMap(({attribution}) => attribution.scores);
  expect(compared.top).toBe(Math.max(...scores.map(Math.abs)));
  const turn = turningPoint(compared, sides)!;
  expect([turn.a!.text, turn.b!.text]).toEqual(["awful", "wonderful"]);
  expect(scoreOf(sides.b, turn.b)).toBe(sides.b.attribution.scores[turn.b!.positions[0]!]);
  const {id} = sides.a.attribution.target;
  expect(explainedOf(sides.a)).toBe(sides.a.candidates!.top.find((c) => c.id === id)!.probability);
  // A model that writes everything small has the same words.
  const models = comparedOf(compare.models as unknown as Sides);
  expect(models.models).toBe(true);
  expect(models.pairs.find(({a}) => a?.text === "Heathrow")).toMatchObject({
    b: {text: "heathrow"},
    changed: false
  });
});

test("a layer is mirrored (PCA) or turned (UMAP) to the one before, and distances stay", () => {
  const points: readonly Point[] = [
    [0, 0],
    [4, 1],
    [1, 3],
    [-2, 2],
    [5, -3]
  ];
  const layer = (list: readonly Point[]) => ({layer: 0, points: list, explained: null});
  const mirrored = points.map(([x, y]): Point => [-x, y]);
  const [first, second] = alignedLayers({method: "pca", layers: [layer(points), layer(mirrored)]});
  expect(second!.points).toEqual(first!.points);
  expect(second!.mirrored).toEqual([true, false]);
  for (const flip of [1, -1]) {
    const turned = points.map(([x, y]): Point => {
      const [u, v] = [x, flip * y];
      return [u * Math.cos(2) - v * Math.sin(2) + 7, u * Math.sin(2) + v * Math.cos(2)];
    });
    const [{points: one}, {points: two}] = alignedLayers({
      method: "umap",
      layers: [layer(points), layer(turned)]
    }) as readonly [Aligned, Aligned];
    const [dx, dy] = [two[0]![0] - one[0]![0], two[0]![1] - one[0]![1]];
    two.forEach(([x, y], i) => {
      expect(x - dx).toBeCloseTo(one[i]![0], 10);
      expect(y - dy).toBeCloseTo(one[i]![1], 10);
    });
  }
});

test("the nearest of many points is found as by looking at all of them", () => {
  const points = Array.from({length: 5000}, (_, i): Point => [
    (i * 7919) % 701,
    (i * 104729) % 397
  ]);
  const nearest = new Nearest(points);
  for (let i = 0; i < 50; i++) {
    const [x, y] = [(i * 61) % 700, (i * 37) % 400];
    const distances = points.map(([px, py]) => Math.hypot(px - x, py - y));
    expect(distances[nearest.at(x, y)!]).toBe(Math.min(...distances));
  }
  expect(new Nearest([[0, 0]]).at(40, 40)).toBeNull();
});

test("labels cover neither each other nor points; a group is named where it lies together", () => {
  const points: readonly Point[] = [
    [50, 50],
    [60, 52],
    [54, 60]
  ];
  const placement = new Placement({width: 200, height: 100}, points);
  const placed = points.map((point, i) => placement.take(beside(`token ${i}`, point, i)));
  expect(placed.filter(Boolean).length).toBeGreaterThan(0);
  expect(placement.take(beside("x".repeat(40), [50, 50], 0))).toBeUndefined();
  const far = points.map(([x, y]): Point => [x + 100, y]);
  expect(gathered([points, far])).toEqual([true, true]);
  expect(
    gathered([
      [points[0]!, far[1]!],
      [points[1]!, far[0]!, [0, 0]]
    ])
  ).not.toEqual([true, true]);
});

test("the scale of similarities is the data's range, and what is no number is not in it", () => {
  const of = (values: readonly (readonly (number | null)[])[]) =>
    domainOf({values} as unknown as Comparison);
  expect(of([[0.74, 1]])).toEqual([0.7, 1]);
  expect(
    of([
      [-0.05, 0.62],
      [null, NaN]
    ])
  ).toEqual([-0.1, 0.7]);
  expect(of([[1, 1]])).toEqual([0, 1]);
  expect(of([[null]])).toEqual([0, 1]);
});

test("several probings share the axis of layers, in order of computation", () => {
  const [one, two] = probings as unknown as readonly [Probing, Probing];
  const part = {...two, layers: two.layers.slice(3, 5).toReversed()};
  expect(layersOf([part, one])).toEqual(["embedding", 0, 1, 2, 3, 4, 5, 6, 7]);
  expect(layersOf(part)).toEqual([2, 3]);
  const {name: _, ...nameless} = one;
  expect(seriesOf(nameless)[0]!.name).toBe("accuracy");
});
