/** Results whose parts should add up say how far they do, and name what holds instead. */
import {expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Expected} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";
import {shiftedHead} from "./shifted-head.ts";

const load = async (name: string) => {
  const {input_ids} = json<Expected>(`architectures/${name}/expected.json`);
  const model = await loadModel(fixture(`architectures/${name}`), {dtype: "float64"});
  return {model, input: {ids: input_ids.slice(0, 6)}};
};

test("relevance of a log-probability keeps its sum where nothing is lost, and says what it adds up to", async () => {
  const {model, input} = await load("llama");
  const {sites} = await model.run(input);
  const {data} = sites.get("logits")!;
  const logits = Array.from(data.slice(-model.info.vocabulary));
  for (const of of ["logprob", "probability"] as const) {
    const map = await model.explain(input, {method: "cp-lrp", of, target: 33});
    const total = logits.reduce((sum, x) => sum + Math.exp(x), 0);
    const mean = logits.reduce((sum, x) => sum + (x * Math.exp(x)) / total, 0);
    const own = Math.exp(logits[33]!) / total;
    const wanted = (logits[33]! - mean) * (of === "logprob" ? 1 : own);
    expect(map.change).toBeCloseTo(wanted, 10);
    expect(Math.abs(map.delta!)).toBeLessThan(1e-9);
    expect(map.target.value).toBeCloseTo(of === "logprob" ? Math.log(own) : own, 10);
    expect(map.notes[0]).toMatch(/up to the logits and not through the softmax/);
    expect(map.warning).toBeNull();
  }
  const span = await model.explain(input, {method: "cp-lrp", span: [33, 7, 12]});
  expect(Math.abs(span.delta!)).toBeLessThan(1e-9);
  const logit = await model.explain(input, {
    method: "cp-lrp",
    of: "logit",
    target: 33,
    signs: false
  });
  expect(logit.change).toBeCloseTo(logits[33]!, 10);
  expect(logit.notes).toEqual([]);
  model.dispose();
});

test.each([
  ["llama", true],
  ["gpt2", false]
])(
  "%s: a sum that misses by more than a tenth is told, and what is advised adds up",
  async (name, conserves) => {
    const {model, input} = await load(name);
    const path = {method: "integrated-gradients", baseline: "zero", steps: 1} as const;
    const maps = [
      await model.explain(input, path),
      await model.explain(input, {method: "attn-lrp"})
    ];
    const missing = maps.filter(
      ({delta, change}) => Math.abs(delta!) > 0.1 * Math.abs(change!) && Math.abs(delta!) > 1e-3
    );
    expect(missing.length).toBeGreaterThan(0);
    expect(maps.filter(({warning}) => warning !== null)).toEqual(missing);
    for (const {warning} of missing) {
      expect(warning!.message).toMatch(/^not an explanation: the scores add up to/);
      // GPT-2's biases take relevance; in Llama's nothing does but softmax and norms.
      expect(warning!.instead.includes("cp-lrp")).toBe(conserves);
      for (const method of warning!.instead) {
        const other = await model.explain(input, {method});
        expect(other.warning, method).toBeNull();
        expect(Math.abs(other.delta!), method).toBeLessThan(1e-6);
      }
    }
    model.dispose();
  }
);

test("conductance tells each layer's sum, and warns of those that miss", async () => {
  const {model, input} = await load("llama");
  const fine = await model.conductance(input, {baseline: "mean", steps: 200});
  expect(fine.sums!.length).toBe(fine.layers.length);
  for (const [index, {sum, expected, error}] of fine.sums!.entries()) {
    expect(expected).toBe(fine.change);
    expect(sum).toBeCloseTo(
      fine.values[index]!.reduce((total, value) => total + value, 0),
      12
    );
    expect(error).toBeCloseTo(sum - expected, 12);
  }
  expect(fine.warning).toBeNull();
  const coarse = await model.conductance(input, {baseline: "zero", steps: 1, quadrature: "left"});
  expect(coarse.warning).toMatch(
    /layers do not add up to the change of .*take direct logit attribution/
  );
  const part = await model.conductance(input, {site: "neurons", steps: 2});
  expect([part.sums, part.warning]).toEqual([null, null]);
  const direct = await model.directLogits(input);
  expect(direct.warning).toBeNull();
  model.dispose();
});

test("a map of a logit says where the log-probability has other signs", async () => {
  const {input, model: own} = await load("llama");
  own.dispose();
  const model = await loadModel(shiftedHead("llama", 3), {dtype: "float64"});
  const [logit, logprob] = [
    await model.explain(input, {of: "logit", method: "occlusion", baseline: "zero"}),
    await model.explain(input, {of: "logprob", method: "occlusion", baseline: "zero"})
  ];
  const turned = logit.scores.filter((score, at) => score * logprob.scores[at]! < 0).length;
  expect(turned).toBeGreaterThan(0);
  expect(logit.notes[0]).toMatch(/tokens have the opposite sign in the map of the log-probability/);
  expect(logprob.notes).toEqual([]);
  const quiet = await model.explain(input, {
    of: "logit",
    method: "occlusion",
    baseline: "zero",
    signs: false
  });
  expect(quiet.notes).toEqual([]);
  model.dispose();
});

test("a method that does not read the target says so", async () => {
  const {model, input} = await load("llama");
  for (const method of ["attention-rollout", "attention-flow", "value-zeroing"] as const) {
    const [one, other] = [
      await model.explain(input, {method, target: 33}),
      await model.explain(input, {method, target: 33, foil: 7})
    ];
    expect(one.notes).toEqual([expect.stringMatching(/does not read the target/)]);
    expect(other.scores).toEqual(one.scores);
  }
  const {notes} = await model.explain(input, {method: "gradient-attention", target: 33});
  expect(notes).toEqual([]);
  model.dispose();
});
