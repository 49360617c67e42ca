import {existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {Model, ModelInput} from "../../packages/engine/src/index.ts";
import {loadModel} from "../../packages/engine/src/index.ts";
import {arrays, difference, fixture, json} from "./oracle.ts";
import type {Expected} from "./oracle.ts";

const names = [
  "gpt2",
  "llama",
  "llama-tied-biased",
  "llama3-rope",
  "bert",
  "bert-sequence",
  "bert-token",
  "t5",
  "t5-gated-untied"
];
const backends = [
  {backend: "reference", dtype: "float64", logits: 1e-9, relative: 1e-9, absolute: false},
  {backend: "onnx", dtype: "float32", logits: 1e-4, relative: 1e-3, absolute: true}
] as const;

function inputOf(expected: Expected): ModelInput {
  return {
    ids: expected.input_ids,
    ...(expected.decoder_input_ids ? {decoderIds: expected.decoder_input_ids} : {}),
    ...(expected.token_type_ids ? {types: expected.token_type_ids} : {})
  };
}

describe.each(backends)(
  "on $backend",
  ({backend, dtype, logits: tolerance, relative, absolute}) => {
    describe.each(names)("%s", (name) => {
      const expected = json<Expected>(`architectures/${name}/expected.json`);
      const values = arrays(`architectures/${name}/expected.safetensors`);
      let model: Model;
      beforeAll(async () => {
        model = await loadModel(fixture(`architectures/${name}`), {backend, dtype});
      });
      afterAll(() => model?.dispose());

      test("every inner value and the gradient equal the reference implementation's", async () => {
        const sites = Object.keys(expected.arrays).filter(
          (site) => !/^(lens|gradient|batch)/.test(site)
        );
        const {id, position} = expected.target;
        const trace = await model.run(inputOf(expected), {
          capture: sites,
          gradientOf: {target: id, ...(expected.kind === "class" ? {} : {position})}
        });
        const gradients = Object.keys(expected.arrays).filter((site) =>
          site.startsWith("gradient")
        );
        for (const site of [...sites, ...gradients]) {
          const {shape, data} = trace.sites.get(site)!;
          expect(shape, site).toEqual(values.get(site)!.shape);
          const limit = site === "logits" ? tolerance : relative;
          expect(
            difference(data, values.get(site)!.data, absolute && site === "logits"),
            site
          ).toBeLessThan(limit);
        }
      });

      test.runIf(expected.greedy)(
        "greedy continuation is the reference implementation's",
        async () => {
          const made = await model.generate(
            {ids: expected.input_ids},
            {tokens: expected.greedy!.length}
          );
          expect(made.steps.map(({token}) => token.id)).toEqual(expected.greedy);
        }
      );

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
        const real =
          rows.data.length /
          (rows.shape[0] === 2 && rows.shape.length === expected.arrays.logits!.length + 1 ? 2 : 1);
        const want = Array.from(rows.data).slice(rows.data.length - real);
        expect(difference(Array.from(got).slice(0, want.length), want, absolute)).toBeLessThan(
          tolerance
        );
      });

      const layers = Object.keys(expected.arrays).filter((key) => key.startsWith("lens.norm."));
      test.runIf(layers.length > 0)(
        "the lens reads every layer as the reference does",
        async () => {
          for (const mode of ["norm", "raw"] as const) {
            const {layers: got} = await model.lens(inputOf(expected), {
              mode,
              position: expected.target.position,
              top: expected.arrays["lens.norm.0"]![0]!
            });
            layers.forEach((_, layer) => {
              const want = values.get(`lens.${mode}.${layer}`)!.data;
              const list = Array.from(want, () => 0);
              for (const {id, logit} of got[layer + 1]!.top) list[id] = logit;
              expect(difference(list, want, absolute), `${mode} ${layer}`).toBeLessThan(tolerance);
            });
          }
        }
      );

      const hub = fixture(`architectures/${name}/config.hub.json`);
      test.runIf(existsSync(hub))(
        "the config as published checkpoints have it gives the same graph",
        async () => {
          const folder = mkdtempSync(join(tmpdir(), "ecco-"));
          writeFileSync(join(folder, "config.json"), readFileSync(hub));
          symlinkSync(
            fixture(`architectures/${name}/model.safetensors`),
            join(folder, "model.safetensors")
          );
          const other = await loadModel(folder, {backend, dtype});
          const {sites} = await other.run(inputOf(expected), {capture: ["logits"]});
          expect(
            difference(sites.get("logits")!.data, values.get("logits")!.data, absolute)
          ).toBeLessThan(tolerance);
          other.dispose();
        }
      );
    });
  }
);
