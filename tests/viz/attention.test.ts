import {describe, expect, test} from "vitest";
import {awayOf, meanOf, rollout} from "../../packages/viz/src/index.ts";
import type {AttentionData} from "../../packages/viz/src/index.ts";
import {defaultQuery, shownHead} from "../../packages/viz/src/attention/choose.ts";
import {allMeans, isMasked} from "../../packages/viz/src/attention/weights.ts";
import json from "./data/attention.json" with {type: "json"};

const {
  atlas,
  cloze,
  rollout: expected
} = json as unknown as {
  readonly atlas: AttentionData;
  readonly cloze: AttentionData;
  readonly rollout: {readonly position: number; readonly scores: readonly number[]};
};

describe("rollout", () => {
  test("ends with what the engine's attention rollout gives", () => {
    const layers = rollout(allMeans(atlas)!, expected.position);
    expect(layers).toHaveLength(atlas.patterns.length);
    layers.at(-1)!.forEach((share, key) => expect(share).toBeCloseTo(expected.scores[key]!, 6));
  });

  test("halves what attends to itself alone, whatever a row sums to", () => {
    const [after] = rollout(
      [
        [
          [2, 0],
          [3, 1]
        ]
      ],
      1
    );
    expect(after).toEqual([0.375, 0.625]);
  });
});

test("what no head of a layer sees is masked, what one head leaves out is not", () => {
  const layer = [
    [
      [1, 0],
      [0, 1]
    ],
    [
      [1, 0],
      [0.5, 0.5]
    ]
  ];
  expect(isMasked(layer, 0, 1)).toBe(true);
  expect(isMasked(layer, 1, 0)).toBe(false);
  expect(meanOf(layer)).toEqual([
    [1, 0],
    [0.25, 0.75]
  ]);
  // The first token sees itself alone: it has no choice and does not count.
  expect(awayOf(layer)).toEqual([1, 0.5]);
  expect(awayOf([[[1]]])).toEqual([null]);
});

describe("which head is shown", () => {
  const all = {layer: undefined, head: undefined};

  test("what is asked for; else what was shown; else the head that looks off the first token most", () => {
    const best = shownHead(atlas, all, undefined);
    const away = atlas.away.flatMap((heads) => heads!.map(Number));
    expect(atlas.away[best.layer]![best.head as number]).toBe(Math.max(...away));
    expect(shownHead(atlas, all, {layer: 3, head: "mean"})).toEqual({layer: 3, head: "mean"});
    expect(shownHead(atlas, {layer: 1, head: "mean"}, best)).toEqual({layer: 1, head: "mean"});
    expect(shownHead(atlas, {...all, head: 2}, {layer: 3, head: 0})).toEqual({layer: 3, head: 2});
  });

  test("a layer that is not known yet leaves the old picture", () => {
    expect(shownHead(cloze, {layer: 2, head: 1}, {layer: 4, head: 0})).toEqual({layer: 4, head: 0});
    expect(shownHead(cloze, {layer: 2, head: "mean"}, undefined)).toEqual({layer: 2, head: "mean"});
  });
});

test("the token that looks is the mask, else the last that is no special one", () => {
  expect(defaultQuery(cloze)).toBe(2);
  expect(defaultQuery(atlas)).toBe(9);
});
