/** Principal components: the reference numbers and the laws of variance. */
import {expect, test} from "vitest";
import {pca} from "../../packages/engine/src/analysis/pca.ts";
import {product, transposed} from "../../packages/engine/src/analysis/products.ts";
import {centred} from "../../packages/engine/src/analysis/samples.ts";
import {difference} from "../engine/numbers.ts";
import {expected, noise, table, turned} from "./oracle.ts";

const x = table("pca", "x");
const tolerance = 1e-9;

test("variances, ratios, singular values and means are the reference's", () => {
  const got = pca(x);
  const {explained_variance, explained_variance_ratio, singular_values} = expected.pca;
  expect(difference(got.variances, explained_variance, true)).toBeLessThan(tolerance);
  expect(difference(got.ratios, explained_variance_ratio, true)).toBeLessThan(tolerance);
  expect(difference(got.singularValues, singular_values, true)).toBeLessThan(tolerance);
  expect(difference(got.means, table("pca", "mean").data, true)).toBeLessThan(tolerance);
});

test("components and scores are the reference's up to a sign each, and their largest entry is positive", () => {
  const {components, scores} = pca(x);
  const [want, wanted] = [table("pca", "components"), table("pca", "scores")];
  for (let at = 0; at < want.rows; at++) {
    const own = components.data.slice(at * 12, (at + 1) * 12);
    const other = want.data.slice(at * 12, (at + 1) * 12);
    const sign = Math.sign(own.reduce((sum, value, index) => sum + value * other[index]!, 0));
    expect(
      difference(
        own.map((value) => sign * value),
        other,
        true
      )
    ).toBeLessThan(tolerance);
    for (let row = 0; row < 60; row++)
      expect(
        Math.abs(sign * scores.data[row * 12 + at]! - wanted.data[row * 12 + at]!)
      ).toBeLessThan(tolerance);
    expect(Math.max(...own)).toBe(Math.max(...own.map(Math.abs)));
  }
});

test("ratios sum to 1, components are orthonormal, and all of them rebuild the samples", () => {
  const {ratios, components, scores, variances} = pca(x);
  expect(ratios.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 12);
  const unit = product(components, transposed(components)).data;
  unit.forEach((value, at) => expect(value).toBeCloseTo(at % 13 === 0 ? 1 : 0, 12));
  expect(difference(product(scores, components).data, centred(x).data)).toBeLessThan(tolerance);
  const total = centred(x).data.reduce((sum, value) => sum + value * value, 0) / 59;
  expect(variances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 9);
});

test("the first components of few are those of all, and turning changes no variance", () => {
  const [all, two] = [pca(x), pca(x, {dimensions: 2})];
  expect(two.ratios).toEqual(all.ratios.slice(0, 2));
  expect(two.scores.columns).toBe(2);
  expect(difference(pca(turned(x, 3)).variances, all.variances)).toBeLessThan(tolerance);
});

test("fewer samples than features have as many components as samples", () => {
  expect(pca(noise(4, 10, 1)).components).toMatchObject({rows: 4, columns: 10});
  expect(() => pca(noise(4, 10, 1), {dimensions: 5})).toThrow(/got 5, expected .* 1 to 4/);
  expect(() => pca(noise(1, 10, 1))).toThrow(/got 1 sample, expected at least 2; give more/);
});
