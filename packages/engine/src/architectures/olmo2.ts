/** OLMo 2 (OLMo et al. 2025): Llama with norms after each part, before the addition, and of all q and k channels. */
import type {Architecture} from "./architecture.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";

export const olmo2: Architecture = {
  types: ["olmo2"],
  description: "OLMo 2: Llama with norms after each part and of queries and keys",
  build: (config, parameters, cached) =>
    gatedDecoder({
      ...llamaLike(config, parameters, cached, {
        vocab_size: 50_304,
        rms_norm_eps: 1e-5,
        pad_token_id: 1
      }),
      norms: {
        attention: {after: "post_attention_layernorm"},
        mlp: {after: "post_feedforward_layernorm"}
      },
      normed: "all"
    })
};
