/** CKA, CCA, SVCCA and PWCCA: the reference numbers, and what must not change them. */
import {describe, expect, test} from "vitest";
import {cca, ccaSide, coefficientsOf, crossOf} from "../../packages/engine/src/analysis/cca.ts";
import {cka, ckaBetween, ckaKinds, ckaSide} from "../../packages/engine/src/analysis/cka.ts";
import {product, transposed} from "../../packages/engine/src/analysis/products.ts";
import {pwcca, sharesOf} from "../../packages/engine/src/analysis/pwcca.ts";
import {samplesOf} from "../../packages/engine/src/analysis/samples.ts";
import type {Samples} from "../../packages/engine/src/analysis/samples.ts";
import {decompose} from "../../packages/engine/src/analysis/spectrum.ts";
import {svcca} from "../../packages/engine/src/analysis/svcca.ts";
import {changed, expected, noise, pairOf, table, turned} from "./oracle.ts";
import {randn} from "./numpy-random.ts";

const kernel = 1e-10;
const canonical = 1e-8;

function near(got: number, want: number, tolerance: number): void {
  expect(Math.abs(got - want)).toBeLessThanOrEqual(tolerance);
}

/** The pairs' names, and how each measure is called with them. */
const names = Object.keys(expected.pairs);

describe.each(names)("%s", (name) => {
  const want = expected.pairs[name]!;
  const [a, b] = pairOf(name);

  test("CKA is the reference's, linear, radial and debiased", () => {
    near(cka(a, b), want.cka, kernel);
    near(cka(a, b, "rbf"), want.cka_rbf, kernel);
    near(cka(a, b, "debiased"), want.cka_debiased, kernel);
  });

  test("both forms of linear CKA give one number", () => {
    for (const form of ["gram", "features"] as const)
      near(ckaBetween(ckaSide(a, "linear", form), ckaSide(b, "linear", form)), want.cka, kernel);
  });

  test("CCA and SVCCA are the reference's, every coefficient", () => {
    const {coefficients, mean} = cca(a, b);
    near(mean, want.cca, canonical);
    expect(coefficients).toHaveLength(want.cca_coefs.length);
    want.cca_coefs.forEach((value, at) => near(coefficients[at]!, value, canonical));
    near(svcca(a, b), want.svcca20, canonical);
    near(svcca(a, b, {dims: 3}), want.svcca3, canonical);
  });

  test("centred PWCCA is the reference's, both ways", () => {
    near(pwcca(a, b), want.pwcca_centred, canonical);
    near(pwcca(b, a), want.pwcca_centred_back, canonical);
  });

  test("PWCCA as Ecco has it is the reference's from the same singular vectors", () => {
    const [one, other] = [ccaSide(a), ccaSide(b)];
    const first = one.live.columns <= other.live.columns;
    const directions = first
      ? table("pairs", `${name}.u`)
      : transposed(table("pairs", `${name}.vt`));
    const shares = sharesOf(first ? one.live : other.live, directions, "ecco");
    const coefficients = coefficientsOf(one, other);
    near(
      shares.reduce((sum, share, at) => sum + share * coefficients[at]!, 0),
      want.pwcca,
      1e-9
    );
  });

  test("PWCCA as Ecco has it lies where the free signs of the singular vectors may put it", () => {
    const [least, most] = want.pwcca_sign_range;
    const slack = 0.2 * (most - least);
    const got = pwcca(a, b, {variant: "ecco"});
    expect(got).toBeGreaterThan(least - slack);
    expect(got).toBeLessThan(most + slack);
  });

  test("a scale changes nothing", () => {
    const ten = changed(a, (x) => 10 * x);
    for (const kind of ckaKinds) near(cka(a, ten, kind), 1, kernel);
    near(cca(a, ten).mean, 1, canonical);
    near(svcca(a, ten), 1, canonical);
    near(pwcca(a, ten), 1, canonical);
  });
});

test("the numbers the Python library Ecco gives for sines and cosines", () => {
  const want = expected.golden.sincos;
  const [x, y] = [transposed(samplesOf(want.x)), transposed(samplesOf(want.y))];
  near(x.data[0]!, Math.sin(0.7), 1e-12);
  near(cka(x, y), want.cka, kernel);
  near(cka(x, y, "debiased"), want.cka_debiased, kernel);
  near(cka(x, y, "rbf"), want.cka_rbf, kernel);
  const {coefficients, mean} = cca(x, y);
  near(mean, want.cca, canonical);
  want.cca_coefs.forEach((value, at) => near(coefficients[at]!, value, canonical));
  near(svcca(x, y, {dims: 3}), want.svcca3, canonical);
});

test.each([
  ["x with y", "pwcca_xy"],
  ["y with x", "pwcca_yx"]
] as const)("PWCCA of %s as Ecco gives it is ours for one choice of the 32 signs", (way, field) => {
  const {x, y, [field]: want} = expected.golden.sincos;
  const both = [ccaSide(transposed(samplesOf(x))), ccaSide(transposed(samplesOf(y)))] as const;
  const [own, other] = way === "x with y" ? both : [both[1], both[0]];
  const {left, values} = decompose(crossOf(own, other));
  const directions = product(transposed(own.right), left);
  const all = Array.from({length: 32}, (_, choice) => {
    const signed = changed(directions, (value, at) => ((choice >> (at % 5)) & 1 ? -value : value));
    const shares = sharesOf(own.live, signed, "ecco");
    return values.reduce((sum, value, at) => sum + value * shares[at]!, 0);
  });
  near(Math.min(...all.map((value) => Math.abs(value - want))), 0, canonical);
  expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(1e-4);
});

test("the numbers the Python library Ecco gives for RandomState(1).randn", () => {
  const next = randn(1);
  const draw = (): Samples =>
    transposed({rows: 100, columns: 1000, data: Float64Array.from({length: 100_000}, next)});
  const [x, y] = [draw(), draw()];
  near(x.data[0]!, 1.6243453636632417, 1e-15);
  const want = expected.golden.randn;
  near(cka(x, y), want.cka, kernel);
  near(cka(x, y, "debiased"), want.cka_debiased, kernel);
  near(cca(x, y).mean, want.cca, canonical);
  near(svcca(x, y), want.svcca20, canonical);
});

describe("what changes nothing", () => {
  const [a, b] = [noise(40, 6, 1), noise(40, 9, 2)];
  const related: Samples = changed(product(a, noise(6, 9, 3)), (x, at) => x + b.data[at]!);
  const moved = changed(a, (x, at) => x + (at % 6));

  test("every CKA of X with X turned and scaled is 1", () => {
    const other = changed(turned(a, 4), (x) => -3 * x);
    for (const kind of ckaKinds) near(cka(a, other, kind), 1, kernel);
  });

  test("CKA is the same after turning, scaling and moving either side, and the other way round", () => {
    for (const kind of ckaKinds) {
      const value = cka(a, related, kind);
      expect(value).toBeLessThan(0.99);
      near(cka(turned(a, 5), related, kind), value, kernel);
      near(
        cka(
          a,
          changed(related, (x) => 7 * x),
          kind
        ),
        value,
        kernel
      );
      near(cka(moved, related, kind), value, kernel);
      near(cka(related, a, kind), value, kernel);
    }
  });

  test("linear maps that turn nothing off change CKA but no canonical correlation", () => {
    const map = changed(noise(6, 6, 6), (x, at) => x + (at % 7 === 0 ? 4 : 0));
    const mapped = product(a, map);
    expect(Math.abs(cka(mapped, related) - cka(a, related))).toBeGreaterThan(1e-3);
    const {coefficients} = cca(a, related);
    cca(mapped, related).coefficients.forEach((value, at) =>
      near(value, coefficients[at]!, canonical)
    );
    near(cca(moved, related).mean, cca(a, related).mean, canonical);
    near(pwcca(moved, related), pwcca(a, related), canonical);
  });

  test("CCA and SVCCA are symmetric; turning changes neither them nor PWCCA", () => {
    near(cca(related, a).mean, cca(a, related).mean, canonical);
    near(svcca(related, a), svcca(a, related), canonical);
    near(svcca(turned(a, 7), related, {dims: 4}), svcca(a, related, {dims: 4}), canonical);
    near(cca(turned(a, 7), related).mean, cca(a, related).mean, canonical);
  });

  test("SVCCA of all dims is the mean of CCA's coefficients", () => {
    const {coefficients} = cca(a, related);
    const mean = coefficients.reduce((sum, value) => sum + value, 0) / coefficients.length;
    const all = svcca(a, related, {dims: 6});
    expect(all).toBeLessThan(mean + canonical);
    near(svcca(a, product(a, noise(6, 6, 9)), {dims: 6}), 1, 1e-6);
  });

  test("no more tokens than neurons: canonical correlations are 1 though nothing is related", () => {
    near(cca(noise(10, 30, 1), noise(10, 30, 2)).mean, 1, 1e-6);
    expect(Math.abs(cka(noise(10, 30, 1), noise(10, 30, 2), "debiased"))).toBeLessThan(0.3);
  });
});

describe("what cannot be compared", () => {
  const [a, b] = [noise(8, 3, 1), noise(9, 3, 2)];
  test.each([
    ["cka", cka],
    ["cca", cca],
    ["svcca", svcca],
    ["pwcca", pwcca]
  ] as const)("%s: other numbers of samples", (_, measure) => {
    expect(() => measure(a, b)).toThrow(/got 8 and 9 samples; give the same samples/);
  });

  test("too few samples, too many dims, numbers that are none", () => {
    expect(() => cka(noise(3, 3, 1), noise(3, 3, 2), "debiased")).toThrow(/got 3 .* at least 4/);
    expect(() => svcca(a, a, {dims: 4})).toThrow(/dims: got 4, expected .* 1 to 3/);
    expect(() => pwcca(noise(3, 3, 1), noise(3, 3, 2), {variant: "ecco"})).toThrow(
      /more samples than neurons, got 3 of 3/
    );
    expect(() =>
      cca(
        changed(a, (x, at) => (at === 4 ? NaN : x)),
        a
      )
    ).toThrow(/row 1, column 1 is NaN/);
  });

  test("more Gram matrices than memory are refused before they are made", () => {
    const many = {rows: 9000, columns: 1, data: new Float64Array(9000)};
    expect(() => cka(many, many, "rbf")).toThrow(
      /got 9000 samples of 2 sets, expected at most 8192/
    );
  });

  test("states that are all the same have no similarity: NaN, and no number made of rounding errors", () => {
    const same = changed(a, () => 0.1);
    for (const kind of ckaKinds) expect(cka(same, a, kind)).toBeNaN();
    expect(cca(same, a).mean).toBeNaN();
    expect(svcca(same, a)).toBeNaN();
    expect(pwcca(same, a)).toBeNaN();
  });
});
