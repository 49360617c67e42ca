/** Llama 1 to 3 (Touvron et al. 2023): rotary positions, RMSNorm before each part, gated MLP, grouped queries. */
import {UnsupportedError} from "../errors.ts";
import type {Architecture, ModelGraph} from "./architecture.ts";
import {activationOf, numberOf, textOf} from "./config.ts";
import type {Config} from "./config.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import type {GatedDecoder} from "./parts/gated-decoder.ts";
import {layersOf} from "./parts/layers.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import type {Parameters} from "./parameters.ts";

interface LlamaDefaults {
  readonly epsilon?: number;
  readonly base?: number;
  /** Width of a head where the config does not say it. */
  readonly size?: number;
  /** Of key and value heads where the config does not say it; defaults to as many as query heads. */
  readonly groups?: number;
  readonly context?: number;
}

/** Returns what Llama and its relatives have in common; the family's own defaults stand in for what a config leaves out. */
export function llamaLike(
  config: Config,
  parameters: Parameters,
  cached: boolean,
  {epsilon = 1e-6, base, size: usual, groups, context = 2048}: LlamaDefaults = {}
): GatedDecoder {
  const heads = numberOf(config, "num_attention_heads");
  const size = numberOf(config, "head_dim", usual ?? numberOf(config, "hidden_size") / heads);
  const {rmsNorm} = layersOf(parameters, numberOf(config, "rms_norm_eps", epsilon));
  const rotate = rotator(ropeOf(config, size, base === undefined ? {} : {base}));
  return {
    config,
    parameters,
    cached,
    size,
    groups: numberOf(config, "num_key_value_heads", groups ?? heads),
    context: numberOf(config, "max_position_embeddings", context),
    act: activationOf(textOf(config, "hidden_act", "silu")),
    rotate: () => rotate,
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
