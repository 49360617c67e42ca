import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/model.ts";
import type {ExplainOptions, Model} from "../../packages/engine/src/index.ts";
import {exportFolder} from "./export-folder.ts";

/** Both compute in float32 or better; what is compared are logits of about 5 and sums of a few. */
const close = 2e-5;

const cases = [
  {name: "gpt2", text: "hello abc", of: "logprob"},
  {name: "bert", text: "abc [MASK] de", of: "logprob"},
  {name: "bert-sequence", text: "hello abc", of: "logit"},
  {name: "bert-token", text: "hello abc", of: "probability"},
  {name: "bart", text: "hello abc", of: "logprob"}
] as const;

const methods: readonly ExplainOptions[] = [
  {method: "occlusion", baseline: "b", quality: true},
  {method: "occlusion", baseline: {text: "abcdefghijklm"}, window: 2},
  {method: "shapley", baseline: "pad", unit: "word", samples: 6},
  {method: "kernel-shap", baseline: "pad", samples: 12},
  {method: "owen", baseline: "b", samples: 6},
  {method: "lime", baseline: "b", samples: 12}
];

for (const {name, text, of} of cases)
  describe(`an export of ${name}`, () => {
    let [own, other]: Model[] = [];
    beforeAll(async () => {
      const folder = exportFolder(name);
      own = await loadModel(folder, {backend: "reference"});
      other = await loadModel(`transformers:${folder}`);
    });
    afterAll(() => {
      own?.dispose();
      other?.dispose();
    });

    test("has the tokens and the logits that the reference computes", async () => {
      expect(other!.tokenize(text)).toEqual(own!.tokenize(text));
      const [expected, got] = await Promise.all([own!.run(text), other!.run(text)]);
      const [a, b] = [expected.sites.get("logits")!, got.sites.get("logits")!];
      expect(b.shape).toEqual(a.shape);
      expect(Math.max(...a.data.map((x, at) => Math.abs(x - b.data[at]!)))).toBeLessThan(close);
      expect(other!.info.kind).toBe(own!.info.kind);
      expect(other!.info.layers).toBe(own!.info.layers);
    });

    test("has the candidates, also of texts of different lengths together", async () => {
      const texts = [text, name === "bert" ? "[MASK] x" : "xy"];
      const asked = {top: 3};
      const [expected, got] = await Promise.all(
        [own!, other!].map((model) => model.candidatesBatch(texts, asked))
      );
      for (const [at, {top}] of got!.entries()) {
        expect(top.map(({id, text: label}) => [id, label])).toEqual(
          expected![at]!.top.map(({id, text: label}) => [id, label])
        );
        expect(top[0]!.logit).toBeCloseTo(expected![at]!.top[0]!.logit, 4);
      }
    });

    test("has the scores of every method that needs outputs alone", async () => {
      // Those behind the second differ in what they take out, which asks no more of the export.
      for (const options of name === "gpt2" ? methods : methods.slice(0, 2)) {
        const baseline =
          typeof options.baseline === "object"
            ? {text: text.replaceAll(/[a-z]/g, "x")}
            : options.baseline!;
        const asked = {...options, of, baseline};
        const expected = await own!.explain(text, asked);
        const got = await other!.explain(text, asked);
        expect(got.method).toBe(options.method);
        for (const [at, score] of got.scores.entries())
          expect(score, `${options.method} at ${at}`).toBeCloseTo(expected.scores[at]!, 4);
        if (!options.quality) continue;
        const {comprehensiveness, sufficiency} = got.quality!;
        expect(comprehensiveness).toBeCloseTo(expected.quality!.comprehensiveness, 4);
        expect(sufficiency).toBeCloseTo(expected.quality!.sufficiency, 4);
      }
    });

    test("explains by occlusion unless another method is asked for", async () => {
      const {method, baseline} = await other!.explain(text, {of});
      expect([method, baseline]).toEqual(["occlusion", name === "bert" ? "mask" : "pad"]);
    });
  });

test("writes as the reference does: by greedy steps, beams, together, and scores what it wrote", async () => {
  for (const name of ["gpt2", "bart"]) {
    const folder = exportFolder(name);
    const own = await loadModel(folder, {backend: "reference"});
    const other = await loadModel(`transformers:${folder}`);
    for (const options of [
      {tokens: 5},
      {tokens: 4, beams: 3},
      {tokens: 4, temperature: 1, seed: 3}
    ]) {
      const [expected, got] = await Promise.all([
        own.generate("hello", options),
        other.generate("hello", options)
      ]);
      expect(got.steps.map(({token}) => token.id)).toEqual(
        expected.steps.map(({token}) => token.id)
      );
    }
    const continued = {continuation: " abc"};
    const [expected, got] = await Promise.all(
      [own, other].map((model) => model.score("hello", continued))
    );
    expect(got!.totals.logprob).toBeCloseTo(expected!.totals.logprob, 3);
    const matrix = await other.explainAll("hello", {tokens: 2, method: "occlusion", baseline: "b"});
    const again = await own.explainAll("hello", {tokens: 2, method: "occlusion", baseline: "b"});
    expect(matrix.rows.map(({scores}) => scores[0]!.toFixed(3))).toEqual(
      again.rows.map(({scores}) => scores[0]!.toFixed(3))
    );
    own.dispose();
    other.dispose();
  }
});

test("fills masks as the reference does", async () => {
  const folder = exportFolder("bert");
  const own = await loadModel(folder, {backend: "reference"});
  const other = await loadModel(`transformers:${folder}`);
  const [expected, got] = await Promise.all([
    own.generate("a[MASK]c[MASK]", {fill: "one by one"}),
    other.generate("a[MASK]c[MASK]", {fill: "one by one"})
  ]);
  expect(got.text).toBe(expected.text);
  own.dispose();
  other.dispose();
});
