/** Whole models on WebGPU: every inner value, gradient and continuation of the reference implementations. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model, ModelInput} from "../../packages/engine/src/index.ts";
import {readSafetensors, toFloat64} from "../../packages/engine/src/weights/safetensors.ts";
import type {Expected, Numbers} from "../engine/oracle.ts";

/** The test server's root is the project's. */
const fixture = (path: string): string => `/tests/fixtures/${path}`;
const models = "/models/";

const json = async <T>(path: string): Promise<T> =>
  (await (await fetch(fixture(path))).json()) as T;
const arrays = async (path: string): Promise<ReadonlyMap<string, Numbers>> =>
  new Map(
    [...readSafetensors(await (await fetch(fixture(path))).arrayBuffer())].map(([name, tensor]) => [
      name,
      {shape: tensor.shape, data: toFloat64(tensor)}
    ])
  );

/** Returns the largest difference, relative to the largest expected number unless `absolute`. */
function difference(got: ArrayLike<number>, expected: ArrayLike<number>, absolute = false): number {
  if (got.length !== expected.length) return Infinity;
  let [top, worst] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    top = Math.max(top, Math.abs(expected[i]!));
    const gap = Math.abs(got[i]! - expected[i]!);
    worst = Number.isNaN(gap) ? Infinity : Math.max(worst, gap);
  }
  return absolute || top === 0 ? worst : worst / top;
}

const inputOf = (expected: Expected): ModelInput => ({
  ids: expected.input_ids,
  ...(expected.decoder_input_ids ? {decoderIds: expected.decoder_input_ids} : {}),
  ...(expected.token_type_ids ? {types: expected.token_type_ids} : {})
});

const LOGITS = 1e-4;
const RELATIVE = 1e-3;

describe.each([
  "gpt2",
  "llama",
  "llama-tied-biased",
  "llama3-rope",
  "bert",
  "bert-sequence",
  "bert-token",
  "t5",
  "t5-gated-untied"
])("%s", (name) => {
  let expected: Expected;
  let values: ReadonlyMap<string, Numbers>;
  let model: Model;
  beforeAll(async () => {
    [expected, values, model] = await Promise.all([
      json<Expected>(`architectures/${name}/expected.json`),
      arrays(`architectures/${name}/expected.safetensors`),
      loadModel(fixture(`architectures/${name}`), {backend: "webgpu"})
    ]);
  });
  afterAll(() => model?.dispose());

  test("every inner value and the gradient equal the reference implementation's", async () => {
    const names = Object.keys(expected.arrays);
    const sites = names.filter((site) => !/^(lens|gradient|batch)/.test(site));
    const {id, position} = expected.target;
    const trace = await model.run(inputOf(expected), {
      capture: sites,
      gradientOf: {target: id, ...(expected.kind === "class" ? {} : {position})}
    });
    expect(trace.backend).toBe("webgpu");
    for (const site of [...sites, ...names.filter((key) => key.startsWith("gradient"))]) {
      const {shape, data} = trace.sites.get(site)!;
      const want = values.get(site)!;
      expect(shape, site).toEqual(want.shape);
      const isLogits = site === "logits";
      expect(difference(data, want.data, isLogits), site).toBeLessThan(
        isLogits ? LOGITS : RELATIVE
      );
    }
  });

  test("the padded row gives the numbers of the row alone", async () => {
    const {batch} = expected;
    const rows = values.get("batch.logits")!;
    const row = {
      ids: batch.input_ids[1]!,
      mask: batch.attention_mask[1]!,
      ...(batch.decoder_input_ids ? {decoderIds: batch.decoder_input_ids[1]!} : {}),
      ...(batch.token_type_ids ? {types: batch.token_type_ids[1]!} : {})
    };
    const got = (await model.run(row, {capture: ["logits"]})).sites.get("logits")!.data;
    const both = rows.shape[0] === 2 && rows.shape.length === expected.arrays.logits!.length + 1;
    const want = Array.from(rows.data).slice(both ? rows.data.length / 2 : 0);
    expect(difference(Array.from(got).slice(0, want.length), want, true)).toBeLessThan(LOGITS);
  });

  test("the greedy continuation is the reference implementation's", async ({skip}) => {
    if (!expected.greedy) skip("the reference has no continuation for this kind of model");
    const made = await model.generate({ids: expected.input_ids}, {tokens: expected.greedy!.length});
    expect(made.steps.map(({token}) => token.id)).toEqual(expected.greedy);
  });
});

describe("atlas", () => {
  const prompt = "Heathrow airport is located in the city of";
  let webgpu: Model;
  let reference: Model;
  beforeAll(async () => {
    [webgpu, reference] = await Promise.all([
      loadModel("atlas", {backend: "webgpu", models}),
      loadModel("atlas", {backend: "reference", models})
    ]);
  });
  afterAll(() => {
    webgpu?.dispose();
    reference?.dispose();
  });

  test("logits, patterns and gradients equal the float64 reference's", async () => {
    const options = {
      capture: ["logits", "layers.*.residual", "layers.*.attention.pattern"],
      gradientOf: {target: " London"}
    } as const;
    const [got, want] = await Promise.all([
      webgpu.run(prompt, options),
      reference.run(prompt, options)
    ]);
    for (const [site, {data}] of want.sites) {
      const isLogits = site === "logits";
      const gap = difference(got.sites.get(site)!.data, data, isLogits);
      expect(gap, site).toBeLessThan(isLogits ? 1e-3 : RELATIVE);
    }
  });

  test("integrated gradients, in batches, equal the float64 reference's", async () => {
    const options = {method: "integrated-gradients", steps: 8, target: " London"} as const;
    const [got, want] = await Promise.all([
      webgpu.explain(prompt, options),
      reference.explain(prompt, options)
    ]);
    expect(difference(got.scores, want.scores)).toBeLessThan(RELATIVE);
    expect(got.provenance.backend).toBe("webgpu");
  });

  test("the lens reads the same words", async () => {
    const [got, want] = await Promise.all([webgpu.lens(prompt), reference.lens(prompt)]);
    expect(got.layers.map(({top}) => top.map(({id}) => id))).toEqual(
      want.layers.map(({top}) => top.map(({id}) => id))
    );
  });
});
