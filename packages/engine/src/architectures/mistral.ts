/** Mistral (Jiang et al. 2023): Llama with a sliding window on every layer; Ministral: on those the config names. */
import type {Architecture} from "./architecture.ts";
import {textOf} from "./config.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import {windowOf, windowsOf} from "./parts/windows.ts";

const usual = {
  intermediate_size: 14_336,
  num_key_value_heads: 8,
  max_position_embeddings: 131_072,
  sliding_window: 4096
};

export const mistral: Architecture = {
  types: ["mistral", "ministral"],
  description: "Mistral, Ministral: Llama with a sliding window",
  build(given, parameters, cached) {
    const common = llamaLike(given, parameters, cached, usual);
    const {config} = common;
    const window =
      textOf(config, "model_type", "") === "ministral"
        ? windowsOf(config, () => true)
        : () => windowOf(config);
    return gatedDecoder({...common, window});
  }
};
