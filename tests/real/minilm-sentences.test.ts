/** Vectors of whole texts by a published encoder, as sentence-transformers (float64) computes them from the same file. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {modulesJson, sentenceFolder} from "../engine/sentence-folder.ts";
import expected from "../fixtures/real/minilm-sentences.json" with {type: "json"};
import {absent, minilm} from "./models.ts";

if (absent) test.skip(absent, () => {});

const texts = expected.texts.map((text) =>
  typeof text === "string" ? text : String(text[0]).repeat(Number(text[1]))
);
const bytes = Uint8Array.from(Buffer.from(expected.vectors, "base64"));
const all = new Float32Array(bytes.buffer);
const wanted = (text: number): Float32Array =>
  all.subarray(text * expected.dimensions, (text + 1) * expected.dimensions);

describe.skipIf(absent)("MiniLM, with the modules.json it is published with", () => {
  let model: Model;
  beforeAll(async () => {
    const folder = sentenceFolder(minilm, {
      "modules.json": modulesJson("Transformer", "Pooling", "Normalize"),
      "1_Pooling/config.json": {word_embedding_dimension: 384, pooling_mode_mean_tokens: true},
      "sentence_bert_config.json": {max_seq_length: 256, do_lower_case: false}
    });
    model = await loadModel(folder);
  });
  afterAll(() => model?.dispose());

  test("the vectors, together and alone; a text of nothing, one that is cut, other scripts", async () => {
    const found = await model.embed(texts);
    expect(found.modules).toEqual(["Transformer", "Pooling (mean)", "Normalize"]);
    expect(found.texts.map(({tokens}) => tokens.length)).toEqual(expected.tokens);
    expect(found.texts.map(({tokens, truncated}) => tokens.length + truncated)).toEqual(
      expected.full
    );
    expect(found.warning!.message).toBe("one text was cut: this model reads 256 tokens of a text");
    for (const [at, vector] of found.vectors.entries()) {
      const [alone] = (await model.embed(texts[at]!)).vectors;
      vector.forEach((x, channel) => {
        expect(Math.abs(x - wanted(at)[channel]!)).toBeLessThan(1e-6);
        expect(Math.abs(x - alone![channel]!)).toBeLessThan(1e-6);
      });
    }
  });

  test("a cat is like a kitten, and not like stocks; not is what makes two films unlike", async () => {
    const {values} = await model.similarities(texts.slice(0, 5));
    expect(values[0]![1]!).toBeCloseTo(0.6985, 4);
    expect(values[0]![2]!).toBeCloseTo(0.0596, 4);
    const films = await model.alike(texts[3]!, texts[4]!);
    expect(films.cosine).toBeCloseTo(0.793, 4);
    const lowest = films.a.units.toSorted((a, b) => a.score - b.score)[0]!;
    expect(lowest.text).toBe("not");
    expect(lowest.score).toBeLessThan(-0.1);
  });

  test("why: integrated gradients of both texts, and pairs of tokens, add up", async () => {
    const found = await model.alike(texts[0]!, texts[1]!, {method: "integrated-gradients"});
    expect(found).toMatchObject({baseline: "mask", warning: null});
    for (const {row, expected: change, error} of found.sums) {
      expect(Math.abs(change), row).toBeGreaterThan(0.1);
      expect(Math.abs(error), row).toBeLessThan(1e-4);
    }
    const best = found.a.units.toSorted((a, b) => b.score - a.score)[0]!;
    expect(best.text).toBe("cat");
    // Of all pairs of words, these two animals' and these two deeds' hold most.
    const pairs = found.pairs!.values.flatMap((row, i) =>
      row.map((value, j) => ({value, pair: `${found.a.units[i]!.text}–${found.b.units[j]!.text}`}))
    );
    expect(
      pairs
        .toSorted((a, b) => b.value - a.value)
        .slice(0, 2)
        .map(({pair}) => pair)
        .sort()
    ).toEqual(["cat–kitten", "sits–sitting"]);
  });
});

test.skipIf(absent)("without modules.json the mean is assumed, of length as it comes", async () => {
  const model = await loadModel(minilm);
  const {vectors, pooling, normalised} = await model.embed(texts[0]!);
  expect([pooling, normalised]).toEqual(["mean (assumed)", false]);
  const length = Math.hypot(...vectors[0]!);
  expect(length).toBeGreaterThan(1);
  vectors[0]!.forEach((x, at) => expect(Math.abs(x / length - wanted(0)[at]!)).toBeLessThan(1e-6));
  // Each question that needs a head says what can be asked instead.
  const asked = [
    model.candidates("a"),
    model.explain("a"),
    model.generate("a"),
    model.lens("a"),
    model.directLogits("a"),
    model.conductance("a"),
    model.score("a"),
    model.patch("a", "b")
  ];
  for (const answer of asked)
    await expect(answer).rejects.toThrow(/no head.*embed.*alike.*project/);
  model.dispose();
});
