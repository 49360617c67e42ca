/** Qwen 2 and 2.5 (Yang et al. 2024): Llama with biases on q, k, v; Qwen 3 (Yang et al. 2025): norms of q and k instead. */
import type {Architecture} from "./architecture.ts";
import {flagOf, numberOf} from "./config.ts";
import type {Config} from "./config.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import {windowsOf} from "./parts/windows.ts";

/** The upper layers have the window, if it is used at all. */
function windows(config: Config): (layer: number) => number | undefined {
  const used = flagOf(config, "use_sliding_window", false);
  const first = numberOf(config, "max_window_layers", 28);
  const window = windowsOf(config, {usual: 4096, local: (layer) => layer >= first});
  return (layer) => (used ? window(layer) : undefined);
}

export const qwen2: Architecture = {
  types: ["qwen2"],
  description: "Qwen 1.5, 2 and 2.5: Llama with biases on queries, keys and values",
  build: (config, parameters, cached) =>
    gatedDecoder({
      ...llamaLike(config, parameters, cached, {context: 32_768}),
      window: windows(config)
    })
};

export const qwen3: Architecture = {
  types: ["qwen3"],
  description: "Qwen 3: Llama with a norm of each query and key",
  build: (config, parameters, cached) =>
    gatedDecoder({
      ...llamaLike(config, parameters, cached, {size: 128, context: 32_768}),
      normed: "heads",
      window: windows(config)
    })
};
