import {expect, test} from "vitest";
import {largestOf, lengthOf, smallestOf} from "../../packages/engine/src/lists.ts";
import {random} from "./op-cases.ts";

test("a length is Math.hypot's, to the last bit", () => {
  const next = random(5);
  for (let count = 0; count < 300; count++) {
    const values = Array.from({length: count}, () => (next() - 0.5) * 10 ** Math.round(9 * next()));
    expect(lengthOf(values)).toBe(Math.hypot(...values));
  }
});

test("lists of a million are no arguments", () => {
  const values = new Float64Array(1_000_000).fill(1);
  expect([largestOf(values), smallestOf(values), lengthOf(values)]).toEqual([1, 1, 1000]);
  expect([largestOf([]), smallestOf([])]).toEqual([-Infinity, Infinity]);
});
