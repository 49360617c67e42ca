import {expect, test} from "vitest";
import {denseOf, rowAt} from "../../packages/engine/src/analysis/dense.ts";
import {kmeans} from "../../packages/engine/src/analysis/kmeans.ts";
import expected from "../fixtures/analysis/kmeans.json";
import {tablesOf} from "./stored.ts";
import {gap, positive} from "./tables.ts";

const table = tablesOf("kmeans.safetensors");
const x = table("x");

test("from the same start: scikit-learn's labels, centres, inertia and passes", async () => {
  const found = await kmeans(x, {clusters: expected.k, start: table("start")});
  expect(found.labels).toEqual(expected.labels);
  expect(found.iterations).toBe(expected.n_iter);
  expect(found.converged).toBe(true);
  expect(Math.abs(found.inertia / expected.inertia - 1)).toBeLessThan(1e-9);
  expect(gap(found.centres, table("centres"))).toBeLessThan(1e-9);
});

test("each centre is the mean of its rows, and each row is with the centre nearest to it", async () => {
  const {labels, centres, inertia} = await kmeans(x, {clusters: 5, seed: 2});
  const distance = (row: number, cluster: number): number =>
    rowAt(x, row).reduce((sum, value, at) => sum + (value - rowAt(centres, cluster)[at]!) ** 2, 0);
  const sums = labels.map((label, row) => {
    const all = Array.from({length: 5}, (_, cluster) => distance(row, cluster));
    expect(all[label]).toBe(Math.min(...all));
    return all[label]!;
  });
  expect(inertia).toBeCloseTo(
    sums.reduce((sum, value) => sum + value, 0),
    9
  );
  for (let cluster = 0; cluster < 5; cluster++) {
    const own = labels.flatMap((label, row) => (label === cluster ? [row] : []));
    expect(own.length).toBeGreaterThan(0);
    for (let at = 0; at < x.columns; at++) {
      const mean = own.reduce((sum, row) => sum + rowAt(x, row)[at]!, 0) / own.length;
      expect(rowAt(centres, cluster)[at]).toBeCloseTo(mean, 10);
    }
  }
});

test("inertia never rises from pass to pass", async () => {
  let last = expected.start_inertia;
  for (let iterations = 1; iterations <= expected.n_iter; iterations++) {
    const {inertia} = await kmeans(x, {clusters: expected.k, start: table("start"), iterations});
    expect(inertia).toBeLessThanOrEqual(last * (1 + 1e-12));
    last = inertia;
  }
  expect(last).toBeCloseTo(expected.inertia, 8);
});

test("points apart are told apart, whatever the seed", async () => {
  const middles = [0, 100, 200];
  const points = denseOf(
    Array.from({length: 30}, (_, row) => [middles[row % 3]! + row / 100, -middles[row % 3]!])
  );
  for (let seed = 0; seed < 20; seed++) {
    const {labels} = await kmeans(points, {clusters: 3, seed});
    expect(new Set(labels).size).toBe(3);
    expect(labels).toEqual(labels.map((_, row) => labels[row % 3]));
  }
});

test("as many groups as points leave no distance; a group without points takes one", async () => {
  expect((await kmeans(x, {clusters: x.rows})).inertia).toBe(0);
  const far = denseOf([[0], [1], [10]]);
  const {labels, inertia} = await kmeans(far, {clusters: 3, start: denseOf([[0], [500], [501]])});
  expect(new Set(labels).size).toBe(3);
  expect(inertia).toBe(0);
  const same = denseOf(Array.from({length: 5}, () => [1, 1]));
  expect((await kmeans(same, {clusters: 2})).inertia).toBe(0);
});

test("what cannot be is refused, and work stops when it is told to", async () => {
  await expect(kmeans(x, {clusters: 91})).rejects.toThrow(
    "clusters: got 91, expected a whole number from 1 to 90"
  );
  await expect(kmeans(x, {clusters: 2, start: table("start")})).rejects.toThrow(
    "start: got 4 × 6, expected 2 × 6"
  );
  await expect(kmeans(x, {clusters: 2, iterations: 0})).rejects.toThrow("iterations: got 0");
  const stop = new AbortController();
  const work = kmeans(positive(4000, 300, 1), {clusters: 60, signal: stop.signal});
  setTimeout(() => stop.abort(new Error("enough")), 1);
  await expect(work).rejects.toThrow("enough");
});
