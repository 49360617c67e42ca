/** SmolLM3 (Bakouch et al. 2025): Llama without positions in every fourth layer. */
import type {Architecture} from "./architecture.ts";
import {anyListOf, countOf, flagOf} from "./config.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder, still} from "./parts/gated-decoder.ts";
import {windowsOf} from "./parts/windows.ts";

const usual = {
  vocab_size: 128_256,
  hidden_size: 2048,
  num_hidden_layers: 36,
  num_attention_heads: 16,
  num_key_value_heads: 4,
  max_position_embeddings: 32_768,
  rope_theta: 2_000_000,
  pad_token_id: 128_004,
  tie_word_embeddings: true
};

export const smollm3: Architecture = {
  types: ["smollm3"],
  description: "SmolLM3: Llama without positions in every fourth layer",
  build(given, parameters, cached) {
    const common = llamaLike(given, parameters, cached, usual);
    const {config} = common;
    const listed = anyListOf(config, "no_rope_layers");
    const every = countOf(config, "no_rope_layer_interval", 4);
    // The list says 1 for layers *with* positions.
    const turns = (layer: number): boolean =>
      listed ? Boolean(listed[layer]) : (layer + 1) % every !== 0;
    const windows = windowsOf(config, (layer) => !turns(layer));
    const used = flagOf(config, "use_sliding_window", false);
    return gatedDecoder({
      ...common,
      rotate: (layer) => (turns(layer) ? common.rotate(layer) : still),
      window: (layer) => (used ? windows(layer) : undefined)
    });
  }
};
