/** Phi-3 (Abdin et al. 2024): Llama with q, k, v in one matrix and gate, up in another; LongRoPE for long contexts. */
import type {Architecture} from "./architecture.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import {windowsOf} from "./parts/windows.ts";

export const phi3: Architecture = {
  types: ["phi3"],
  description: "Phi-3, 3.5 and 4: Llama with fused matrices, LongRoPE, a sliding window",
  build: (config, parameters, cached) =>
    gatedDecoder({
      ...llamaLike(config, parameters, cached, {epsilon: 1e-5, context: 4096}),
      fused: true,
      window: windowsOf(config, {local: () => true})
    })
};
