/** Which head a file holds: decoders and others without an output matrix, names of wrappers, arrays that nothing reads. */
import {describe, expect, test} from "vitest";
import type {Model} from "../../packages/engine/src/index.ts";
import {createModel} from "../../packages/engine/src/model.ts";
import type {WeightTensor, Weights} from "../../packages/engine/src/weights/weights.ts";
import {gapOf, without} from "./changed-model.ts";
import type {Fields} from "./changed-model.ts";
import {familyFiles} from "./family-files.ts";

const withoutOutput = (weights: Weights): Weights =>
  new Map([...weights].filter(([name]) => !/^(?:lm_head|embed_out)\./.test(name)));

interface Changed {
  readonly fields?: Fields;
  readonly weights?: (weights: Weights) => Weights;
  readonly notice?: (message: string) => void;
}

function changed(
  family: string,
  {fields = {}, weights: change = withoutOutput, notice}: Changed
): Promise<Model> {
  const {config, weights} = familyFiles(family);
  return createModel(
    {
      name: family,
      config: {...config, ...fields},
      weights: change(weights),
      tokenizer: null,
      bytes: 0,
      revision: null
    },
    {backend: "reference", ...(notice ? {notice} : {})}
  );
}

const untied = [
  ["llama", "LlamaModel"],
  ["mistral", "MistralModel"],
  ["qwen2", "Qwen2Model"],
  ["qwen3", "Qwen3Model"],
  ["phi", "PhiModel"],
  ["phi3", "Phi3Model"],
  ["gptj", "GPTJModel"],
  ["gpt-neox-parallel", "GPTNeoXModel"],
  ["stablelm", "StableLmModel"],
  ["granite", "GraniteModel"],
  ["olmo2", "Olmo2Model"]
] as const;

describe.each(untied)("%s without an output matrix", (family, named) => {
  // What the family takes where the config does not say whether the table is the output matrix.
  test.each([{architectures: [named]}, {architectures: null, tie_word_embeddings: null}])(
    "%o: says no next tokens and why, and has states",
    async (fields) => {
      const model = await changed(family, {fields});
      expect(model.info.kind).toBe("encoder");
      const ids = [3, 4, 5];
      const reason = /no head.*the file has no lm_head\.weight.*tie_word_embeddings is false/;
      await expect(model.candidates({ids})).rejects.toThrow(reason);
      await expect(model.generate({ids})).rejects.toThrow(reason);
      await expect(model.lens({ids})).rejects.toThrow(reason);
      await expect(model.explain({ids}, {target: 0})).rejects.toThrow(reason);
      await expect(model.score({ids})).rejects.toThrow(reason);
      const {sites} = await model.run({ids}, {capture: ["layers.*.residual"]});
      expect(sites.size).toBe(model.info.layers);
      const {layers} = await model.project([{ids}], {method: "pca"});
      expect(layers.length).toBeGreaterThan(0);
      model.dispose();
    }
  );

  test("the table of tokens is the output where the config ties them", async () => {
    const model = await changed(family, {fields: {tie_word_embeddings: true}});
    expect(model.info.kind).toBe("causal");
    model.dispose();
  });
});

test.each(["gpt2", "gpt-neo", "opt", "bloom", "gemma", "gemma2", "gemma3", "starcoder2"])(
  "%s: ties where the config does not say it, as the family does",
  async (family) => {
    const config = (same: Fields): Fields => without(same, ["tie_word_embeddings"]);
    expect(await gapOf(family, {config})).toBeLessThan(1e-9);
  }
);

test("a head over something else makes no next tokens of the table, and is said to be unread", async () => {
  const said: string[] = [];
  const {weights: all} = familyFiles("gpt2");
  const value = {...[...all.values()][0]!, name: "v_head.summary.weight"} as WeightTensor;
  const model = await changed("gpt2", {
    fields: {architectures: ["GPT2ForRewardModel"]},
    weights: (weights) => new Map([...weights, ["v_head.summary.weight", value]]),
    notice: (message) => said.push(message)
  });
  await expect(model.generate({ids: [3]})).rejects.toThrow(
    /GPT2ForRewardModel has another head than one over the vocabulary/
  );
  expect(said.join()).toMatch(/nothing here comes from v_head\.summary\.weight/);
  model.dispose();
});

test("arrays that nothing reads are said: a classifier beside an output matrix, layers that the config does not count", async () => {
  const said: string[] = [];
  const {weights: all} = familyFiles("llama");
  const score = {...all.get("model.norm.weight")!, name: "score.weight", shape: [1, 32]};
  const model = await changed("llama", {
    fields: {num_hidden_layers: 2},
    weights: (weights) => new Map([...weights, ["score.weight", score]]),
    notice: (message) => said.push(message)
  });
  expect(model.info.kind).toBe("causal");
  expect(said.join()).toMatch(/not all of the file is read: .*model\.layers\.2\..* more/);
  model.dispose();
});

test("what every file carries along is not spoken of", async () => {
  const said: string[] = [];
  for (const family of ["llama", "gpt2", "gptj", "bert", "t5", "bart", "gemma3-images"])
    (
      await changed(family, {weights: (same) => same, notice: (message) => said.push(message)})
    ).dispose();
  expect(said.filter((message) => message.includes("not all"))).toEqual([]);
});

test.each(["bert", "roberta", "albert", "modernbert", "t5", "bart"])(
  "%s: a table that the config does not tie is not taken for the output",
  async (family) => {
    const asked = async (): Promise<unknown> => {
      const fields = {tie_word_embeddings: false};
      const model = await changed(family, {fields, weights: (same) => same});
      return model.candidates({ids: [5, 6]});
    };
    await expect(asked()).rejects.toThrow(/the file has no .*tie_word_embeddings is false/);
  }
);

test("T5 without a decoder is refused, and the class that has none is named", async () => {
  const encoder = (weights: Weights): Weights =>
    new Map([...weights].filter(([name]) => !name.startsWith("decoder.")));
  await expect(
    changed("t5", {fields: {architectures: ["T5EncoderModel"]}, weights: encoder})
  ).rejects.toThrow(/no decoder \(T5EncoderModel\)/);
});

const wrapped: readonly (readonly [string, (name: string) => string])[] = [
  ["_orig_mod. before all", (name) => `_orig_mod.${name}`],
  ["module. before all", (name) => `module.${name}`],
  ["both", (name) => `module._orig_mod.${name}`],
  ["_orig_mod. in the middle", (name) => name.replace(/^(\w+)\./, "$1._orig_mod.")],
  ["base_model.model. before all", (name) => `base_model.model.${name}`],
  ["model. before all", (name) => `model.${name}`],
  ["transformer. before all", (name) => `transformer.${name}`],
  ["none where one is usual", (name) => name.replace(/^(?:model|transformer)\./, "")],
  ["some with and some without", (name) => (name.length % 2 ? `module.${name}` : name)]
];

test.each(
  ["llama", "gpt2", "opt", "gpt-neox-parallel", "bert-sequence", "t5", "modernbert"].flatMap(
    (family) => wrapped.map(([how, name]) => [family, how, name] as const)
  )
)("%s with %s computes the same", async (family, _how, name) => {
  expect(await gapOf(family, {name})).toBeLessThan(1e-9);
});

test("two arrays of one name are refused, with both names", async () => {
  const twice = (weights: Weights): Weights =>
    new Map([...weights, ["_orig_mod.model.norm.weight", weights.get("model.norm.weight")!]]);
  await expect(changed("llama", {weights: twice})).rejects.toThrow(
    /model\.norm\.weight and _orig_mod\.model\.norm\.weight both stand for/
  );
});

test("a bias that the config rules out, and the file has, is refused", async () => {
  await expect(changed("llama-tied-biased", {fields: {attention_bias: false}})).rejects.toThrow(
    /attention_bias is false, but the file has model\.layers\.0\.self_attn\.q_proj\.bias/
  );
});
