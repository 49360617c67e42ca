import {describe, expect, test} from "vitest";
import type {GenerationData} from "../../packages/viz/src/index.ts";
import {chosenHow, rankOf} from "../../packages/viz/src/generation/draw-generation.ts";
import {
  answers,
  firstStep,
  positionOfStep,
  stepAt
} from "../../packages/viz/src/generation/places.ts";
import {childOf, pathOf, placeTree} from "../../packages/viz/src/generation/tree.ts";
import json from "./data/generation.json" with {type: "json"};

const {greedy, drawn, beams, masks, answer} = json as unknown as Readonly<
  Record<"greedy" | "drawn" | "beams" | "masks" | "answer", GenerationData>
>;

describe("the tree of beam search", () => {
  const tree = placeTree(beams);

  test("every node has a place, more probable texts stand higher", () => {
    expect(tree.columns).toHaveLength(6);
    expect(tree.byId.size).toBe(beams.tree!.length);
    for (const column of tree.columns) {
      expect(column.map(({row}) => row)).toEqual([...column.keys()]);
      const sums = column.map(({node}) => node.logprob);
      expect(sums).toEqual(sums.toSorted((a, b) => b - a));
    }
  });

  test("the path to the leaf spells what is returned", () => {
    const path = pathOf(beams).map((id) => beams.tree![id]!);
    expect(path.map(({text}) => text)).toEqual(beams.steps.map(({token}) => token.text));
    expect(path.every(({id}) => tree.byId.get(id)!.chosen)).toBe(true);
    expect([...tree.byId.values()].filter(({chosen}) => chosen)).toHaveLength(6);
    path.slice(0, -1).forEach(({id}, step) => {
      expect(childOf(tree, tree.byId.get(id)!)!.node.id).toBe(path[step + 1]!.id);
    });
    expect(pathOf(greedy)).toEqual([]);
  });
});

test("produced tokens stand behind the text, or where a mask was", () => {
  expect(positionOfStep(greedy, 1)).toBe(greedy.tokens.length + 1);
  expect(masks.steps.map((_, step) => positionOfStep(masks, step))).toEqual([2, 6]);
  expect(stepAt(masks, 6)).toBe(1);
  expect(stepAt(masks, 3)).toBe(-1);
  expect(stepAt(greedy, 3)).toBe(-1);
  expect(firstStep(greedy)).toBe(0);
  expect([greedy, masks, answer].map(answers)).toEqual([false, false, true]);
});

test("how a token was chosen is told from the result", () => {
  expect(chosenHow(greedy.steps[0]!, greedy)).toBe("the likeliest");
  expect(chosenHow(drawn.steps[3]!, drawn)).toMatch(/^drawn at 18\.3\s% of/);
  expect(chosenHow(beams.steps[0]!, beams)).toBe("by beam search");
  const [first] = greedy.steps;
  const second = {...first!, token: {...first!.token, id: first!.candidates[1]!.id}};
  expect(chosenHow(second, greedy)).toBe("the likeliest after a penalty");
  expect(rankOf(second)).toBe("2");
  expect(rankOf(drawn.steps[0]!)).toBe("> 8");
});
