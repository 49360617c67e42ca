/** Small models written as llama.cpp's converter writes them: its names, its row order, its metadata. */
import {readFileSync} from "node:fs";
import {readSafetensors, toFloat32} from "../../packages/engine/src/weights/safetensors.ts";
import {fixture} from "../engine/oracle.ts";
import type {Fields} from "../engine/changed-model.ts";
import {writeGguf} from "./write-gguf.ts";
import type {Metadata, WrittenTensor} from "./write-gguf.ts";

/** Published name → GGUF's, the first that fits; `*` is the layer. Written from llama.cpp's list of tensors. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^(model\.embed_tokens|transformer\.wte|bert\.embeddings\.word_embeddings)$/, "token_embd"],
  [/^(transformer\.wpe|bert\.embeddings\.position_embeddings)$/, "position_embd"],
  [/^bert\.embeddings\.token_type_embeddings$/, "token_types"],
  [/^bert\.embeddings\.LayerNorm$/, "token_embd_norm"],
  [/^(model\.norm|transformer\.ln_f)$/, "output_norm"],
  [/^lm_head$/, "output"],
  [/attention\.output\.LayerNorm$/, "blk.*.attn_output_norm"],
  [/output\.LayerNorm$/, "blk.*.layer_output_norm"],
  [/(input_layernorm|\.ln_1)$/, "blk.*.attn_norm"],
  [/pre_feedforward_layernorm$/, "blk.*.ffn_norm"],
  [/post_feedforward_layernorm$/, "blk.*.post_ffw_norm"],
  [/\.ln_2$/, "blk.*.ffn_norm"],
  [/(qkv_proj|c_attn)$/, "blk.*.attn_qkv"],
  [/(q_norm)$/, "blk.*.attn_q_norm"],
  [/(k_norm)$/, "blk.*.attn_k_norm"],
  [/(q_proj|self\.query)$/, "blk.*.attn_q"],
  [/(k_proj|self\.key)$/, "blk.*.attn_k"],
  [/(v_proj|self\.value)$/, "blk.*.attn_v"],
  [/(o_proj|attn\.c_proj|attention\.output\.dense)$/, "blk.*.attn_output"],
  [/gate_proj$/, "blk.*.ffn_gate"],
  [/(gate_up_proj|up_proj|c_fc|intermediate\.dense)$/, "blk.*.ffn_up"],
  [/(down_proj|mlp\.c_proj|output\.dense)$/, "blk.*.ffn_down"]
];

function nameOf(published: string, prefix: string): string | null {
  const [, name, kind] = /^(.*)\.(weight|bias)$/.exec(published)!;
  const layer = /\.(?:layers?|h)\.(\d+)\./.exec(published)?.[1] ?? "";
  const twoNorms = /^(gemma[23]|olmo2)$/.test(prefix);
  const found = name!.endsWith("post_attention_layernorm")
    ? `blk.*.${twoNorms ? "post_attention_norm" : "ffn_norm"}`
    : names.find(([pattern]) => pattern.test(name!))?.[1];
  return found ? `${found.replace("*", layer)}.${kind}` : null;
}

/** The halves of each head's rows become pairs of neighbours: (half, channel) → (channel, half). */
function paired(data: Float32Array, rows: number, heads: number): Float32Array {
  const made = new Float32Array(data.length);
  const width = data.length / rows;
  const half = rows / heads / 2;
  for (let row = 0; row < rows; row++) {
    const [head, at] = [Math.floor(row / (2 * half)), row % (2 * half)];
    const to = head * 2 * half + (at % half) * 2 + Math.floor(at / half);
    made.set(data.subarray(row * width, (row + 1) * width), to * width);
  }
  return made;
}

const transposed = (data: Float32Array, [rows, columns]: readonly [number, number]) =>
  data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);

/** Returns the file of a reference model, its config changed to what GGUF can say. */
export function ggufOf(name: string, prefix: string, config: Fields, extra: Metadata): Uint8Array {
  const bytes = readFileSync(fixture(`architectures/${name}/model.safetensors`));
  const heads = Number(config["num_attention_heads"] ?? config["n_head"]);
  const groups = Number(config["num_key_value_heads"] ?? heads);
  const width = Number(config["hidden_size"] ?? config["n_embd"]);
  const tensors: WrittenTensor[] = [];
  for (const tensor of readSafetensors(bytes, name).values()) {
    const written = nameOf(tensor.name, prefix);
    if (written === null) continue;
    let [shape, data] = [[...tensor.shape], toFloat32(tensor)];
    if (prefix === "gpt2" && /c_(attn|proj|fc)\.weight$/.test(tensor.name)) {
      data = transposed(data, shape as [number, number]);
      shape = shape.toReversed();
    }
    if (/^(llama|smollm3|granite)$/.test(prefix) && /attn_[qk]\.(weight|bias)$/.test(written))
      data = paired(data, shape[0]!, written.includes("attn_q") ? heads : groups);
    if (prefix.startsWith("gemma") && written.endsWith("norm.weight"))
      data = data.map((gain) => gain + 1);
    tensors.push({name: written, dtype: "f32", shape, data});
  }
  const {rope_freqs: divisors, ...own} = extra as Metadata & {rope_freqs?: readonly number[]};
  if (divisors)
    tensors.push({
      name: "rope_freqs.weight",
      dtype: "f32",
      shape: [divisors.length],
      data: divisors
    });
  const said: Record<string, unknown> = {
    embedding_length: width,
    block_count: config["num_hidden_layers"] ?? config["n_layer"],
    context_length: config["max_position_embeddings"] ?? config["n_positions"],
    feed_forward_length: config["intermediate_size"] ?? 4 * width,
    "attention.head_count": heads,
    "attention.head_count_kv": groups,
    "attention.key_length": config["head_dim"],
    "attention.layer_norm_rms_epsilon": config["rms_norm_eps"],
    "attention.layer_norm_epsilon":
      config["layer_norm_eps"] ?? config["layer_norm_epsilon"] ?? config["norm_epsilon"],
    "rope.freq_base": (config["rope_parameters"] as Fields | undefined)?.["rope_theta"],
    "attention.sliding_window": config["sliding_window"] ?? undefined,
    ...own
  };
  const metadata = Object.entries(said).filter(([, value]) => value !== undefined);
  return writeGguf(
    {
      "general.architecture": prefix,
      ...Object.fromEntries(
        metadata.map(([key, value]) => [
          key.startsWith("tokenizer.") ? key : `${prefix}.${key}`,
          value
        ])
      )
    } as Metadata,
    tensors
  );
}
