import {expect, test} from "vitest";
import {
  distributionOf,
  probability,
  rank,
  top
} from "../../packages/engine/src/explain/distribution.ts";
import {random} from "./op-cases.ts";

const next = random(3);
const rows: readonly (readonly [string, readonly number[]])[] = [
  ["spread", Array.from({length: 400}, () => 12 * next() - 6)],
  ["with equals", Array.from({length: 400}, () => Math.floor(9 * next()))],
  ["sure", [900, ...Array.from({length: 40}, () => next())]],
  ["with what cannot be", [-Infinity, 1, -1e30, 2, -Infinity]],
  ["even", Array.from({length: 64}, () => 3)],
  ["of one", [5]]
];

test.each(rows)(
  "a row %s: probabilities, entropy and ranks are what they are defined as",
  (_, row) => {
    const found = distributionOf(Float64Array.from(row));
    const max = Math.max(...row);
    const total = row.reduce((sum, logit) => sum + Math.exp(logit - max), 0);
    const probabilities = row.map((logit) => Math.exp(logit - max) / total);
    row.forEach((_logit, id) => expect(probability(found, id)).toBeCloseTo(probabilities[id]!, 12));
    const bits = probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
    expect(found.entropy).toBeCloseTo(bits, 12);
    expect(found.entropy).toBeGreaterThanOrEqual(0);

    const list = top(found, 30, (id) => `#${id}`);
    const sorted = row.map((logit, id) => ({logit, id}));
    sorted.sort((a, b) => b.logit - a.logit || a.id - b.id);
    expect(list.map(({id}) => id)).toEqual(sorted.slice(0, 30).map(({id}) => id));
    // The list counts its places; a rank counts what is larger.
    for (const entry of list) {
      expect(entry.rank).toBe(rank(found, entry.id));
      expect(entry.text).toBe(`#${entry.id}`);
    }
  }
);

test("none asked for, none given", () => {
  expect(top(distributionOf(Float32Array.of(1, 2)), 0, () => null)).toEqual([]);
});

test.each([NaN, Infinity])("a logit of %s is an error, not an answer", (odd) => {
  expect(() => distributionOf(Float64Array.of(1, odd, 2))).toThrow(
    new RegExp(`answers with ${odd} as the logit of #1, expected finite numbers`)
  );
});
