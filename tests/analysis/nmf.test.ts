import {describe, expect, test} from "vitest";
import {Breath} from "../../packages/engine/src/analysis/breath.ts";
import {denseOf, normOf, rowAt, transposed} from "../../packages/engine/src/analysis/dense.ts";
import type {Dense} from "../../packages/engine/src/analysis/dense.ts";
import {nmf} from "../../packages/engine/src/analysis/nmf/nmf.ts";
import {nonNegative} from "../../packages/engine/src/analysis/nmf/non-negative.ts";
import {startOf} from "../../packages/engine/src/analysis/nmf/start.ts";
import expected from "../fixtures/analysis/nmf.json";
import {tablesOf} from "./stored.ts";
import {gap, positive, product} from "./tables.ts";

const table = tablesOf("nmf.safetensors");
const cases = Object.entries(expected.cases).flatMap(([name, {k}]) =>
  Object.entries(k).flatMap(([factors, known]) =>
    (["random", "nndsvda"] as const).map((init) => ({
      name,
      factors: Number(factors),
      init,
      ...known[init],
      best: known.converged_best,
      worst: known.converged_worst
    }))
  )
);
const apart = (a: Dense, b: Dense): number =>
  normOf(a.data.map((value, at) => value - b.data[at]!));

describe.each(cases)("$name, $factors factors, $init", ({name, factors, init, ...known}) => {
  const x = table(`${name}.x`);
  const stored = (part: string): Dense => table(`${name}.${factors}.${init}.${part}`);

  test("begins where scikit-learn begins", async () => {
    const {w, ht} = await startOf(x, factors, init, 0, new Breath());
    expect(gap(w, stored("w0"))).toBeLessThan(1e-10);
    expect(gap(transposed(ht), stored("h0"))).toBeLessThan(1e-10);
    expect(apart(x, product(w, transposed(ht))) / known.initial_error - 1).toBeCloseTo(0, 10);
  });

  test("from the same start: the same sweeps, error and factors", async () => {
    const given = {w: stored("w0"), h: stored("h0")};
    const before = given.w.data.slice();
    const {raw, error, iterations, converged} = await nmf(x, {
      factors,
      init: given,
      iterations: 500
    });
    expect(iterations).toBe(known.n_iter);
    expect(converged).toBe(known.n_iter < 500);
    expect(Math.abs(error / known.error - 1)).toBeLessThan(1e-8);
    expect(gap(raw.w, stored("w"))).toBeLessThan(1e-6);
    expect(gap(raw.h, stored("h"))).toBeLessThan(1e-6);
    expect(given.w.data).toEqual(before);
  });

  test("from another start it ends between the best and the worst", async () => {
    const {error} = await nmf(x, {factors, init: "nndsvd", iterations: 20_000, tolerance: 1e-9});
    expect(error).toBeGreaterThan(known.best * 0.97);
    expect(error).toBeLessThan(known.worst * 1.001);
  });
});

test("|sin(0.3(i+1)(j+1))|, 8 × 12, 3 factors, 500 sweeps: the error that Ecco 0.1.2 records", async () => {
  const {x, error, n_iter: iterations, sum} = expected.golden;
  const made = Array.from({length: 8}, (_, i) =>
    Array.from({length: 12}, (_, j) => Math.abs(Math.sin(0.3 * (i + 1) * (j + 1))))
  );
  expect(gap(denseOf(made), denseOf(x))).toBeLessThan(1e-13);
  expect(made.flat().reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 10);
  const found = await nmf(denseOf(made), {factors: 3, init: "random", iterations: 500});
  expect(found.error).toBeCloseTo(error, 8);
  expect(found.iterations).toBe(iterations);
});

const x = table("12x40.x");

test.each(["random", "nndsvd", "nndsvda"] as const)(
  "%s: the error never rises from sweep to sweep, and nothing is negative",
  async (init) => {
    let last = Infinity;
    for (let iterations = 1; iterations <= 40; iterations++) {
      const {error, relativeError, raw} = await nmf(x, {
        factors: 4,
        init,
        iterations,
        tolerance: 0
      });
      expect(error).toBeLessThanOrEqual(last * (1 + 1e-12));
      expect(error).toBeCloseTo(apart(x, product(raw.w, raw.h)), 10);
      expect(relativeError).toBeCloseTo(error / normOf(x.data), 12);
      expect([...raw.w.data, ...raw.h.data].every((value) => value >= 0)).toBe(true);
      last = error;
    }
  }
);

test("factors come by strength, W's columns have length 1, and the product is the solver's", async () => {
  const {w, h, strengths, raw} = await nmf(x, {factors: 5, init: "random", seed: 3});
  expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
  for (const [index, strength] of strengths.entries()) {
    expect(normOf(rowAt(transposed(w), index))).toBeCloseTo(1, 12);
    expect(normOf(rowAt(h, index))).toBeCloseTo(strength, 10);
  }
  expect(gap(product(w, h), product(raw.w, raw.h))).toBeLessThan(1e-12);
});

test("a product of non-negative factors is found again, whatever their order", async () => {
  const [w, h] = [positive(20, 3, 1), positive(3, 30, 2)];
  const found = await nmf(product(w, h), {factors: 3, iterations: 20_000, tolerance: 0});
  expect(found.relativeError).toBeLessThan(1e-6);
});

test("the start from singular vectors knows when there are no more: a table of one direction is one factor", async () => {
  const one = product(positive(40, 1, 6), positive(1, 50, 7));
  for (const init of ["nndsvd", "nndsvda"] as const) {
    const {relativeError, w, h} = await nmf(one, {
      factors: 4,
      init,
      iterations: 2000,
      tolerance: 0
    });
    expect(relativeError).toBeLessThan(1e-6);
    expect([...w.data, ...h.data].every(Number.isFinite)).toBe(true);
  }
});

test("columns in another order have the same factors, their loadings in that order", async () => {
  const order = Array.from({length: x.columns}, (_, at) => (at * 7) % x.columns);
  const shuffled = (rows: Dense): Dense =>
    denseOf(
      Array.from({length: rows.rows}, (_, row) => order.map((from) => rowAt(rows, row)[from]!))
    );
  const given = {w: table("12x40.5.random.w0"), h: table("12x40.5.random.h0")};
  const one = await nmf(x, {factors: 5, init: given});
  const other = await nmf(shuffled(x), {factors: 5, init: {w: given.w, h: shuffled(given.h)}});
  expect(gap(other.w, one.w)).toBeLessThan(1e-9);
  expect(gap(other.h, shuffled(one.h))).toBeLessThan(1e-9);
});

test("negative numbers are refused until somebody says what they are", async () => {
  const signed = denseOf([
    [1, -2, 3],
    [-4, 5, 0]
  ]);
  await expect(nmf(signed, {factors: 1})).rejects.toThrow(
    'got -2 at row 0, column 1, expected numbers of at least 0; choose negative: "clip", "absolute" or "split"'
  );
  expect([...nonNegative(signed, "clip").data]).toEqual([1, 0, 3, 0, 5, 0]);
  expect([...nonNegative(signed, "absolute").data]).toEqual([1, 2, 3, 4, 5, 0]);
  expect([...nonNegative(signed, "split").data]).toEqual([1, 0, 3, 0, 5, 0, 0, 2, 0, 4, 0, 0]);
  const {w} = await nmf(signed, {factors: 1, negative: "split"});
  expect([w.rows, w.columns]).toEqual([4, 1]);
});

test("a table of zeros has factors of zeros and no error", async () => {
  const {error, relativeError, strengths} = await nmf(
    denseOf([
      [0, 0, 0],
      [0, 0, 0]
    ]),
    {factors: 2}
  );
  expect({error, relativeError, strengths}).toEqual({
    error: 0,
    relativeError: 0,
    strengths: [0, 0]
  });
});

test("what cannot be computed is refused, and says why", async () => {
  const refused = (options: object, of: Dense = x): Promise<unknown> =>
    nmf(of, {factors: 2, ...options});
  await expect(refused({factors: 0})).rejects.toThrow("factors: got 0, expected a whole number");
  await expect(refused({iterations: 1.5})).rejects.toThrow("iterations: got 1.5");
  await expect(refused({tolerance: -1})).rejects.toThrow("tolerance: got -1");
  await expect(refused({seed: -1, init: "random"})).rejects.toThrow("seed: got -1");
  await expect(refused({init: "svd"})).rejects.toThrow(
    "init: got svd, expected random, nndsvd, nndsvda or {w, h}"
  );
  await expect(refused({init: "nndsvd", factors: 13})).rejects.toThrow(
    "nndsvd has at most 12 factors for 12 × 40, got 13"
  );
  await expect(refused({negative: "no"})).rejects.toThrow("negative: got no, expected clip");
  await expect(refused({init: {w: positive(12, 3, 0), h: positive(2, 40, 0)}})).rejects.toThrow(
    "w: got 12 × 3, expected 12 × 2"
  );
  await expect(refused({}, denseOf([[1, Number.NaN]]))).rejects.toThrow(
    "X: got NaN at row 0, column 1"
  );
  await expect(refused({}, denseOf([]))).rejects.toThrow("X: got 0 numbers for 0 × 0");
  expect(() => denseOf([[1, 2], [3]])).toThrow("row 1: got 1 numbers, expected 2");
});

test("it tells its sweeps, lets others work in between, and stops when it is told to", async () => {
  const large = positive(800, 300, 5);
  const told: number[] = [];
  const stop = new AbortController();
  let turns = 0;
  const timer = setInterval(() => ++turns === 3 && stop.abort(new Error("enough")), 1);
  const work = nmf(large, {
    factors: 8,
    init: "random",
    tolerance: 0,
    iterations: 100_000,
    signal: stop.signal,
    progress: (done, total) => told.push(done) && expect(total).toBe(100_000)
  });
  await expect(work).rejects.toThrow("enough");
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(told).toEqual(told.map((_, index) => index + 1));
  await expect(nmf(x, {factors: 2, signal: AbortSignal.abort(new Error("no"))})).rejects.toThrow(
    "no"
  );
});
