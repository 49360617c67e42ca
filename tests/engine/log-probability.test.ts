/** The log-probability of a target that is nearly certain, and what the header says of targets and foils. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {
  Attribution,
  BackendName,
  ExplainOptions,
  Model
} from "../../packages/engine/src/index.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {json} from "./oracle.ts";
import {scaledHead} from "./shifted-head.ts";

const {input_ids: ids} = json<Expected>("architectures/llama/expected.json");
const input = {ids: ids.slice(0, 6)};

describe("a probability so near 1 that float32 writes 1", () => {
  const models: Partial<Record<BackendName, Model>> = {};
  beforeAll(async () => {
    const folder = scaledHead("llama", 60);
    for (const backend of ["reference", "onnx"] as const)
      models[backend] = await loadModel(folder, {backend});
  });
  afterAll(() => Object.values(models).forEach((model) => model?.dispose()));

  const ask = (backend: BackendName, options: ExplainOptions): Promise<Attribution> =>
    models[backend]!.explain(input, options);

  test("value, gradient and DeepLift keep their digits", async () => {
    const {target} = await ask("reference", {method: "saliency"});
    expect(target.probability).toBeGreaterThan(1 - 1e-8);
    expect(target.value).toBeLessThan(0);
    for (const method of ["saliency", "input-x-gradient", "deeplift", "occlusion"] as const) {
      const [exact, fast] = [await ask("reference", {method}), await ask("onnx", {method})];
      expect(Math.abs(fast.target.value / exact.target.value - 1), method).toBeLessThan(1e-2);
      expect(
        exact.scores.some((score) => score !== 0),
        method
      ).toBe(true);
      expect(difference(fast.scores, exact.scores), method).toBeLessThan(1e-2);
    }
  });

  test("in an expression too", async () => {
    const {target} = await ask("reference", {method: "saliency"});
    const expression = `logprob(${target.id})`;
    const [exact, fast] = [
      await ask("reference", {expression, method: "saliency"}),
      await ask("onnx", {expression, method: "saliency"})
    ];
    expect(exact.target.value).toBeCloseTo(target.value, 12);
    expect(difference(fast.scores, exact.scores)).toBeLessThan(1e-2);
  });
});

describe("atlas", () => {
  const prompt = "Heathrow airport is located in the city of";
  let model: Model;
  beforeAll(async () => {
    model = await loadModel("atlas", {backend: "onnx"});
  });
  afterAll(() => model?.dispose());

  test("targets and foils are told with probability and rank, and another spelling that is far likelier", async () => {
    const {top} = await model.candidates(prompt);
    const {target} = await model.explain(prompt, {target: "the", foil: " Paris"});
    expect(target.of).toBe("logprob");
    expect(target.rank).toBeGreaterThan(1);
    const spaced = top.find(({text}) => text === " the")!;
    expect(target.likelier).toMatchObject({text: " the", rank: spaced.rank});
    expect(target.likelier!.probability).toBeCloseTo(spaced.probability, 5);
    expect(target.foil!.likelier).toBeNull();
    expect(target.value).toBeCloseTo(Math.log(target.probability! / target.foil!.probability), 4);
    const {target: usual} = await model.explain(prompt);
    expect(usual).toMatchObject({text: " London", rank: 1, likelier: null, foil: null});
    expect(usual.value).toBeCloseTo(Math.log(usual.probability!), 5);
  });

  test("a word that is several tokens without its space is told with the one it is with it", async () => {
    await expect(model.explain(prompt, {target: "London"})).rejects.toThrow(
      /"London" is 2 tokens: .*, or " London", which is one/
    );
  });

  test("two continuations are contrasted, each fed in a run of its own", async () => {
    const of = async (span: string): Promise<Attribution> =>
      model.explain(prompt, {span, method: "occlusion", baseline: "zero"});
    const options = {method: "occlusion", baseline: "zero"} as const;
    const [long, short] = [" London, in the", " Paris"];
    const both = await model.explain(prompt, {...options, span: long, foil: short});
    const [first, second] = [await of(long), await of(short)];
    expect(both.target.value).toBeCloseTo(first.target.value - second.target.value, 5);
    expect(
      difference(
        both.scores,
        first.scores.map((score, at) => score - second.scores[at]!)
      )
    ).toBeLessThan(1e-4);
    expect(both.target).toMatchObject({text: long, rank: null});
    expect(both.target.foil).toMatchObject({text: short});
    expect(both.target.foil!.probability).toBeCloseTo(Math.exp(second.target.value), 8);
    // A foil of several tokens makes a token a continuation of one.
    const named = await model.explain(prompt, {...options, target: " Paris", foil: long});
    expect(
      difference(
        named.scores,
        both.scores.map((score) => -score)
      )
    ).toBeLessThan(1e-4);
    // Of one token each it is the difference of two tokens, with the same numbers.
    const spans = await model.explain(prompt, {...options, span: " London", foil: " Paris"});
    const tokens = await model.explain(prompt, {...options, target: " London", foil: " Paris"});
    expect(difference(spans.scores, tokens.scores)).toBeLessThan(1e-4);
  });

  test.each(["integrated-gradients", "deeplift", "input-x-gradient", "cp-lrp", "shapley"] as const)(
    "%s of a contrast is the difference of both maps",
    async (method) => {
      const short = "The city of";
      const options = {method, steps: 5, baseline: "zero"} as const;
      const both = await model.explain(short, {...options, span: " London, in", foil: " Paris"});
      const [first, second] = [
        await model.explain(short, {...options, span: " London, in"}),
        await model.explain(short, {...options, span: " Paris"})
      ];
      const wanted = first.scores.map((score, at) => score - second.scores[at]!);
      expect(difference(both.scores, wanted)).toBeLessThan(1e-3);
    }
  );

  test("what cannot be contrasted says so", async () => {
    await expect(
      model.explain(prompt, {span: " London, in", foil: " Paris", method: "gradient-attention"})
    ).rejects.toThrow(/two continuations do not share.*occlusion/);
    await expect(model.explain(prompt, {span: " London", foil: " London"})).rejects.toThrow(
      /same tokens/
    );
    await expect(model.ablate(prompt, {target: " London", foil: " London, in"})).rejects.toThrow(
      /several tokens, expected one/
    );
  });
});
