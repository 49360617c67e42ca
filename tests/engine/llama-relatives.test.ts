/** What a config may leave out or say that Llama and its relatives must take as the published code does. */
import {expect, test} from "vitest";
import {gapOf as gapOfChanged, loadChanged, without} from "./changed-model.ts";
import type {Fields} from "./changed-model.ts";

const gapOf = (name: string, config: (config: Fields) => Fields): Promise<number> =>
  gapOfChanged(name, {config});

// The fixtures have these fields as their families do where a config lacks them.
test.each([
  ["llama", ["hidden_act", "head_dim", "rope_parameters", "attention_bias", "mlp_bias"]],
  ["mistral", ["hidden_act", "head_dim", "rope_parameters"]],
  ["qwen3", ["hidden_act", "rope_parameters", "use_sliding_window", "layer_types"]],
  ["gemma", ["hidden_act", "rope_parameters"]],
  ["gemma2", ["hidden_activation", "hidden_act", "rope_parameters", "layer_types"]],
  ["gemma3", ["hidden_activation", "hidden_act", "rope_parameters"]],
  ["phi3", ["hidden_act", "rms_norm_eps", "rope_parameters", "sliding_window"]],
  ["olmo2", ["hidden_act", "rms_norm_eps", "rope_parameters"]],
  ["smollm3", ["hidden_act", "rope_parameters", "use_sliding_window", "layer_types"]],
  ["granite", ["hidden_act", "rope_parameters"]],
  ["stablelm", ["hidden_act", "layer_norm_eps", "use_parallel_residual", "qk_layernorm"]]
] as const)("%s: the family's own values stand in for absent fields", async (name, fields) => {
  expect(await gapOf(name, (config) => without(config, fields))).toBeLessThan(1e-9);
});

test("the first Gemma configs say gelu and mean the tanh form", async () => {
  const gap = await gapOf("gemma", (config) => ({...config, hidden_act: "gelu"}));
  expect(gap).toBeLessThan(1e-9);
});

test("windows of Qwen 2 are used only where the config says so", async () => {
  const gap = await gapOf("qwen2", (config) => ({...config, use_sliding_window: false}));
  expect(gap).toBeGreaterThan(1e-3);
});

test("Mistral has its window in every layer, whatever kinds of layers the config names", async () => {
  const gap = await gapOf("mistral", (config) => ({
    ...config,
    layer_types: ["full_attention", "full_attention", "full_attention"]
  }));
  expect(gap).toBeLessThan(1e-9);
});

test("Llama turns all channels, whatever share the config names", async () => {
  const gap = await gapOf("llama", (config) => ({
    ...without(config, ["rope_parameters"]),
    partial_rotary_factor: 0.5
  }));
  expect(gap).toBeLessThan(1e-9);
});

test.each([
  [
    "llama",
    {rope_parameters: {rope_type: "spiral", rope_theta: 1e4}},
    /unknown rope_type: spiral; one of default, linear/
  ],
  ["gemma", {use_bidirectional_attention: true}, /use_bidirectional_attention/],
  ["llama", {hidden_act: "quick_snake"}, /unknown activation: quick_snake/]
] as const)("%s: what is not supported is named (%o)", async (name, fields, message) => {
  await expect(loadChanged(name, {config: (config) => ({...config, ...fields})})).rejects.toThrow(
    message
  );
});
