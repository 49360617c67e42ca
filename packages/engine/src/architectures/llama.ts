/** Llama 1 to 3 (Touvron et al. 2023): rotary positions, RMSNorm before each part, gated MLP, grouped queries. */
import {UnsupportedError} from "../errors.ts";
import type {Architecture, ModelGraph} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, groupsOf, headDimOf, textOf} from "./config.ts";
import type {Config} from "./config.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import type {GatedDecoder} from "./parts/gated-decoder.ts";
import {layersOf} from "./parts/layers.ts";
import {checkBiases} from "./parts/said-biases.ts";
import {ropeOf} from "./parts/rope.ts";
import type {RopeDefaults} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import type {Parameters} from "./parameters.ts";

/** What stands in for fields that a config leaves out. */
const usual = {
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  hidden_act: "silu",
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-6
};

const first = "model.layers.0";
const biases = {
  attention_bias: ["q", "k", "v", "o"].map((part) => `${first}.self_attn.${part}_proj.bias`),
  use_qkv_bias: ["q", "k", "v"].map((part) => `${first}.self_attn.${part}_proj.bias`),
  mlp_bias: ["gate", "up", "down"].map((part) => `${first}.mlp.${part}_proj.bias`)
};

/** Returns what Llama and its relatives have in common; the family's `own` values stand in for what a config leaves out. */
export function llamaLike(
  given: Config,
  parameters: Parameters,
  cached: boolean,
  own: Config = {},
  rope: RopeDefaults = {}
): GatedDecoder {
  const config: Config = {...usual, ...own, ...given};
  checkBiases(given, parameters, biases);
  const heads = countOf(config, "num_attention_heads");
  const size = headDimOf(config, countOf(config, "hidden_size"), heads);
  const {rmsNorm} = layersOf(parameters, epsilonOf(config, "rms_norm_eps"));
  const turning = ropeOf(config, size, rope);
  const rotate = rotator(turning);
  return {
    config,
    parameters,
    cached,
    size,
    groups: groupsOf(config, heads),
    context: countOf(config, "max_position_embeddings"),
    act: activationOf(textOf(config, "hidden_act", "silu")),
    rotate: () => rotate,
    turnsBeyond: turning.long?.beyond,
    norm: (x, name) => rmsNorm(x, name)
  };
}

export const llama: Architecture = {
  types: ["llama"],
  description:
    "Llama 1 to 3, SmolLM 1 and 2, TinyLlama: rotary positions, RMSNorm, gated MLP, grouped queries",
  build(config, parameters, cached): ModelGraph {
    if (config["rope_interleaved"] === true)
      throw new UnsupportedError("llama: rope_interleaved is true; expected false");
    return gatedDecoder(llamaLike(config, parameters, cached));
  }
};
