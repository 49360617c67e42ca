/** Correlations: the reference numbers, ties and all. */
import {expect, test} from "vitest";
import {kendall, pearson, spearman} from "../../packages/engine/src/analysis/rank-correlation.ts";
import {expected} from "./oracle.ts";

test.each(Object.entries(expected.ranks))("%s", (_, want) => {
  expect(Math.abs(pearson(want.a, want.b) - want.pearson)).toBeLessThan(1e-12);
  expect(Math.abs(spearman(want.a, want.b) - want.spearman)).toBeLessThan(1e-12);
  expect(Math.abs(kendall(want.a, want.b) - want.kendall_tau_b)).toBeLessThan(1e-12);
});

test("any growing function leaves Kendall's τ as it is, and a falling one turns its sign", () => {
  const {a, b} = expected.ranks["ties"]!;
  const value = kendall(a, b);
  expect(
    kendall(
      a.map((x) => Math.exp(x)),
      b
    )
  ).toBe(value);
  expect(
    kendall(
      a.map((x) => -x),
      b
    )
  ).toBe(-value);
  expect(kendall(b, a)).toBe(value);
  expect(kendall([1, 1, 1], [1, 2, 3])).toBeNaN();
});

test.each([pearson, spearman, kendall])("lists of other lengths are refused", (measure) => {
  expect(() => measure([1, 2], [1, 2, 3])).toThrow(/lists of 2 and 3 numbers/);
});
