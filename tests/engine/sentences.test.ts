/** Vectors of texts: held to sentence-transformers (float64), for every way to pool, and to what they are made of. */
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {InputError, loadModel, writeSafetensors} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import expected from "../fixtures/embedded/sentences.json" with {type: "json"};
import {arrays, fixture, json} from "./oracle.ts";
import {modulesJson, sentenceFolder} from "./sentence-folder.ts";
import type {Beside} from "./sentence-folder.ts";

const models = join(import.meta.dirname, "../../models");
const reference = {backend: "reference", dtype: "float64"} as const;
/** Float32, and many times as quick: for what is compared with itself. */
const quick = {backend: "onnx"} as const;

/** The dense layer of the reference, by the same rule. */
function dense(files: Beside): Beside {
  const config = files["2_Dense/config.json"] as
    | {readonly in_features: number; readonly out_features: number; readonly bias: boolean}
    | undefined;
  if (!config) return {};
  const {in_features: inner, out_features: out, bias} = config;
  const data = Array.from({length: out * inner}, (_, at) => Math.sin(1 + at) / 4);
  const offset = Array.from({length: out}, (_, row) => Math.cos(row) / 8);
  return {
    "2_Dense/model.safetensors": writeSafetensors([
      {name: "linear.weight", dtype: "F32", shape: [out, inner], data},
      ...(bias ? [{name: "linear.bias", dtype: "F32" as const, shape: [out], data: offset}] : [])
    ])
  };
}

/** Returns a model of the embedded ones as a sentence encoder with these files beside it. */
const encoder = (name: string, files: Beside, options: object = reference): Promise<Model> =>
  loadModel(sentenceFolder(join(models, name), {...files, ...dense(files)}), options);

const pooledBy = (config: object): Beside => ({
  "modules.json": modulesJson("Transformer", "Pooling"),
  "1_Pooling/config.json": config
});

const gap = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((x, at) => Math.abs(x - b[at]!)));
const normOf = (vector: readonly number[]): number => Math.hypot(...vector);

describe("as sentence-transformers has it", () => {
  test.each(expected.cases)("$name", async ({model: name, files, promptName, ...found}) => {
    const model = await encoder(name, files);
    const given = promptName ? {promptName} : {};
    const {vectors, dimensions, normalised} = await model.embed(expected.texts, given);
    expect(dimensions).toBe(found.dimensions);
    for (const [at, {first, last, norm}] of found.vectors.entries()) {
      const vector = vectors[at]!;
      expect(gap(vector.slice(0, 6), first)).toBeLessThan(1e-9);
      expect(gap(vector.slice(-3), last)).toBeLessThan(1e-9);
      expect(normOf(vector)).toBeCloseTo(norm, 9);
      if (normalised) expect(normOf(vector)).toBeCloseTo(1, 12);
    }
    // The shortest, which was padded.
    const alone = await model.embed(expected.texts[0]!, given);
    expect(gap(alone.vectors[0]!, vectors[0]!)).toBeLessThan(1e-12);
    model.dispose();
  });

  test("in float32, together and alone", async () => {
    const {files, vectors: wanted} = expected.cases[4]!;
    const model = await encoder("cloze", files, quick);
    const {vectors} = await model.embed(expected.texts);
    for (const [at, {first}] of wanted.entries()) {
      expect(gap(vectors[at]!.slice(0, 6), first)).toBeLessThan(1e-6);
      const alone = await model.embed(expected.texts[at]!);
      expect(gap(alone.vectors[0]!, vectors[at]!)).toBeLessThan(1e-6);
    }
    model.dispose();
  });
});

test("of a table narrower than the layers, a vector is what the table is multiplied with", async () => {
  const path = "architectures/opt-projected";
  const {input_ids: ids} = json<{readonly input_ids: number[]}>(`${path}/expected.json`);
  const {shape, data: logits} = arrays(`${path}/expected.safetensors`).get("logits")!;
  const table = arrays(`${path}/model.safetensors`).get("model.decoder.embed_tokens.weight")!;
  const model = await loadModel(fixture(path), reference);
  const {vectors, dimensions} = await model.embed({ids}, {pooling: "lasttoken"});
  expect(dimensions).toBe(table.shape[1]);
  const [vector] = vectors;
  const last = Array.from(logits).slice(-shape[1]!);
  const products = last.map((_, token) =>
    vector!.reduce((sum, x, at) => sum + x * table.data[token * dimensions + at]!, 0)
  );
  expect(gap(products, last)).toBeLessThan(1e-6);
  model.dispose();
});

describe("what is said of it", () => {
  test("steps, prompt, and what was cut", async () => {
    const model = await encoder("cloze", expected.cases[6]!.files);
    const found = await model.embed(expected.texts);
    expect(found.pooling).toBe("mean");
    expect(found.modules).toEqual(["Transformer", "Pooling (mean)"]);
    expect(found.texts.map(({tokens}) => tokens.length)).toEqual([8, 8, 8]);
    expect(found.texts[0]!.tokens.at(-1)!.text).toBe("[SEP]");
    const whole = model.tokenize(expected.texts[0]!).length;
    expect(found.texts[0]!.truncated).toBe(whole - 8);
    expect(found.warning!.message).toBe("2 texts were cut: this model reads 8 tokens of a text");
    model.dispose();
  });

  test("a model that does not say how it pools: the mean, assumed, and other poolings on request", async () => {
    const model = await loadModel("cloze", reference);
    const found = await model.embed(["A cat.", ""]);
    expect(found.pooling).toBe("mean (assumed)");
    expect(found.normalised).toBe(false);
    expect(found.warning!.message).toMatch(/no modules\.json.*mean .* is assumed/);
    const {sites} = await model.run("A cat.", {capture: ["layers.5.residual"]});
    const {shape, data} = sites.get("layers.5.residual")!;
    const [count, width] = shape as [number, number];
    const mean = Array.from({length: width}, (_, channel) => {
      let sum = 0;
      for (let at = 0; at < count; at++) sum += data[at * width + channel]!;
      return sum / count;
    });
    expect(gap(found.vectors[0]!, mean)).toBeLessThan(1e-12);
    // A text of nothing is its special tokens.
    expect(found.texts[1]!.tokens.map(({text}) => text)).toEqual(["[CLS]", "[SEP]"]);
    const asked = await model.embed("A cat.", {pooling: ["cls", "lasttoken"], normalise: true});
    expect(asked.pooling).toBe("cls + lasttoken");
    expect(asked.warning).toBeNull();
    const ends = [...data.slice(0, width), ...data.slice(-width)];
    const length = normOf(ends);
    const unit = ends.map((x) => x / length);
    expect(gap(asked.vectors[0]!, unit)).toBeLessThan(1e-12);
    model.dispose();
  });

  test("ids, a mask and an encoder before a decoder", async () => {
    const model = await loadModel("cloze", reference);
    const ids = model.tokenize("A cat sits.").map(({id}) => id);
    const [whole, masked] = await Promise.all([
      model.embed({ids}),
      model.embed({ids: [...ids, 0, 0], mask: [...ids.map(() => 1), 0, 0]})
    ]);
    expect(whole.texts[0]!.text).toBeNull();
    expect(gap(whole.vectors[0]!, masked.vectors[0]!)).toBeLessThan(1e-12);
    model.dispose();
    const critic = await loadModel("critic", reference);
    const {vectors} = await critic.embed(["a good film", "a bad one that is longer"]);
    const alone = await critic.embed("a good film");
    expect(gap(alone.vectors[0]!, vectors[0]!)).toBeLessThan(1e-12);
    critic.dispose();
  });
});

describe("what cannot be done is said", () => {
  const files = (modules: readonly object[], rest: Beside = {}): Beside => ({
    "modules.json": modules,
    "1_Pooling/config.json": {pooling_mode: "mean"},
    ...rest
  });

  test.each<readonly [string, Beside, RegExp]>([
    [
      "a module that is not known",
      files(modulesJson("Transformer", "Pooling", "CNN")),
      /modules\.json: module sentence_transformers\.models\.CNN is not known here; .* give a pooling/
    ],
    [
      "another order",
      files(modulesJson("Transformer", "Normalize", "Pooling"), {"2_Pooling/config.json": {}}),
      /got the modules Transformer, Normalize, Pooling/
    ],
    [
      "an activation that is not known",
      files(modulesJson("Transformer", "Pooling", "Dense"), {
        "2_Dense/config.json": {
          in_features: 192,
          out_features: 2,
          bias: true,
          activation_function: "torch.nn.Softplus"
        }
      }),
      /2_Dense: got the activation torch\.nn\.Softplus, expected one of Tanh/
    ],
    [
      "a pooling that is not known",
      pooledBy({pooling_mode: "median"}),
      /pooling: got "median", expected some of cls, max/
    ]
  ])("%s", async (_, beside, message) => {
    const model = await encoder("cloze", beside);
    const failed = model.embed("a");
    await expect(failed).rejects.toThrow(message);
    // It is read all the same, and pooled as asked.
    const {vectors} = await model.embed("a", {pooling: "mean"});
    expect(vectors[0]).toHaveLength(192);
    model.dispose();
  });

  test("options", async () => {
    const model = await encoder("cloze", expected.cases[2]!.files);
    const refused = async (call: Promise<unknown>, message: RegExp): Promise<void> => {
      await expect(call).rejects.toThrow(InputError);
      await expect(call).rejects.toThrow(message);
    };
    await refused(model.embed([]), /no texts/);
    await refused(model.similarities(["a"]), /got 1 text, expected at least 2/);
    await refused(model.embed("a", {pooling: [] as never}), /pooling: got none/);
    await refused(model.embed("a", {promptName: "x"}), /got "x", expected one of query, document/);
    await refused(model.embed("a", {promptName: "query", prompt: "b"}), /both prompt and/);
    // The prompt is not pooled here, and of this text nothing else is left but the end.
    expect((await model.embed("")).texts[0]!.tokens.at(-1)!.text).toBe("[SEP]");
    model.dispose();
    const headless = loadModel(sentenceFolder(join(models, "cloze"), {}), reference);
    expect(await (await headless).embed("a", {promptName: "q"}).catch(String)).toMatch(
      /this model names no prompts/
    );
    (await headless).dispose();
  });
});

describe("cosines, and why", () => {
  const [a, b, c] = expected.texts as [string, string, string];
  let model: Model;
  beforeAll(async () => {
    model = await encoder("cloze", expected.cases[4]!.files, quick);
  });
  afterAll(() => model?.dispose());

  const cosine = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, one, at) => sum + one * y[at]!, 0) / (normOf(x) * normOf(y));

  test("a matrix of cosines", async () => {
    const {vectors} = await model.embed([a, b, c]);
    const {values, measure, texts} = await model.similarities([a, b, c]);
    expect(measure).toBe("cosine");
    expect(texts.map(({text}) => text)).toEqual([a, b, c]);
    values.forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(cosine(vectors[i]!, vectors[j]!), 6))
    );
  });

  test("occlusion is what the cosine loses without the word", async () => {
    const found = await model.alike(a, b);
    expect(found.method).toBe("occlusion");
    expect(found.cosine).toBeCloseTo((await model.similarities([a, b])).values[0]![1]!, 6);
    const word = found.a.units[2]!;
    const ids = found.a.tokens.filter((_, at) => !word.tokens.includes(at)).map(({id}) => id);
    const {vectors} = await model.embed([{ids}, b]);
    expect(word.score).toBeCloseTo(found.cosine - cosine(vectors[0]!, vectors[1]!), 6);
    // Special tokens always stay.
    expect(found.a.units[0]).toMatchObject({text: "[CLS]", score: 0});
    expect(found.baseline).toBeNull();
  });

  test("integrated gradients of each text add up to what the cosine changed", async () => {
    const found = await model.alike(a, b, {method: "integrated-gradients", baseline: "zero"});
    for (const [row, {units}] of [["a", found.a] as const, ["b", found.b] as const]) {
      const sum = found.sums.find((one) => one.row === row)!;
      expect(units.reduce((all, {score}) => all + score, 0)).toBeCloseTo(sum.sum, 6);
      expect(Math.abs(sum.error)).toBeLessThanOrEqual(0.01 * Math.abs(sum.expected));
    }
    expect(found).toMatchObject({baseline: "zero", warning: null});
    // By words and by tokens it is the same sum.
    const tokens = await model.alike(a, b, {
      method: "integrated-gradients",
      baseline: "zero",
      unit: "token"
    });
    expect(tokens.sums[0]!.sum).toBeCloseTo(found.sums[0]!.sum, 6);
    expect(tokens.a.units).toHaveLength(tokens.a.tokens.length);
  });

  test("a baseline of the text's own words changes nothing", async () => {
    const same = await model.alike("the the", "the the", {
      method: "integrated-gradients",
      baseline: "the"
    });
    for (const {row, sum, expected: change} of same.sums)
      if (row !== "pairs") expect([sum, change]).toEqual([0, 0]);
  });

  // An activation stands between the tokens and the vector.
  test("pairs: none behind a dense layer with an activation", async () => {
    expect((await model.alike(a, b)).pairs).toBeNull();
  });

  test.each([
    ["mean, as assumed", {}],
    ["max", {pooling: "max"}],
    ["cls and weightedmean", {pooling: ["cls", "weightedmean"]}],
    ["mean and a length of 1", {pooling: "mean", normalise: true}]
  ] as const)("pairs add up to the cosine: %s", async (_, options) => {
    const plain = await loadModel("cloze", quick);
    const {cosine: value, pairs, sums, a: one, b: other} = await plain.alike(a, b, options);
    expect(pairs!.values.flat().reduce((sum, x) => sum + x, 0)).toBeCloseTo(value, 6);
    expect(sums).toHaveLength(1);
    expect(sums[0]!.row).toBe("pairs");
    expect(Math.abs(sums[0]!.error)).toBeLessThan(1e-6);
    expect([pairs!.values.length, pairs!.values[0]!.length]).toEqual([
      one.units.length,
      other.units.length
    ]);
    plain.dispose();
  });

  test("pairs through a dense layer without an activation, and one with a bias", async () => {
    for (const bias of [false, true]) {
      const {files} = expected.cases[5]!;
      const config = {...(files["2_Dense/config.json"] as object), bias};
      const linear = await encoder("cloze", {...files, "2_Dense/config.json": config}, quick);
      const {cosine: value, pairs} = await linear.alike(a, b);
      expect(pairs!.values.flat().reduce((sum, x) => sum + x, 0)).toBeCloseTo(value, 6);
      linear.dispose();
    }
  });

  test("a word alone in a model without special tokens", async () => {
    const atlas = await loadModel("atlas", quick);
    const {a: one, cosine: value} = await atlas.alike({ids: [1000]}, {ids: [1000, 1001]});
    // Nothing would be left without it.
    expect(one.units).toEqual([{tokens: [0], text: one.tokens[0]!.text, score: 0}]);
    expect(value).toBeLessThan(1);
    atlas.dispose();
  });

  test("what a method does not know is refused", async () => {
    await expect(model.alike(a, b, {method: "saliency" as never})).rejects.toThrow(
      /unknown method: saliency; one of occlusion, integrated-gradients/
    );
  });
});

describe("texts as points", () => {
  test("three texts lie as far apart as their vectors, at the last layer", async () => {
    const model = await loadModel("cloze", quick);
    const {vectors} = await model.embed(expected.texts, {pooling: "mean"});
    const found = await model.project(expected.texts, {points: "texts", pooling: "mean"});
    expect(found.points).toBe("texts");
    expect(found.tokens.map(({text}) => text)).toEqual(expected.texts);
    expect(found.texts).toEqual([0, 1, 2]);
    expect(found.layers).toHaveLength(7);
    const {points} = found.layers.at(-1)!;
    const apart = (x: readonly number[], y: readonly number[]): number =>
      Math.hypot(...x.map((one, at) => one - y[at]!));
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2]
    ] as const)
      expect(apart(points[i]!, points[j]!)).toBeCloseTo(apart(vectors[i]!, vectors[j]!), 4);
    await expect(
      model.project(expected.texts, {points: "texts", without: "first"})
    ).rejects.toThrow(/without: a text is pooled as the model pools it/);
    await expect(model.project(expected.texts, {pooling: "mean"})).rejects.toThrow(
      /tokens are not pooled/
    );
    model.dispose();
  });
});
