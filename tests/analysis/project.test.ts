/** Pictures of the embedded models' layers. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel, pca, samplesOf, spearman} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";

const texts = ["London is the capital of England.", "Paris is the capital of France."];
let atlas: Model;
beforeAll(async () => {
  atlas = await loadModel("atlas", {backend: "reference"});
});
afterAll(() => atlas.dispose());

const distances = (rows: readonly ArrayLike<number>[]): number[] =>
  rows.flatMap((a, i) =>
    rows.slice(0, i).map((b) => Math.hypot(...Array.from(a, (x, k) => x - b[k]!)))
  );

test("a picture of all its dimensions keeps every distance, one without order tells nothing", async () => {
  const {layers} = await atlas.project({ids: [5, 6, 7, 8]}, {dimensions: 3, layers: [0]});
  expect(layers[0]!.kept).toBeCloseTo(1, 10);
  const pair = await atlas.project({ids: [5, 6]}, {dimensions: 1, layers: [0]});
  expect(pair.layers[0]!.kept).toBeNull();
});

test("points are the principal components of the captured states, with the variance they hold", async () => {
  const {tokens, texts: of, layers, method, seed} = await atlas.project(texts, {layers: [2]});
  expect([method, seed]).toEqual(["pca", null]);
  const counts = texts.map((text) => atlas.tokenize(text).length);
  expect(of).toEqual(counts.flatMap((count, text) => Array.from({length: count}, () => text)));
  expect(tokens).toHaveLength(of.length);
  const rows: Float64Array[] = [];
  for (const text of texts) {
    const {data, shape} = (await atlas.run(text, {capture: ["layers.2.residual"]})).sites.get(
      "layers.2.residual"
    )!;
    for (let at = 0; at < shape[0]!; at++)
      rows.push(Float64Array.from(data.subarray(at * 192, (at + 1) * 192)));
  }
  const {scores, ratios} = pca(samplesOf(rows), {dimensions: 2});
  expect(layers[0]!.layer).toBe(2);
  layers[0]!.points.flat().forEach((value, at) => expect(value).toBeCloseTo(scores.data[at]!, 8));
  layers[0]!.explained!.forEach((value, at) => expect(value).toBeCloseTo(ratios[at]!, 10));
  expect(layers[0]!.kept).toBeCloseTo(spearman(distances(rows), distances(layers[0]!.points)), 10);
});

test("a UMAP picture is the seed's, the same alone and among other layers", async () => {
  const about = {method: "umap", neighbours: 4, seed: 5} as const;
  const {layers, seed} = await atlas.project(texts, about);
  expect(seed).toBe(5);
  expect(layers).toHaveLength(9);
  const alone = await atlas.project(texts, {...about, layers: [7]});
  expect(alone.layers[0]).toEqual(layers[8]);
  expect(alone.layers[0]!.explained).toBeNull();
  const other = await atlas.project(texts, {...about, layers: [7], seed: 6});
  expect(other.layers[0]!.points).not.toEqual(alone.layers[0]!.points);
});

test("three dimensions, progress to the total, and a signal that stops it", async () => {
  const seen: string[] = [];
  const {layers} = await atlas.project(texts, {
    dimensions: 3,
    progress: (done, total) => seen.push(`${done}/${total}`)
  });
  expect(layers[0]!.points[0]).toHaveLength(3);
  expect(seen.at(-1)).toBe("11/11");
  const stop = new AbortController();
  const work = atlas.project(texts, {
    method: "umap",
    signal: stop.signal,
    progress: (done) => {
      if (done === 3) stop.abort(new Error("enough"));
    }
  });
  await expect(work).rejects.toThrow("enough");
});

test("what cannot be drawn is said", async () => {
  await expect(atlas.project(texts, {neighbours: 3})).rejects.toThrow(/neighbours: pca has none/);
  await expect(atlas.project("a", {layers: [0]})).rejects.toThrow(
    /got 1 sample, expected at least 2/
  );
  await expect(atlas.project(texts, {dimensions: 0})).rejects.toThrow(/dimensions: got 0/);
  await expect(atlas.project(texts, {method: "tsne" as "pca"})).rejects.toThrow(
    /unknown method: tsne; one of pca, umap/
  );
});
