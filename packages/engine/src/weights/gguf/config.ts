/** A config as published models have it, from a GGUF file's metadata. */
import {SourceError} from "../../errors.ts";
import {toFloat64} from "../decode.ts";
import type {Weights} from "../weights.ts";
import {ownOf} from "../../own.ts";
import type {GgufFamily} from "./families.ts";
import {scalingOf} from "./scaling.ts";
import type {Metadata} from "./reader.ts";

type Fields = Record<string, unknown>;

interface Known {
  readonly meta: Metadata;
  readonly tensors: Weights;
  /** `general.architecture`. */
  readonly prefix: string;
  readonly width: number;
  readonly heads: number;
  readonly size: number;
  readonly layers: number;
  readonly file: string;
}

/** Channels of a head, halved: published ones have up to 128. */
const mostDivisors = 32_768;

const absent = Number.NaN;
const given = (value: number): boolean => !Number.isNaN(value);

/** Returns the rotary settings: the base, the turning share of a head, and what stretches them. */
function ropeOf({meta, tensors, prefix, size, file}: Known): Fields {
  const parameters: Fields = {
    rope_type: "default",
    rope_theta: meta.positive("rope.freq_base", prefix === "gemma3" ? 1_000_000 : 10_000)
  };
  const turning = meta.count("rope.dimension_count", size);
  if (turning !== size) parameters["partial_rotary_factor"] = turning / size;
  const listed = (name: string): number[] | null => {
    const tensor = tensors.get(name);
    if (!tensor) return null;
    const [count = 0, ...rest] = tensor.shape;
    if (rest.length > 0 || count > mostDivisors)
      throw new SourceError(
        `${file}: tensor ${name} is [${tensor.shape.join(", ")}], expected a number for each pair of a head's channels; convert the model again`
      );
    return Array.from(toFloat64(tensor));
  };
  const [all, short, long] = ["rope_freqs", "rope_factors_short", "rope_factors_long"].map((name) =>
    listed(`${name}.weight`)
  );
  const scaling = scalingOf({meta, prefix, file, listed: Boolean(all || short || long)});
  if (all || short || long) {
    const stretch = Number(scaling["factor"] ?? 1);
    const stretched = (divisors: number[] | null | undefined): number[] | undefined =>
      divisors?.map((divisor) => divisor * stretch);
    // Divisors of each pair's frequency; Llama 3 has one list for every length.
    Object.assign(parameters, {
      rope_type: "longrope",
      short_factor: stretched(all ?? short ?? long),
      long_factor: stretched(all ?? long ?? short),
      attention_factor: all ? 1 : meta.number("rope.scaling.attn_factor", 1),
      original_max_position_embeddings: meta.count(
        "rope.scaling.original_context_length",
        meta.count("context_length")
      )
    });
    return parameters;
  }
  return Object.assign(parameters, scaling);
}

/** Gemma 2 27B and Gemma 3 27B divide by the width a head would have, the others by the width it has. */
const scalarOf = ({width, heads, size, layers}: Known, large: number): number =>
  layers === large ? width / heads : size;

const capsOf = ({meta}: Known): Fields => {
  const [scores, logits] = ["attn_logit_softcapping", "final_logit_softcapping"].map((key) =>
    meta.number(key, absent)
  ) as [number, number];
  return {
    attn_logit_softcapping: given(scores) ? scores : null,
    final_logit_softcapping: given(logits) ? logits : null
  };
};

const windowOf = ({meta}: Known): Fields => {
  // Converters write 0 where there is none.
  const window = meta.whole("attention.sliding_window", 0);
  return {sliding_window: window === 0 ? null : window};
};

/** What single families say besides. */
const ownFields: Readonly<Record<string, (known: Known) => Fields>> = {
  gemma: () => ({hidden_activation: "gelu_pytorch_tanh"}),
  gemma2: (known) => ({
    hidden_activation: "gelu_pytorch_tanh",
    query_pre_attn_scalar: scalarOf(known, 46),
    ...capsOf(known),
    ...windowOf(known)
  }),
  gemma3: (known) => {
    const rope = ropeOf(known);
    return {
      hidden_activation: "gelu_pytorch_tanh",
      query_pre_attn_scalar: scalarOf(known, 62),
      ...capsOf(known),
      ...windowOf(known),
      rope_parameters: {
        full_attention: rope,
        sliding_attention: {
          rope_type: "default",
          rope_theta: known.meta.positive("rope.freq_base_swa", 10_000)
        }
      }
    };
  },
  phi3: windowOf,
  starcoder2: (known) => ({
    ...windowOf(known),
    hidden_act: "gelu_pytorch_tanh",
    norm_epsilon: known.meta.number("attention.layer_norm_epsilon", 1e-5)
  }),
  granite: ({meta}) => ({
    embedding_multiplier: meta.number("embedding_scale", 1),
    residual_multiplier: meta.number("residual_scale", 1),
    attention_multiplier: meta.number("attention.scale", 1),
    logits_scaling: meta.number("logit_scale", 1)
  }),
  stablelm: ({meta}) => ({
    layer_norm_eps: meta.number("attention.layer_norm_epsilon", 1e-5),
    use_parallel_residual: meta.flag("stablelm.use_parallel_residual") ?? false
  }),
  gpt2: ({meta, width, heads, layers}) => ({
    n_embd: width,
    n_head: heads,
    n_layer: layers,
    n_positions: meta.count("context_length"),
    n_inner: meta.count("feed_forward_length"),
    layer_norm_epsilon: meta.number("attention.layer_norm_epsilon", 1e-5),
    // The converter has turned Conv1D's weights to [out, in].
    conv1d: false
  }),
  bert: ({meta}) => ({
    hidden_act: "gelu",
    layer_norm_eps: meta.number("attention.layer_norm_epsilon", 1e-12)
  })
};

/** Returns the config that the family's published models have. Throws SourceError where the metadata lacks something. */
export function configOfGguf(
  family: GgufFamily,
  prefix: string,
  {meta, tensors, file}: Pick<Known, "meta" | "tensors" | "file">
): Readonly<Record<string, unknown>> {
  const width = meta.count("embedding_length");
  const heads = meta.count("attention.head_count");
  const size = meta.count("attention.key_length", width / heads);
  const layers = meta.count("block_count");
  const known: Known = {meta, tensors, prefix, width, heads, size, layers, file};
  const id = (name: string): Fields => {
    const value = meta.id(`tokenizer.ggml.${name}_token_id`);
    return value === undefined ? {} : {[`${name === "padding" ? "pad" : name}_token_id`]: value};
  };
  const epsilon = meta.number("attention.layer_norm_rms_epsilon", absent);
  return {
    architectures: [family.architecture],
    model_type: family.type,
    hidden_size: width,
    intermediate_size: meta.count("feed_forward_length"),
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: meta.count("attention.head_count_kv", heads),
    head_dim: size,
    max_position_embeddings: meta.count("context_length"),
    vocab_size: tensors.get("token_embd.weight")?.shape[0] ?? meta.count("vocab_size"),
    ...(given(epsilon) ? {rms_norm_eps: epsilon} : {}),
    rope_parameters: ropeOf(known),
    tie_word_embeddings: !tensors.has("output.weight"),
    ...id("bos"),
    ...id("eos"),
    // No published config has them; a turn ends there too.
    ...id("eot"),
    ...id("eom"),
    ...id("padding"),
    ...ownOf(ownFields, prefix)?.(known)
  };
}
