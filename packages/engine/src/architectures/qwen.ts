/** Qwen 2 and 2.5 (Yang et al. 2024): Llama with biases on q, k, v; Qwen 3 (Yang et al. 2025): norms of q and k instead. */
import type {Architecture} from "./architecture.ts";
import {flagOf, wholeOf} from "./config.ts";
import type {Config} from "./config.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import {windowsOf} from "./parts/windows.ts";

const usual = {
  vocab_size: 151_936,
  intermediate_size: 22_016,
  num_key_value_heads: 32,
  max_position_embeddings: 32_768,
  sliding_window: 4096,
  max_window_layers: 28
};

/** The upper layers have the window, if it is used at all. */
function windows(config: Config): (layer: number) => number | undefined {
  if (!flagOf(config, "use_sliding_window", false)) return () => undefined;
  const first = wholeOf(config, "max_window_layers");
  return windowsOf(config, (layer) => layer >= first);
}

export const qwen2: Architecture = {
  types: ["qwen2"],
  description: "Qwen 1.5, 2 and 2.5: Llama with biases on queries, keys and values",
  build(config, parameters, cached) {
    const common = llamaLike(config, parameters, cached, usual);
    return gatedDecoder({...common, window: windows(common.config)});
  }
};

export const qwen3: Architecture = {
  types: ["qwen3"],
  description: "Qwen 3: Llama with a norm of each query and key",
  build(config, parameters, cached) {
    const common = llamaLike(config, parameters, cached, {...usual, head_dim: 128});
    return gatedDecoder({...common, normed: "heads", window: windows(common.config)});
  }
};
