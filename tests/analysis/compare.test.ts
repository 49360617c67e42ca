/** Layers of the embedded models, compared: the numbers are those of the captured states, however they were asked for. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {cka, loadModel, samplesOf, svcca} from "../../packages/engine/src/index.ts";
import type {Comparison, Model, ModelInput, Samples} from "../../packages/engine/src/index.ts";
import {difference} from "../engine/numbers.ts";

const texts = [
  "London is the capital of England, and Paris is the capital of France.",
  "The river Thames flows through London.",
  "Madrid is a city in Spain."
];
const [long, river] = texts as [string, string];
let atlas: Model;
let cloze: Model;
let critic: Model;

beforeAll(async () => {
  atlas = await loadModel("atlas", {backend: "reference"});
  cloze = await loadModel("cloze", {backend: "reference"});
  critic = await loadModel("critic", {backend: "reference"});
});
afterAll(() => {
  for (const model of [atlas, cloze, critic]) model.dispose();
});

/** Returns the states of texts at one site, as `run` captures them, one behind the other. */
async function captured(
  model: Model,
  inputs: readonly ModelInput[],
  site: string
): Promise<Samples> {
  const rows: Float64Array[] = [];
  for (const input of inputs) {
    const {shape, data} = (await model.run(input, {capture: [site]})).sites.get(site)!;
    const width = shape.at(-1)!;
    for (let at = 0; at < data.length; at += width)
      rows.push(Float64Array.from(data.subarray(at, at + width)));
  }
  return samplesOf(rows);
}

const gap = (a: Comparison, b: Comparison): number =>
  difference(a.values.flat(), b.values.flat(), true);

test("values are the measure of the states that run captures, all texts together", async () => {
  const {values, rows, tokens, site, stack} = await atlas.compare(texts);
  expect(rows).toEqual(["embedding", 0, 1, 2, 3, 4, 5, 6, 7]);
  expect([site, stack]).toEqual(["residual", null]);
  expect(tokens).toEqual(texts.flatMap((text) => atlas.tokenize(text)));
  const [first, last] = [
    await captured(atlas, texts, "embeddings"),
    await captured(atlas, texts, "layers.7.residual")
  ];
  expect(values[0]![8]).toBeCloseTo(cka(first, last), 10);
  const other = await atlas.compare(texts, {measure: "svcca", dims: 5, layers: ["embedding", 7]});
  expect(other.dims).toBe(5);
  expect(other.values[0]![1]).toBeCloseTo(svcca(first, last, {dims: 5}), 9);
});

test("each site's states are its own", async () => {
  for (const [site, name] of [
    ["neurons", "neurons"],
    ["attention", "attention.output"],
    ["mlp", "mlp.output"]
  ] as const) {
    const {values, rows} = await atlas.compare(long, {site, layers: [2, 5]});
    expect(rows).toEqual([2, 5]);
    const [two, five] = [
      await captured(atlas, [long], `layers.2.${name}`),
      await captured(atlas, [long], `layers.5.${name}`)
    ];
    expect(values[0]![1]).toBeCloseTo(cka(two, five), 10);
  }
});

test("how many texts are read at once changes nothing", async () => {
  for (const model of [atlas, cloze, critic])
    expect(
      gap(await model.compare(texts, {rows: 1}), await model.compare(texts, {rows: 8}))
    ).toBeLessThan(1e-9);
});

test("some layers and columns are a part of the whole table", async () => {
  const {values} = await atlas.compare(long);
  const part = await atlas.compare(long, {layers: [7, 0], columns: ["embedding", 3]});
  expect([part.rows, part.columns]).toEqual([
    [7, 0],
    ["embedding", 3]
  ]);
  const want = [
    [values[8]![0], values[8]![4]],
    [values[1]![0], values[1]![4]]
  ];
  expect(difference(part.values.flat(), want.flat() as number[], true)).toBeLessThan(1e-10);
});

test("padding that a mask hides is no token", async () => {
  const ids = cloze.tokenize(long).map(({id}) => id);
  const padded = {ids: [...ids, 0, 0], mask: [...ids.map(() => 1), 0, 0]};
  const {tokens} = await cloze.compare(padded);
  expect(tokens).toHaveLength(ids.length);
  expect(gap(await cloze.compare(padded), await cloze.compare({ids}))).toBeLessThan(1e-9);
});

describe("two models", () => {
  test("a model with itself is the model alone", async () => {
    const both = await atlas.compare(texts, {with: atlas});
    expect(both.with).toMatchObject({model: "atlas", backend: "reference"});
    expect(both.alignment).toBe("token");
    expect(gap(both, await atlas.compare(texts))).toBeLessThan(1e-9);
    expect((await atlas.compare(texts)).with).toBeNull();
  });

  test("a model on another backend is nearly itself", async () => {
    const onnx = await loadModel("atlas", {backend: "onnx"});
    const both = await atlas.compare(texts, {with: onnx, measure: "cka-debiased"});
    expect(both.with!.backend).toBe("onnx");
    both.values.forEach((row, at) => expect(row[at]).toBeCloseTo(1, 6));
    onnx.dispose();
  });

  test("other tokens: the mean of each word's states is compared", async () => {
    const sentence = "Thames unbelievably flows";
    const both = await atlas.compare(sentence, {with: cloze, layers: [3], columns: [2]});
    expect(both.alignment).toBe("word");
    expect(both.tokens.map(({text}) => text!.trim())).toEqual(sentence.split(" "));
    expect(atlas.tokenize(sentence).length).toBeGreaterThan(3);
    const means = async (model: Model, site: string): Promise<Samples> => {
      const {data, columns} = await captured(model, [sentence], site);
      const tokens = model.tokenize(sentence);
      return samplesOf(
        [0, 1, 2].map((word) => {
          const own = [...tokens.keys()].filter((at) => tokens[at]!.word === word);
          return Float64Array.from(
            {length: columns},
            (_, column) =>
              own.reduce((sum, at) => sum + data[at * columns + column]!, 0) / own.length
          );
        })
      );
    };
    expect(both.values[0]![0]).toBeCloseTo(
      cka(await means(atlas, "layers.3.residual"), await means(cloze, "layers.2.residual")),
      10
    );
  });

  test("special tokens that only one model adds are left out", async () => {
    const ids = atlas.tokenize(long).map(({id}) => id);
    const {tokens, alignment} = await critic.compare(long, {with: atlas});
    expect(alignment).toBe("word");
    expect(tokens.some(({special}) => special)).toBe(false);
    await expect(cloze.compare({ids: [2, 5, 6, 7]}, {with: atlas})).rejects.toThrow(
      /no words to compare/
    );
    expect(ids.length).toBeGreaterThan(3);
  });

  test("values turn round with the models, but for PWCCA", async () => {
    const [there, back] = [
      await atlas.compare(texts, {with: cloze}),
      await cloze.compare(texts, {with: atlas})
    ];
    expect(there.columns).toEqual(back.rows);
    there.values.forEach((row, at) =>
      expect(
        difference(
          row,
          back.values.map((other) => other[at]!),
          true
        )
      ).toBeLessThan(1e-9)
    );
  });
});

describe("warnings", () => {
  test("too few tokens are said, with the measure that bears them", async () => {
    const {warning} = await atlas.compare(long, {measure: "cca"});
    expect(warning).toMatchObject({
      message: expect.stringMatching(/^18 tokens: too few for 192 and 192 neurons, .* is 1/),
      instead: ["cka-debiased"]
    });
    const few = await atlas.compare(long, {measure: "svcca", dims: 10});
    expect(few.warning!.message).toMatch(/3 of the correlations are 1/);
    expect((await atlas.compare(long)).warning!.message).toMatch(/cka leans towards 1/);
  });

  test("what is said to be 1 is 1", async () => {
    const few = await atlas.compare(long, {measure: "cca", layers: [0, 7]});
    expect(few.values[0]![1]).toBeCloseTo(1, 4);
  });

  test("enough tokens, or a measure that needs fewer, are not warned of", async () => {
    expect((await atlas.compare(long, {measure: "svcca", dims: 8})).warning).toBeNull();
    expect((await atlas.compare(long, {measure: "cka-debiased"})).warning).toBeNull();
  });
});

test("both stacks of a model of two", async () => {
  const answer = {text: long, decoderIds: [0, 5, 6, 7, 8]};
  const encoder = await critic.compare(answer);
  expect([encoder.stack, encoder.rows.length]).toEqual(["encoder", 5]);
  const decoder = await critic.compare(answer, {stack: "decoder"});
  expect([decoder.rows.length, decoder.tokens.length]).toEqual([3, 5]);
  await expect(critic.compare(long, {stack: "decoder"})).rejects.toThrow(/got 1 token, .* decoder/);
  await expect(atlas.compare(long, {stack: "decoder"})).rejects.toThrow(/has one stack; leave/);
});

test("PWCCA as Ecco has it asks for more tokens than neurons", async () => {
  const options = {measure: "pwcca", compat: "ecco", layers: [0]} as const;
  await expect(atlas.compare(river, options)).rejects.toThrow(/more samples than neurons/);
});

test("progress comes to its total, and a signal stops the work", async () => {
  const seen: [number, number][] = [];
  await atlas.compare(texts, {with: cloze, progress: (done, total) => seen.push([done, total])});
  expect(seen.map(([done]) => done)).toEqual(seen.map((_, at) => at + 1));
  expect(seen.every(([, total]) => total === seen.length)).toBe(true);
  const stop = new AbortController();
  const work = atlas.compare(texts, {
    signal: stop.signal,
    progress: (done) => {
      if (done === 5) stop.abort(new Error("enough"));
    }
  });
  await expect(work).rejects.toThrow("enough");
});

test("what cannot be compared is said", async () => {
  await expect(atlas.compare([])).rejects.toThrow(/no texts: got 0/);
  await expect(atlas.compare("a")).rejects.toThrow(/got 1 token, expected at least 2/);
  await expect(atlas.compare(river, {layers: [8]})).rejects.toThrow(
    /layers: got 8, expected some of embedding, 0, /
  );
  await expect(atlas.compare(river, {site: "mlp", layers: ["embedding"]})).rejects.toThrow(
    /got embedding/
  );
  await expect(atlas.compare(river, {layers: []})).rejects.toThrow(/layers: got none/);
  await expect(atlas.compare(river, {dims: 3})).rejects.toThrow(/dims: cka keeps all/);
  await expect(atlas.compare(river, {measure: "svcca", dims: 30})).rejects.toThrow(/dims: got 30/);
  await expect(atlas.compare(river, {measure: "cosine" as "cka"})).rejects.toThrow(
    /unknown measure: cosine; one of cka, cka-rbf/
  );
  await expect(atlas.compare(river, {site: "heads" as "mlp"})).rejects.toThrow(
    /unknown site: heads/
  );
});
