import {expect, test} from "vitest";
import {crossings} from "../../packages/viz/src/rankings/crossings.ts";
import {spread} from "../../packages/viz/src/chart/spread.ts";
import {rankTicks} from "../../packages/viz/src/rankings/draw-rank-lines.ts";
import {settledRows} from "../../packages/viz/src/logit-lens/settled.ts";
import {firstReal, sharesOf, toProduced} from "../../packages/viz/src/saliency/shares.ts";
import {deltaFact} from "../../packages/viz/src/view/foot.ts";
import {tableToCsv} from "../../packages/viz/src/view/table.ts";
import {walk} from "../../packages/viz/src/view/walk.ts";
import {recorded} from "./recorded.ts";

test("shares sum to one and lie over the tokens they belong to", () => {
  const {attributions} = recorded;
  const shares = sharesOf(attributions, 1)!;
  const present = shares.shares.filter((share) => share !== undefined);
  expect(present.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  expect(present).toHaveLength(attributions.tokens.length + 1);
  expect(shares.shares).toHaveLength(attributions.tokens.length + attributions.produced.length);
  expect(sharesOf(attributions, 3)).toBeUndefined();
});

test("one attribution shows its target as produced; a mask inside the text does not continue it", () => {
  const [single] = recorded.attributions.attributions;
  const all = toProduced(single!);
  expect(all.produced.map(({text}) => text)).toEqual([" London"]);
  expect(firstReal(all)).toBe(0);
  const masked = {...single!, target: {...single!.target, position: 3}};
  expect(toProduced(masked).produced).toEqual([]);
});

test("an encoder–decoder's attribution continues although its target counts the decoder's positions", () => {
  expect(toProduced(recorded.review).produced.map(({text}) => text)).toEqual([" negative"]);
});

test("special and blank produced tokens are not preselected", () => {
  const {tokens, produced} = recorded.attributions;
  const blank = {...produced[0]!, text: "\n"};
  expect(firstReal({tokens, produced: [blank, produced[2]!, produced[0]!], attributions: []})).toBe(
    2
  );
});

test("a token has settled where it stays on top to the last layer", () => {
  const {lens} = recorded;
  const last = lens.cells.length - 1;
  for (const [position, row] of settledRows(lens).entries()) {
    const ids = lens.cells.map((cells) => cells[position]!.top[0]!.id);
    expect(ids.slice(row).every((id) => id === ids[last])).toBe(true);
    if (row) expect(ids[row - 1]).not.toBe(ids[last]);
  }
});

test("a crossing is where the final order begins to hold", () => {
  const column = (ranks: number[]): (typeof recorded.watched.columns)[number] => ({
    ...recorded.watched.columns[0]!,
    ranks
  });
  const data = {
    ...recorded.watched,
    columns: [column([9, 5, 3, 4]), column([20, 6, 2, 1]), column([30, 30, 30, 30])]
  };
  expect(crossings(data)).toEqual([{winner: 1, loser: 0, row: 2}]);
});

test("rank ticks are powers of ten, labels keep their distance and stay inside", () => {
  expect(rankTicks(2841)).toEqual([1, 10, 100, 1000]);
  expect(spread([10, 12, 100], 15, 105)).toEqual([10, 25, 100]);
  expect(spread([98, 100], 15, 105)).toEqual([90, 105]);
});

test("over a tenth of the change missing does not add up", () => {
  expect(deltaFact(0.02, 11)[0]).toMatchObject({bad: false, value: "0.02 of 11.0"});
  expect(deltaFact(-1.2, 11)[0]).toMatchObject({bad: true});
  expect(deltaFact(-1.2, 11)[0]!.value).toContain("does not add up");
  expect(deltaFact(null, 11)).toEqual([]);
});

test("CSV quotes what needs it and keeps full precision", () => {
  const csv = tableToCsv({
    caption: "",
    columns: [{label: "a"}, {label: "b"}],
    rows: [
      [{text: 'x,"y"'}, {text: "0.3", value: 0.30000000000000004}],
      [{text: "—", value: null}, {text: "z"}]
    ]
  });
  expect(csv).toBe('a,b\r\n"x,""y""",0.30000000000000004\r\n,z');
});

test("arrows walk both axes of a grid, one axis of a line, and mirror from right to left", () => {
  const grid = {row: 3, column: 4};
  expect(walk("ArrowDown", {row: 0, column: 1}, grid)).toEqual({row: 1, column: 1});
  expect(walk("End", {row: 1, column: 1}, grid)).toEqual({row: 1, column: 3});
  expect(walk("ArrowLeft", {row: 1, column: 0}, grid)).toEqual({row: 1, column: 0});
  expect(walk("ArrowDown", {row: 0, column: 1}, {row: 1, column: 4})).toEqual({row: 0, column: 2});
  expect(walk("ArrowRight", {row: 1, column: 0}, {row: 4, column: 1})).toEqual({row: 2, column: 0});
  expect(walk("ArrowLeft", {row: 0, column: 1}, {row: 1, column: 4}, true)).toEqual({
    row: 0,
    column: 2
  });
  expect(walk("x", {row: 0, column: 0}, grid)).toBeUndefined();
});
