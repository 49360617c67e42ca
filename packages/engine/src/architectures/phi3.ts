/** Phi-3 (Abdin et al. 2024): Llama with q, k, v in one matrix and gate, up in another; LongRoPE for long contexts. */
import type {Architecture} from "./architecture.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import {windowOf} from "./parts/windows.ts";

const usual = {
  vocab_size: 32_064,
  hidden_size: 3072,
  intermediate_size: 8192,
  max_position_embeddings: 4096,
  original_max_position_embeddings: 4096,
  rms_norm_eps: 1e-5,
  pad_token_id: 32_000
};

export const phi3: Architecture = {
  types: ["phi3"],
  description: "Phi-3, 3.5 and 4: Llama with fused matrices, LongRoPE, a sliding window",
  build(config, parameters, cached) {
    const common = llamaLike(config, parameters, cached, usual, {share: 1});
    return gatedDecoder({...common, fused: true, window: () => windowOf(common.config)});
  }
};
