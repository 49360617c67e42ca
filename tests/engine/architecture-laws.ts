/** What every architecture must keep on every backend: the reference implementation's numbers. */
import {afterAll, beforeAll, expect, test} from "vitest";
import type {TaskMeta} from "vitest";
import type {BackendName, Model, ModelInput} from "../../packages/engine/src/index.ts";
import {loadModel} from "../../packages/engine/src/index.ts";
import {eachModel, note} from "../replay/replay.ts";
import {difference} from "./numbers.ts";
import type {Expected, Numbers} from "./numbers.ts";

/** The folders under tests/fixtures/architectures. */
export const architectureNames = [
  "albert",
  "albert-groups",
  "bart",
  "bart-sequence",
  "bert",
  "bert-sequence",
  "bert-token",
  "bloom",
  "deberta-v2",
  "deberta-v2-absolute",
  "deberta-v2-sequence",
  "deberta-v2-shared",
  "distilbert",
  "distilbert-sequence",
  "electra",
  "electra-discriminator",
  "electra-generator",
  "gemma",
  "gemma2",
  "gemma3",
  "gemma3-images",
  "gpt-neo",
  "gpt-neox-parallel",
  "gpt-neox-sequential",
  "gpt2",
  "gpt2-token",
  "gptj",
  "granite",
  "llama",
  "llama-sequence",
  "llama-tied-biased",
  "llama-yarn",
  "llama3-rope",
  "ministral",
  "mistral",
  "modernbert",
  "modernbert-mean",
  "mpnet",
  "mpnet-sequence",
  "mt5",
  "olmo2",
  "opt",
  "opt-projected",
  "pegasus",
  "phi",
  "phi3",
  "phi3-longrope",
  "qwen2",
  "qwen3",
  "roberta",
  "roberta-sequence",
  "roberta-token",
  "smollm3",
  "stablelm",
  "stablelm-normed",
  "starcoder2",
  "t5",
  "t5-gated-untied"
] as const;

interface Tolerance {
  readonly dtype: "float32" | "float64";
  readonly logits: number;
  /** Of inner values and gradients: relative to the largest. */
  readonly inner: number;
  /** Whether that of the logits is absolute. */
  readonly absolute: boolean;
}

export const architectureTolerances: {readonly [N in BackendName]: Tolerance} = {
  reference: {dtype: "float64", logits: 1e-9, inner: 1e-9, absolute: false},
  onnx: {dtype: "float32", logits: 1e-4, inner: 1e-3, absolute: true},
  webgpu: {dtype: "float32", logits: 1e-4, inner: 1e-3, absolute: true}
};

/** How the fixtures are read where the test runs. */
export interface Oracle {
  readonly fixture: (path: string) => string;
  readonly json: <T>(path: string) => T | Promise<T>;
  readonly arrays: (
    path: string
  ) => ReadonlyMap<string, Numbers> | Promise<ReadonlyMap<string, Numbers>>;
}

/** The greatest difference of one comparison, for the table in docs/architectures.md. */
export interface Measured {
  readonly name: string;
  readonly backend: BackendName;
  readonly what: "logits" | "inner" | "gradient" | "padded" | "lens";
  readonly difference: number;
}
declare module "vitest" {
  interface TaskMeta {
    measured?: Measured[];
  }
}

export const inputOf = (expected: Expected): ModelInput => ({
  ids: expected.input_ids,
  ...(expected.decoder_input_ids ? {decoderIds: expected.decoder_input_ids} : {}),
  ...(expected.token_type_ids ? {types: expected.token_type_ids} : {})
});

/** Registers the tests of every architecture on one backend. */
export function architectureLaws(
  backend: BackendName,
  {fixture, json, arrays}: Oracle,
  names: readonly string[] = architectureNames
): void {
  const {dtype, logits, inner, absolute} = architectureTolerances[backend];
  eachModel("architectures", backend, names, (name) => {
    let expected: Expected;
    let values: ReadonlyMap<string, Numbers>;
    let model: Model;
    beforeAll(async () => {
      [expected, values, model] = await Promise.all([
        json<Expected>(`architectures/${name}/expected.json`),
        arrays(`architectures/${name}/expected.safetensors`),
        loadModel(fixture(`architectures/${name}`), {backend, dtype})
      ]);
      expect(model.info.backend).toBe(backend);
    });
    afterAll(() => model?.dispose());

    /** Expects a difference below the tolerance, and writes it down. */
    const close = (
      meta: TaskMeta,
      what: Measured["what"],
      difference: number,
      tolerance: number,
      message: string
    ): void => {
      (meta.measured ??= []).push({name, backend, what, difference});
      note(meta, what, difference, tolerance);
      expect(difference, message).toBeLessThan(tolerance);
    };

    test("every inner value and the gradient equal the reference implementation's", async ({
      task
    }) => {
      const names = Object.keys(expected.arrays);
      const sites = names.filter((site) => !/^(lens|gradient|batch)/.test(site));
      const gradients = names.filter((site) => site.startsWith("gradient"));
      const {id, position} = expected.target;
      const trace = await model.run(inputOf(expected), {
        capture: sites,
        gradientOf: {target: id, of: "logit", ...(expected.kind === "class" ? {} : {position})}
      });
      expect(gradients).not.toEqual([]);
      for (const site of [...sites, ...gradients]) {
        const {shape, data} = trace.sites.get(site)!;
        const want = values.get(site)!;
        expect(shape, site).toEqual(want.shape);
        const what = site === "logits" ? "logits" : gradients.includes(site) ? "gradient" : "inner";
        const gap = difference(data, want.data, absolute && what === "logits");
        close(task.meta, what, gap, what === "logits" ? logits : inner, site);
      }
    });

    test("the padded row gives the numbers of the row alone", async ({task}) => {
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
      expect(want.length).toBeGreaterThan(0);
      const gap = difference(Array.from(got).slice(0, want.length), want, absolute);
      close(task.meta, "padded", gap, logits, "padded row");
    });

    test("the greedy continuation is the reference implementation's", async ({skip}) => {
      const {greedy} = expected;
      if (!greedy) return skip("the reference has no continuation for this kind of model");
      const made = await model.generate(
        {ids: expected.input_ids},
        {tokens: greedy.length, stopAtEnd: false}
      );
      expect(made.steps.map(({token}) => token.id)).toEqual(greedy);
    });

    test("the lens reads every layer as the reference does", async ({skip, task}) => {
      const count = Object.keys(expected.arrays).filter((key) =>
        key.startsWith("lens.norm.")
      ).length;
      if (count === 0) return skip("the reference has no lens for this kind of model");
      for (const mode of ["norm", "raw"] as const) {
        const {layers} = await model.lens(inputOf(expected), {
          mode,
          position: expected.target.position,
          top: expected.arrays["lens.norm.0"]![0]!
        });
        for (let layer = 0; layer < count; layer++) {
          const want = values.get(`lens.${mode}.${layer}`)!.data;
          const list = Array.from(want, () => 0);
          for (const {id, logit} of layers[layer + 1]!.top) list[id] = logit;
          const gap = difference(list, want, absolute);
          close(task.meta, "lens", gap, logits, `${mode} ${layer}`);
        }
      }
    });
  });
}
