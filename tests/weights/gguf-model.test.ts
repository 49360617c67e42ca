/** Models from GGUF files give the numbers of the folders they were converted from. */
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {loadModel} from "@ecco/engine";
import {ggufFamilies} from "../../packages/engine/src/weights/gguf/families.ts";
import {loadChanged} from "../engine/changed-model.ts";
import type {Fields} from "../engine/changed-model.ts";
import {difference} from "../engine/numbers.ts";
import {fixture} from "../engine/oracle.ts";
import {ggufOf} from "./gguf-of-model.ts";
import {writeGguf} from "./write-gguf.ts";
import type {Metadata} from "./write-gguf.ts";

const folder = mkdtempSync(join(tmpdir(), "ecco-gguf-"));
afterAll(() => rmSync(folder, {recursive: true}));
const ids = [5, 17, 3, 44, 9, 60, 21, 8];

/** Divisors of the frequencies of Llama 3's scaling, as the converter computes them. */
function divisorsOf({rope_parameters, head_dim}: Fields): number[] {
  const {rope_theta, factor, low_freq_factor, high_freq_factor, original_max_position_embeddings} =
    rope_parameters as Record<string, number>;
  const size = Number(head_dim);
  return Array.from({length: size / 2}, (_, pair) => {
    const wave = 2 * Math.PI * rope_theta! ** ((2 * pair) / size);
    const [long, short] = [low_freq_factor!, high_freq_factor!].map(
      (turns) => original_max_position_embeddings! / turns
    );
    if (wave < short!) return 1;
    if (wave > long!) return factor!;
    const smooth =
      (original_max_position_embeddings! / wave - low_freq_factor!) /
      (high_freq_factor! - low_freq_factor!);
    return 1 / ((1 - smooth) / factor! + smooth);
  });
}

interface Case {
  readonly name: string;
  readonly prefix: string;
  /** What GGUF's metadata has no word for is as its converter takes it to be. */
  readonly config?: Fields;
  readonly metadata?: (config: Fields) => Metadata;
  readonly site?: string;
}

const full = ["full_attention", "full_attention", "full_attention"];
const cases: readonly Case[] = [
  {name: "llama", prefix: "llama"},
  {name: "llama-tied-biased", prefix: "llama"},
  {
    name: "llama3-rope",
    prefix: "llama",
    metadata: (config) => ({rope_freqs: divisorsOf(config)})
  },
  {
    name: "qwen2",
    prefix: "qwen2",
    config: {use_sliding_window: false, sliding_window: null, layer_types: full}
  },
  {name: "qwen3", prefix: "qwen3"},
  {name: "gemma", prefix: "gemma"},
  {
    name: "gemma2",
    prefix: "gemma2",
    config: {query_pre_attn_scalar: 8},
    metadata: () => ({attn_logit_softcapping: 20, final_logit_softcapping: 8})
  },
  {
    name: "gemma3",
    prefix: "gemma3",
    config: {query_pre_attn_scalar: 8, layer_types: Array(4).fill("sliding_attention")},
    metadata: () => ({"rope.freq_base": 1e6})
  },
  {name: "phi3", prefix: "phi3"},
  {name: "olmo2", prefix: "olmo2"},
  {name: "smollm3", prefix: "smollm3", config: {no_rope_layers: [1, 1, 1, 0]}},
  {
    name: "granite",
    prefix: "granite",
    metadata: () => ({
      embedding_scale: 3,
      residual_scale: 0.7,
      "attention.scale": 0.3,
      logit_scale: 2
    })
  },
  {
    name: "stablelm",
    prefix: "stablelm",
    metadata: () => ({"rope.dimension_count": 4, use_parallel_residual: false})
  },
  {name: "starcoder2", prefix: "starcoder2"},
  {name: "gpt2", prefix: "gpt2"},
  {name: "bert", prefix: "bert", site: "layers.2.residual"}
];

test.each(cases)(
  "$name from a GGUF file is the model of its folder",
  async ({name, prefix, config: changes = {}, metadata = () => ({}), site = "logits"}) => {
    const published = JSON.parse(
      readFileSync(fixture(`architectures/${name}/config.json`), "utf8")
    ) as Fields;
    const config = {...published, ...changes};
    const beside = join(folder, name);
    mkdirSync(beside);
    const file = join(beside, `${name}.gguf`);
    writeFileSync(file, ggufOf(name, prefix, config, metadata(config)));
    writeFileSync(join(beside, "config.json"), JSON.stringify(config));
    const models = await Promise.all([
      loadChanged(name, {config: () => config}),
      loadModel(file, {backend: "reference"}),
      // As a folder is downloaded: the published config.json lies beside the file.
      loadModel(beside, {backend: "reference"})
    ]);
    const [want, ...got] = await Promise.all(
      models.map(async (each) => (await each.run({ids}, {capture: [site]})).sites.get(site)!)
    );
    for (const {shape, data} of got) {
      expect(shape).toEqual(want!.shape);
      expect(difference(data, Array.from(want!.data), false)).toBeLessThan(1e-6);
    }
    for (const model of models) model.dispose();
  }
);

test("every family that is read is tested", () => {
  expect(new Set(cases.map(({prefix}) => prefix))).toEqual(new Set(Object.keys(ggufFamilies)));
});

test.each([
  [{"general.architecture": "mamba"}, /general\.architecture is "mamba"; .*llama/],
  [{}, /general\.architecture is "missing"/],
  [{"general.architecture": "llama"}, /llama\.embedding_length/]
] as const)("%j is refused by name", async (metadata, message) => {
  const file = join(folder, "wrong.gguf");
  writeFileSync(
    file,
    writeGguf(metadata as Metadata, [{name: "a.weight", dtype: "f32", shape: [1], data: [1]}])
  );
  await expect(loadModel(file, {backend: "reference"})).rejects.toThrow(message);
});
