/** UMAP: seeded, and near samples stay near. */
import {expect, test} from "vitest";
import {umap} from "../../packages/engine/src/analysis/umap.ts";
import {randomOf} from "../../packages/engine/src/explain/generation/random.ts";
import {changed, noise} from "./oracle.ts";

/** Three clouds far from each other, ten samples each. */
const clouds = changed(noise(30, 6, 2), (value, at) => {
  const [row, column] = [Math.floor(at / 6), at % 6];
  return 0.2 * value + (column === row % 3 ? 20 : 0);
});

test("the same seed gives the same picture, another seed another", async () => {
  const draw = (seed: number): ReturnType<typeof umap> =>
    umap(clouds, {random: randomOf(seed), neighbours: 5});
  const one = await draw(1);
  expect([...(await draw(1)).data]).toEqual([...one.data]);
  expect([...(await draw(2)).data]).not.toEqual([...one.data]);
  expect(one).toMatchObject({rows: 30, columns: 2});
});

test("each sample's nearest in the picture is of its own cloud", async () => {
  const {data} = await umap(clouds, {random: randomOf(3), neighbours: 5});
  for (let row = 0; row < 30; row++) {
    const gaps = Array.from({length: 30}, (_, other) =>
      other === row
        ? Infinity
        : Math.hypot(data[2 * row]! - data[2 * other]!, data[2 * row + 1]! - data[2 * other + 1]!)
    );
    expect(gaps.indexOf(Math.min(...gaps)) % 3).toBe(row % 3);
  }
});

test("it tells how far it is, and stops when told to", async () => {
  const seen: number[] = [];
  const stop = new AbortController();
  const work = umap(clouds, {
    random: randomOf(0),
    signal: stop.signal,
    progress: (done, total) => {
      seen.push(done);
      expect(total).toBeGreaterThan(10);
      if (done === 3) stop.abort(new Error("enough"));
    }
  });
  await expect(work).rejects.toThrow("enough");
  expect(seen).toEqual([1, 2, 3]);
});

test("few samples, and samples that are all the same, have places too", async () => {
  for (const samples of [noise(3, 4, 1), changed(noise(8, 4, 1), () => 1)]) {
    const {data, rows} = await umap(samples, {random: randomOf(0)});
    expect(data).toHaveLength(2 * rows);
    expect(data.every(Number.isFinite)).toBe(true);
  }
});

test("what cannot be drawn is said", async () => {
  const random = randomOf(0);
  await expect(umap(noise(2, 4, 1), {random})).rejects.toThrow(
    /got 2 samples, expected at least 3/
  );
  await expect(umap(clouds, {random, neighbours: 30})).rejects.toThrow(/neighbours: got 30, .* 29/);
  await expect(umap(clouds, {random, dimensions: 7})).rejects.toThrow(/dimensions: got 7/);
  await expect(umap(clouds, {random, minDist: 2})).rejects.toThrow(/minDist: got 2/);
});
