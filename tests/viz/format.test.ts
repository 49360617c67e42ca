import {expect, test} from "vitest";
import * as format from "../../packages/viz/src/format.ts";

/** Figures are compared with plain spaces; which space stands where is a test of its own. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

test.each([
  [0.624, "62.4 %"],
  [0.068, "6.8 %"],
  [0.0094, "0.94 %"],
  [0.00994, "0.99 %"],
  [0.00996, "1.0 %"],
  [0.00005, "< 0.01 %"],
  [0.99995, "> 99.99 %"],
  [0.9996, "99.96 %"],
  [0.996, "99.6 %"],
  [0, "0 %"],
  [1, "100 %"],
  [1e-12, "< 0.01 %"]
])("the probability %d reads %s", (value, text) => {
  expect(plain(format.percent(value))).toBe(text);
});

test("what is not zero never reads zero, and what is not one never reads one", () => {
  for (const p of [1e-9, 1e-4, 0.004, 0.9951, 0.99999]) {
    expect(plain(format.percentShort(p))).not.toMatch(/^(0|100) /);
    expect(plain(format.percent(p))).not.toMatch(/^(0|0\.00|100|100\.0) /);
  }
  expect(format.signed(-3.1e-7)).toBe("−3.1 × 10⁻⁷");
  expect(format.decimal(0.0049)).toBe("4.9 × 10⁻³");
});

test("signed scores carry their sign, a true minus, and as many decimals as the set needs", () => {
  expect([1.32, -0.34, 0].map((x) => format.signed(x))).toEqual(["+1.32", "−0.34", "0"]);
  expect([
    format.signedDigits([1, 0.01]),
    format.signedDigits([0.05, 0.02]),
    format.signedDigits([0.004])
  ]).toEqual([2, 3, 4]);
  expect(format.signedCell(0.86)).toBe("+.86");
  expect(format.spokenSigned(-1.5)).toBe("minus 1.50");
});

test("ranks keep thousands apart and are short only in cells", () => {
  expect([1, 14, 2841, 12345].map((x) => plain(format.rank(x)))).toEqual([
    "1",
    "14",
    "2 841",
    "12 345"
  ]);
  expect([9999, 12345].map((x) => plain(format.rankCell(x)))).toEqual(["9 999", "12k"]);
  expect(format.count(1_234_567)).toBe("1\u202f234\u202f567");
});

test("units follow a no-break space", () => {
  expect(format.percent(0.5)).toBe("50.0\u00a0%");
  expect(format.bits(2.314)).toBe("2.31\u00a0bits");
  expect([12, 1400, 3.25].map((x) => plain(format.duration(x)))).toEqual([
    "12 ms",
    "1.4 s",
    "3.3 ms"
  ]);
  expect([512, 9_600_000].map((x) => plain(format.bytes(x)))).toEqual(["512 B", "9.6 MB"]);
});

test("a delta stands beside what it is measured against, a change beside its difference", () => {
  expect(format.delta(-0.02, 11.04)).toBe("0.02 of 11.0");
  expect(format.delta(1e-6, -2.5)).toBe("1.0 × 10⁻⁶ of −2.50");
  expect(plain(format.change(0.088, 0.784))).toBe("8.8 % → 78.4 % (+69.6 points)");
});

test("what is absent is a dash, never 0 or NaN", () => {
  for (const write of [
    format.percent,
    format.percentShort,
    format.count,
    format.decimal,
    format.signed,
    format.bits,
    format.duration,
    format.bytes,
    format.rankCell
  ])
    expect([write(null), write(undefined), write(NaN)]).toEqual(["—", "—", "—"]);
});

test("a correlation in a cell has no zero before the point, and is 0 or 1 only where it is", () => {
  const values = [0.78, -0.05, 1, 0, 0.998, 0.004, -0.998, NaN];
  expect(values.map((x) => plain(format.figureCell(x)))).toEqual([
    ".78",
    "−.05",
    "1",
    "0",
    "> .99",
    "< .01",
    "−> .99",
    "—"
  ]);
});
