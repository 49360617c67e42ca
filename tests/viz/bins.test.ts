import fc from "fast-check";
import {expect, test} from "vitest";
import {divergingStep, fill, rankStep, sequentialStep} from "../../packages/viz/src/bins.ts";
import {tokens} from "../../packages/viz/src/tokens.ts";

test("steps are equal ninths of the top, and next to zero has no fill", () => {
  expect([0, 0.039, 0.04, 1 / 9, 0.112, 0.5, 0.889, 1].map((v) => sequentialStep(v, 1))).toEqual([
    0, 0, 1, 1, 2, 5, 9, 9
  ]);
  expect(sequentialStep(0.3, 0)).toBe(0);
});

test("a border belongs to the step below it, whatever the top", () => {
  fc.assert(
    fc.property(
      fc.integer({min: 1, max: 9}),
      fc.double({min: 1e-6, max: 1e6, noNaN: true}),
      (step, top) => {
        expect(sequentialStep((step / 9) * top, top)).toBe(step);
      }
    )
  );
});

test("diverging steps are odd: the sign of the value is the sign of the step", () => {
  fc.assert(
    fc.property(fc.double({min: -10, max: 10, noNaN: true}), (value) => {
      expect(divergingStep(value, 10) + divergingStep(-value, 10)).toBe(0);
    })
  );
  expect([-10, -2.1, -0.3, 0.3, 0.4, 10].map((v) => divergingStep(v, 10))).toEqual([
    -5, -2, 0, 0, 1, 5
  ]);
});

test("ranks fall into 1, 2–5, 6–20, 21–100, 101–1000, more", () => {
  expect([1, 2, 5, 6, 20, 21, 100, 101, 1000, 1001, 50_000].map(rankStep)).toEqual([
    1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6
  ]);
});

test("a fill names a class; no number has none", () => {
  expect([
    fill("sequential", 1),
    fill("diverging", -1),
    fill("diverging", 1),
    fill("rank", 7),
    fill("sequential", 0),
    fill("sequential", NaN)
  ]).toEqual(["s9", "n5", "p5", "r3", "", ""]);
});

/** Relative luminance of #rrggbb, WCAG 2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

const pair = (value: string): readonly string[] =>
  /light-dark\((#\w{6}), (#\w{6})\)/.exec(value)!.slice(1);
const fills = Object.keys(tokens).filter((name) => /^(seq|div|rank)-/.test(name));

test.each(fills)("text on %s reaches 4.5 : 1 in both schemes", (name) => {
  const [ground, text] = [pair(tokens[name]!), pair(tokens[`on-${name}`]!)];
  for (const scheme of [0, 1]) {
    const [a, b] = [luminance(ground[scheme]!), luminance(text[scheme]!)];
    expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});
