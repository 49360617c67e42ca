/** What the causal views compute before they draw. */
import {describe, expect, test} from "vitest";
import {scaleOf} from "../../packages/viz/src/ablation/scale.ts";
import {ticksOf} from "../../packages/viz/src/bars/ticks.ts";
import {cellFigure, differingWords, rowPhrase} from "../../packages/viz/src/causal/places.ts";
import {markAt, spotOf} from "../../packages/viz/src/direct-logits/marks.ts";
import {marksOf} from "../../packages/viz/src/direct-logits/parts.ts";
import type {DirectLogits} from "../../packages/viz/src/direct-logits/data.ts";
import {chosenColour, coloursOf} from "../../packages/viz/src/logit-lens/colour.ts";
import {lensToGrid} from "../../packages/viz/src/logit-lens/logit-lens.ts";
import {cellAt, spanOf, strongest, variantsOf} from "../../packages/viz/src/patching/shares.ts";
import ablation from "./data/ablation.json" with {type: "json"};
import direct from "./data/direct-logits.json" with {type: "json"};
import lenses from "./data/logit-lens.json" with {type: "json"};
import patching from "./data/patching.json" with {type: "json"};
import {recorded} from "./recorded.ts";

test("ticks are round, lie inside, and zero is one of them", () => {
  expect(ticksOf(0, 7.7, 4)).toEqual([0, 2, 4, 6]);
  expect(ticksOf(-0.53, 0.75, 7)).toEqual([-0.4, -0.2, 0, 0.2, 0.4, 0.6]);
  expect(ticksOf(-3, 4000, 3)).toEqual([0, 2000, 4000]);
  expect(ticksOf(0, 0, 3)).toEqual([]);
});

describe("direct logit attribution", () => {
  const all = Object.values(direct) as readonly DirectLogits[];

  test.each(all.map((data) => [data.by, data] as const))(
    "by %s the steps add up to the logit, and every mark is found again where it stands",
    (_, data) => {
      const marks = marksOf(data);
      const last = marks.steps.at(-2)!;
      expect(last.sum).toBeCloseTo(data.target.value, 4);
      const {layers, columns, neurons, steps} = marks;
      for (let row = 0; row < layers.length + neurons.length + steps.length; row++)
        for (let column = 0; column < (row < layers.length ? columns.length : 1); column++)
          expect(spotOf(marks, markAt(marks, {row, column})!.mark)).toEqual({row, column});
    }
  );
});

describe("patching", () => {
  const {residual, same} = patching;

  test("the words that differ, with what follows", () => {
    expect(differingWords(residual.tokens, residual.cleanTokens)).toBe("Orly …");
    expect(differingWords(residual.cleanTokens, residual.tokens)).toBe("Heathrow …");
    expect(differingWords(same.tokens, same.cleanTokens)).toBe("… the city of");
  });

  test("a share is the way from corrupt to clean, a guess one of its own", () => {
    const {clean, corrupt, approximation} = residual;
    const cell = cellAt(residual, 2, 2)!;
    expect(corrupt + cell.share! * (clean - corrupt)).toBeCloseTo(cell.value, 4);
    expect(corrupt + cell.guessShare! * (clean - corrupt)).toBeCloseTo(approximation![2]![2]!, 4);
    expect(cellAt(residual, 99, 0)).toBeUndefined();
    expect(strongest(residual)).toEqual({row: 7, column: 9});
  });

  test("where both texts answer alike there are only values", () => {
    expect(variantsOf(residual)).toEqual(["share", "values", "approximation"]);
    expect(variantsOf(same)).toEqual(["values"]);
    expect(spanOf(same)).toBe(0);
  });

  test("of the residual stream there is one state more than layers", () => {
    expect(rowPhrase("residual", 0, 9)).toBe("before layer 0");
    expect(rowPhrase("residual", 8, 9)).toBe("after the last layer");
    expect(rowPhrase("head", 7, 8)).toBe("layer 7");
  });
});

test("cells have no room for more than three digits", () => {
  expect([0.86, 0.998, -1.8234, 12.66, 0].map(cellFigure)).toEqual([
    "+.86",
    "+1.0",
    "−1.8",
    "+12.7",
    "0"
  ]);
});

test("ablation: the largest change and where", () => {
  const {top, best} = scaleOf(ablation.head);
  expect(Math.abs(ablation.head.effects[best.row]![best.column]!)).toBe(top);
  expect(top).toBe(Math.max(...ablation.head.effects.flat().map(Math.abs)));
});

describe("the lens", () => {
  test("is shaded by what its cells hold; older records have no distance, and only a contrast has one", () => {
    const {kl: _kl, ...older} = recorded.lens.cells[0]![0]!;
    expect(coloursOf({...recorded.lens, cells: [[older]]})).toEqual(["probability", "entropy"]);
    expect(coloursOf(lenses.contrast as never)).toContain("contrast");
    expect(chosenColour(lenses.contrast as never, undefined)).toBe("contrast");
    expect(chosenColour(recorded.lens, "contrast")).toBe("probability");
  });

  test("of one position is a grid of one column that keeps what was read", () => {
    const {cells, layers: _layers, tokens, ...reading} = lenses.attention;
    const lens = {...reading, tokens, position: 3, layers: cells.map((row) => row[3]!)};
    const grid = lensToGrid(lens as never);
    expect(grid).toMatchObject({part: "attention", mode: "frozen", tokens: [tokens[3]]});
    expect(grid.cells.map((row) => row.length)).toEqual(cells.map(() => 1));
  });
});
