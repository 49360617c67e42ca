/** What encoders' configs may leave out, and files call otherwise, and what is refused by name. */
import {expect, test} from "vitest";
import {UnsupportedError} from "../../packages/engine/src/index.ts";
import {gapOf, loadChanged, without} from "./changed-model.ts";
import {architectureNames} from "./architecture-laws.ts";
import type {Expected} from "./numbers.ts";
import {json} from "./oracle.ts";

// The fixtures have these fields as their families do where a config lacks them.
test.each([
  ["bert-sequence", ["hidden_act", "layer_norm_eps", "embedding_size", "is_decoder"]],
  ["roberta", ["hidden_act", "layer_norm_eps", "pad_token_id"]],
  ["distilbert", ["activation", "sinusoidal_pos_embds"]],
  ["albert", ["hidden_act", "layer_norm_eps", "num_hidden_groups", "inner_group_num"]],
  ["electra", ["hidden_act", "layer_norm_eps"]],
  ["mpnet", ["hidden_act", "layer_norm_eps", "relative_attention_num_buckets"]],
  ["modernbert", ["hidden_activation", "norm_eps", "classifier_activation", "layer_types"]],
  ["modernbert", ["rope_parameters", "global_attn_every_n_layers", "layer_types"]],
  ["deberta-v2", ["hidden_act", "layer_norm_eps", "max_relative_positions", "type_vocab_size"]],
  ["deberta-v2-sequence", ["pooler_hidden_size", "conv_kernel_size"]]
] as const)("%s: the family's own values stand in for %o", async (name, fields) => {
  expect(await gapOf(name, {config: (config) => without(config, fields)})).toBeLessThan(1e-9);
});

test("DeBERTa's products are named in a list or in one text", async () => {
  const config = (fields: object) => (config: object) => ({...config, ...fields});
  for (const said of ["p2c|c2p", "C2P | p2c"])
    expect(await gapOf("deberta-v2", {config: config({pos_att_type: said})})).toBeLessThan(1e-9);
  const one = await gapOf("deberta-v2", {config: config({pos_att_type: "c2p"})});
  expect(one).toBeGreaterThan(1e-3);
});

test("norms may be called gamma and beta, as in files converted from TensorFlow", async () => {
  for (const name of ["bert", "electra", "deberta-v2"]) {
    const old = (array: string): string =>
      array
        .replace(/LayerNorm\.weight$/, "LayerNorm.gamma")
        .replace(/LayerNorm\.bias$/, "LayerNorm.beta");
    expect(await gapOf(name, {name: old})).toBeLessThan(1e-9);
  }
});

const encoders = architectureNames.filter((name) => /bert|electra|mpnet/.test(name));
const prefixes = /^(bert|roberta|distilbert|albert|electra|mpnet|deberta|model)\./;

test.each(encoders)(
  "%s: without its head and its prefix it is an encoder whose layers are the same",
  async (name) => {
    const bare = (array: string): string =>
      prefixes.test(array) ? array.replace(prefixes, "") : `other.${array}`;
    const {kind} = json<Expected>(`architectures/${name}/expected.json`);
    expect(["mlm", "class", "token"]).toContain(kind);
    const model = await loadChanged(name, {name: bare});
    expect(model.info.kind).toBe("encoder");
    const last = `layers.${model.info.layers - 1}.residual`;
    await expect(model.candidates({ids: [5, 6]})).rejects.toThrow(/this model has no head/);
    model.dispose();
    expect(await gapOf(name, {name: bare}, last)).toBeLessThan(1e-9);
  }
);

test("a shared table is found under the output's name", async () => {
  const name = (array: string): string =>
    array === "roberta.embeddings.word_embeddings.weight" ? "lm_head.decoder.weight" : array;
  expect(await gapOf("roberta", {name})).toBeLessThan(1e-9);
});

test.each([
  ["bert", {is_decoder: true}, /bert: is_decoder is true in config\.json, expected false/],
  [
    "albert",
    {position_embedding_type: "relative_key"},
    /position_embedding_type is "relative_key"/
  ],
  ["deberta-v2", {conv_kernel_size: 3}, /conv_kernel_size is 3, expected 0/],
  ["mpnet", {hidden_act: "quick_snake"}, /unknown activation: quick_snake/]
] as const)("%s: what is not built is named (%o)", async (name, fields, message) => {
  const loading = loadChanged(name, {config: (config) => ({...config, ...fields})});
  await expect(loading).rejects.toThrow(message);
  await expect(loading).rejects.toBeInstanceOf(UnsupportedError);
});
