/** Probes of the embedded models: numbers of the captured states, and what of a text they can tell. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {
  crossValidate,
  loadModel,
  samplesOf,
  stratifiedFolds
} from "../../packages/engine/src/index.ts";
import type {Model, ProbeExample} from "../../packages/engine/src/index.ts";
import {randomOf} from "../../packages/engine/src/explain/generation/random.ts";

const cities = ["London", "Paris", "Rome", "Berlin", "Madrid", "Vienna"];
const things = ["river", "mountain", "table", "house", "book", "garden"];
const sentence = (word: string): string => `We went to the ${word} today.`;
const examples: ProbeExample[] = [
  ...cities.map((word) => ({input: sentence(word), label: "city"})),
  ...things.map((word) => ({input: sentence(word), label: "thing"}))
];
let atlas: Model;
let cloze: Model;

beforeAll(async () => {
  atlas = await loadModel("atlas", {backend: "reference"});
  cloze = await loadModel("cloze", {backend: "reference"});
});
afterAll(() => {
  atlas.dispose();
  cloze.dispose();
});

test("accuracies are those of probes of the pooled states that run captures", async () => {
  const {layers, classes} = await atlas.probe(examples, {
    layers: [3],
    folds: 4,
    seed: 7,
    standardise: false,
    l2: 0.5
  });
  const rows: Float64Array[] = [];
  for (const {input} of examples) {
    const {sites} = await atlas.run(input, {capture: ["layers.3.residual"]});
    const {shape, data} = sites.get("layers.3.residual")!;
    const [length, width] = shape as [number, number];
    rows.push(
      Float64Array.from({length: width}, (_, column) => {
        let sum = 0;
        for (let row = 0; row < length; row++) sum += data[row * width + column]!;
        return sum / length;
      })
    );
  }
  expect(classes).toEqual(["city", "thing"]);
  const labels = examples.map(({label}) => classes.indexOf(label as string));
  const want = await crossValidate(
    samplesOf(rows),
    labels,
    stratifiedFolds(labels, 4, randomOf(7)),
    {l2: 0.5}
  );
  expect(layers[0]).toMatchObject({accuracy: want.accuracy, deviation: want.deviation});
});

test("what a token is can be told from its embedding, at its place, and the table of mistakes adds up", async () => {
  const answer = await atlas.probe(
    ["The river is far.", "The house is far.", "The river was far.", "The house was far."].flatMap(
      (input) =>
        ["a", "b", "c"].map(() => ({
          input,
          label: input.includes(" is ") ? "is" : "was",
          position: 2
        }))
    ),
    {folds: 3}
  );
  expect(answer).toMatchObject({pool: "token", samples: 12, folds: 3, majority: 0.5});
  expect(answer.layers.map(({layer}) => layer)).toEqual(["embedding", 0, 1, 2, 3, 4, 5, 6, 7]);
  expect(answer.layers[0]!.accuracy).toBe(1);
  expect(answer.best).toBe("embedding");
  for (const {accuracy, confusion} of answer.layers) {
    expect(confusion.map((row) => row[0]! + row[1]!)).toEqual([6, 6]);
    expect(accuracy).toBe((confusion[0]![0]! + confusion[1]![1]!) / 12);
  }
});

test("what stands only behind a token cannot be told from a causal model's state of it, but from a bidirectional one's", async () => {
  const pairs: ProbeExample[] = ["Paris", "Berlin", "Madrid", "London"].flatMap((word) =>
    ["capital", "king"].flatMap((label) => [
      {input: `${word} has one ${label} now.`, label, position: 0}
    ])
  );
  const causal = await atlas.probe(pairs, {folds: [0, 0, 1, 1, 2, 2, 3, 3]});
  // Equal states with opposite labels: never right both times.
  for (const {confusion} of causal.layers)
    expect(confusion[0]![0]! + confusion[1]![1]!).toBeLessThanOrEqual(4);
  const masked = await cloze.probe(
    pairs.map((pair) => ({...pair, position: 1})),
    {folds: [0, 0, 1, 1, 2, 2, 3, 3]}
  );
  expect(Math.max(...masked.layers.map(({accuracy}) => accuracy))).toBe(1);
});

test("labels of tokens: null is left out, and so may special tokens be", async () => {
  const tokens = cloze.tokenize("the river");
  expect(tokens.map(({special}) => special)).toEqual([true, false, false, true]);
  const ask = (labels: ProbeExample["labels"]): Promise<number> =>
    cloze
      .probe(
        [0, 1, 2].map(() => ({input: "the river", labels: labels!})),
        {folds: 3, layers: [0]}
      )
      .then(({samples}) => samples);
  expect(await ask([1, 2])).toBe(6);
  expect(await ask([null, 1, 2, null])).toBe(6);
  expect(await ask(["[", 1, 2, "]"])).toBe(12);
});

test("first and last read those tokens", async () => {
  const first = await cloze.probe(examples, {pool: "first", layers: ["embedding"], folds: 3});
  // The embedding of [CLS] is the same in every text.
  expect(first.layers[0]!.accuracy).toBe(0.5);
  const last = await atlas.probe(examples, {pool: "last", layers: ["embedding", 7], folds: 3});
  expect(last.layers[0]!.accuracy).toBe(0.5);
  expect(last.layers[1]!.accuracy).toBeGreaterThan(0.5);
});

test("selectivity is accuracy minus that of the control task, whose labels stick to words", async () => {
  const {layers} = await atlas.probe(examples, {control: true, folds: 4, layers: [0, 4]});
  for (const {accuracy, control, selectivity} of layers) {
    expect(selectivity).toBe(accuracy - control!);
    expect(control).toBeLessThan(accuracy);
  }
  // Words that are seen in training and in testing: memory tells their control labels.
  const repeated = [...cities, ...cities, ...cities, ...cities].map((word, at) => ({
    input: `${word} is here.`,
    label: at % 2,
    position: 0
  }));
  const memory = await atlas.probe(repeated, {control: true, layers: ["embedding"], seed: 1});
  expect(memory.layers[0]!.control).toBe(1);
  const plain = await atlas.probe(examples, {layers: [0]});
  expect(plain.layers[0]).toMatchObject({control: null, selectivity: null});
});

test("the same seed gives the same answer", async () => {
  const ask = async (seed: number): Promise<unknown> => {
    const {layers} = await atlas.probe(examples, {seed, control: true, layers: [0, 1], folds: 3});
    return layers;
  };
  expect(await ask(3)).toEqual(await ask(3));
  expect(await ask(3)).not.toEqual(await ask(4));
});

test("progress comes to its total, and a signal stops the work", async () => {
  const seen: number[] = [];
  let all = 0;
  await atlas.probe(examples, {
    layers: [0, 1],
    folds: 3,
    control: true,
    progress: (done, total) => {
      seen.push(done);
      all = total;
    }
  });
  expect(seen.at(-1)).toBe(all);
  expect(all).toBe(12 + 2 * 2 * 3);
  const stop = new AbortController();
  const work = atlas.probe(examples, {
    signal: stop.signal,
    progress: (done) => {
      if (done === 14) stop.abort(new Error("enough"));
    }
  });
  await expect(work).rejects.toThrow("enough");
});

test("what cannot be probed is said, with the example", async () => {
  const one = {input: "A river.", label: "a"};
  const two = {input: "A house.", label: "b"};
  await expect(atlas.probe([])).rejects.toThrow(/got 0 examples/);
  await expect(atlas.probe([one, one])).rejects.toThrow(/got 1 kind of label \(a\)/);
  await expect(atlas.probe([one, {input: "x"}])).rejects.toThrow(/example 2: label is missing/);
  await expect(atlas.probe([one, two], {folds: 3})).rejects.toThrow(/folds: got 3/);
  await expect(atlas.probe([one, two], {folds: [0]})).rejects.toThrow(
    /folds: got 1 for 2 examples/
  );
  await expect(atlas.probe([one, two], {folds: [1, 1]})).rejects.toThrow(/2 different/);
  await expect(atlas.probe([one, two], {pool: "token"})).rejects.toThrow(
    /example 1: .*expected a position/
  );
  await expect(atlas.probe([{...one, position: 9}, two])).rejects.toThrow(/example 1: position 9/);
  await expect(atlas.probe([{input: "A river.", labels: ["x"]}, two])).rejects.toThrow(
    /example 1: labels: got 1 for 3 tokens .*A\| river\|\./
  );
  await expect(atlas.probe([{...one, position: 0}, two], {pool: "mean"})).rejects.toThrow(
    /not used when pool is mean/
  );
  await expect(atlas.probe([one, two], {l2: -1})).rejects.toThrow(/l2: got -1/);
  await expect(atlas.probe([one, two], {seed: -1})).rejects.toThrow(/seed: got -1/);
});
