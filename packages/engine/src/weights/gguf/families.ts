/** What each family's GGUF files call their weights, and what their converter has changed in them. */

export interface GgufFamily {
  /** `model_type` of the config. */
  readonly type: string;
  readonly architecture: string;
  /** GGUF's name without ".weight" or ".bias" → the published one; "#" is the layer. */
  readonly names: Readonly<Record<string, string>>;
  /** Whether the rows of q and k are stored in pairs of neighbours, for interleaved rotary positions. */
  readonly paired?: boolean;
  /** Whether norms are stored with 1 added. */
  readonly normsPlusOne?: boolean;
}

const llama = {
  token_embd: "model.embed_tokens",
  output_norm: "model.norm",
  output: "lm_head",
  "blk.#.attn_norm": "model.layers.#.input_layernorm",
  "blk.#.attn_q": "model.layers.#.self_attn.q_proj",
  "blk.#.attn_k": "model.layers.#.self_attn.k_proj",
  "blk.#.attn_v": "model.layers.#.self_attn.v_proj",
  "blk.#.attn_output": "model.layers.#.self_attn.o_proj",
  "blk.#.attn_q_norm": "model.layers.#.self_attn.q_norm",
  "blk.#.attn_k_norm": "model.layers.#.self_attn.k_norm",
  "blk.#.ffn_norm": "model.layers.#.post_attention_layernorm",
  "blk.#.ffn_gate": "model.layers.#.mlp.gate_proj",
  "blk.#.ffn_up": "model.layers.#.mlp.up_proj",
  "blk.#.ffn_down": "model.layers.#.mlp.down_proj"
} as const;

const afterNorms = {
  "blk.#.post_attention_norm": "model.layers.#.post_attention_layernorm",
  "blk.#.post_ffw_norm": "model.layers.#.post_feedforward_layernorm"
} as const;

const gemma = {
  ...llama,
  ...afterNorms,
  "blk.#.ffn_norm": "model.layers.#.pre_feedforward_layernorm"
} as const;

const gpt2 = {
  token_embd: "transformer.wte",
  position_embd: "transformer.wpe",
  output_norm: "transformer.ln_f",
  output: "lm_head",
  "blk.#.attn_norm": "transformer.h.#.ln_1",
  "blk.#.attn_qkv": "transformer.h.#.attn.c_attn",
  "blk.#.attn_output": "transformer.h.#.attn.c_proj",
  "blk.#.ffn_norm": "transformer.h.#.ln_2",
  "blk.#.ffn_up": "transformer.h.#.mlp.c_fc",
  "blk.#.ffn_down": "transformer.h.#.mlp.c_proj"
} as const;

const bert = {
  token_embd: "bert.embeddings.word_embeddings",
  position_embd: "bert.embeddings.position_embeddings",
  token_types: "bert.embeddings.token_type_embeddings",
  token_embd_norm: "bert.embeddings.LayerNorm",
  "blk.#.attn_q": "bert.encoder.layer.#.attention.self.query",
  "blk.#.attn_k": "bert.encoder.layer.#.attention.self.key",
  "blk.#.attn_v": "bert.encoder.layer.#.attention.self.value",
  "blk.#.attn_output": "bert.encoder.layer.#.attention.output.dense",
  "blk.#.attn_output_norm": "bert.encoder.layer.#.attention.output.LayerNorm",
  "blk.#.ffn_up": "bert.encoder.layer.#.intermediate.dense",
  "blk.#.ffn_down": "bert.encoder.layer.#.output.dense",
  "blk.#.layer_output_norm": "bert.encoder.layer.#.output.LayerNorm"
} as const;

/** By `general.architecture`. */
export const ggufFamilies: Readonly<Record<string, GgufFamily>> = {
  llama: {type: "llama", architecture: "LlamaForCausalLM", names: llama, paired: true},
  smollm3: {type: "smollm3", architecture: "SmolLM3ForCausalLM", names: llama, paired: true},
  granite: {type: "granite", architecture: "GraniteForCausalLM", names: llama, paired: true},
  qwen2: {type: "qwen2", architecture: "Qwen2ForCausalLM", names: llama},
  qwen3: {type: "qwen3", architecture: "Qwen3ForCausalLM", names: llama},
  gemma: {type: "gemma", architecture: "GemmaForCausalLM", names: llama, normsPlusOne: true},
  gemma2: {type: "gemma2", architecture: "Gemma2ForCausalLM", names: gemma, normsPlusOne: true},
  gemma3: {
    type: "gemma3_text",
    architecture: "Gemma3ForCausalLM",
    names: gemma,
    normsPlusOne: true
  },
  phi3: {
    type: "phi3",
    architecture: "Phi3ForCausalLM",
    names: {
      ...llama,
      "blk.#.attn_qkv": "model.layers.#.self_attn.qkv_proj",
      "blk.#.ffn_up": "model.layers.#.mlp.gate_up_proj"
    }
  },
  olmo2: {type: "olmo2", architecture: "Olmo2ForCausalLM", names: {...llama, ...afterNorms}},
  stablelm: {type: "stablelm", architecture: "StableLmForCausalLM", names: llama},
  starcoder2: {
    type: "starcoder2",
    architecture: "Starcoder2ForCausalLM",
    names: {
      ...llama,
      "blk.#.ffn_up": "model.layers.#.mlp.c_fc",
      "blk.#.ffn_down": "model.layers.#.mlp.c_proj"
    }
  },
  gpt2: {type: "gpt2", architecture: "GPT2LMHeadModel", names: gpt2},
  bert: {type: "bert", architecture: "BertModel", names: bert}
};
