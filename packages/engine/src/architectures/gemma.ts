/** Gemma 1 (2024), 2 (2024) and 3 (2025, its text part): rows · √C, norms · (1 + w), a tanh gate; later caps, windows, more norms. */
import {UnsupportedError} from "../errors.ts";
import {scale} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {
  activationOf,
  countOf,
  epsilonOf,
  numberOf,
  objectOf,
  positiveOf,
  textOf
} from "./config.ts";
import type {Config} from "./config.ts";
import {llamaLike} from "./llama.ts";
import type {Parameters} from "./parameters.ts";
import {softCap} from "./parts/attention.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import type {GatedDecoder} from "./parts/gated-decoder.ts";
import {layersOf} from "./parts/layers.ts";
import {renamed} from "./parts/renamed.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import {windowsOf} from "./parts/windows.ts";

const usual = {
  vocab_size: 256_000,
  hidden_size: 3072,
  intermediate_size: 24_576,
  num_hidden_layers: 28,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  head_dim: 256,
  hidden_act: "gelu_pytorch_tanh",
  max_position_embeddings: 8192,
  pad_token_id: 0,
  tie_word_embeddings: true
};

const usual2 = {
  ...usual,
  hidden_size: 2304,
  intermediate_size: 9216,
  num_hidden_layers: 26,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  hidden_activation: "gelu_pytorch_tanh",
  query_pre_attn_scalar: 256,
  sliding_window: 4096,
  attn_logit_softcapping: 50,
  final_logit_softcapping: 30
};

const usual3 = {
  ...usual2,
  vocab_size: 262_208,
  max_position_embeddings: 131_072,
  attn_logit_softcapping: null,
  final_logit_softcapping: null
};

function gemmaLike(
  given: Config,
  parameters: Parameters,
  cached: boolean,
  own: Config
): GatedDecoder {
  const common = llamaLike(given, parameters, cached, own);
  const {config} = common;
  const {rmsNorm} = layersOf(parameters, epsilonOf(config, "rms_norm_eps"));
  const width = countOf(config, "hidden_size");
  return {
    ...common,
    norm: (x, name) => rmsNorm(x, name, {plusOne: true}),
    embed: (rows) => scale(rows, Math.sqrt(width))
  };
}

/** Returns what Gemma 2 and 3 add: norms before and after each part, the scores' factor, the caps. */
function gemma2Like(
  given: Config,
  parameters: Parameters,
  cached: boolean,
  own: Config
): GatedDecoder {
  const common = gemmaLike(given, parameters, cached, own);
  const {config} = common;
  const capOf = (name: string): number | undefined => numberOf(config, name, 0) || undefined;
  const last = capOf("final_logit_softcapping");
  return {
    ...common,
    act: activationOf(textOf(config, "hidden_activation", "gelu_pytorch_tanh")),
    norms: {
      attention: {before: "input_layernorm", after: "post_attention_layernorm"},
      mlp: {before: "pre_feedforward_layernorm", after: "post_feedforward_layernorm"}
    },
    scale: positiveOf(config, "query_pre_attn_scalar") ** -0.5,
    cap: capOf("attn_logit_softcapping"),
    finish: (logits, bare) => (last === undefined || bare ? logits : softCap(logits, last))
  };
}

export const gemma: Architecture = {
  types: ["gemma"],
  description: "Gemma 1: Llama with scaled rows, norms around one and a tanh gate",
  build(config, parameters, cached) {
    const common = gemmaLike(config, parameters, cached, usual);
    // The first published configs say "gelu" and mean the tanh form.
    const act = common.config["hidden_act"] === "gelu" ? "gelu-tanh" : common.act;
    return gatedDecoder({...common, act});
  }
};

export const gemma2: Architecture = {
  types: ["gemma2"],
  description: "Gemma 2: norms before and after each part, caps, every other layer local",
  build(config, parameters, cached) {
    const common = gemma2Like(config, parameters, cached, usual2);
    return gatedDecoder({
      ...common,
      window: windowsOf(common.config, (layer) => layer % 2 === 0)
    });
  }
};

/** Where a model that also sees images keeps the weights of its text part, in both generations. */
const inText = (name: string): readonly string[] =>
  name.startsWith("model.")
    ? [name.replace("model.", "model.language_model."), `language_model.${name}`]
    : [name, `language_model.${name}`];

/** Throws UnsupportedError for what published code reads in one way here and in another there. */
function checkGemma3(given: Config, text: Config | null): void {
  const own = text ?? given;
  if (text && numberOf(text, "final_logit_softcapping", 0) !== 0)
    throw new UnsupportedError(
      "gemma3: final_logit_softcapping is set in text_config; expected null, as published models have it"
    );
  const scaling = objectOf(own, "rope_scaling") ?? {};
  const kind = textOf(scaling, "rope_type", "type" in scaling ? "missing" : "default");
  if (kind !== "default" && kind !== "linear")
    throw new UnsupportedError(
      `gemma3: rope_type of rope_scaling is ${kind}; expected default or linear`
    );
}

export const gemma3: Architecture = {
  types: ["gemma3_text", "gemma3"],
  description: "Gemma 3, its text part: norms of q and k, five local layers of six",
  build(given, parameters, cached) {
    const text = objectOf(given, "text_config");
    checkGemma3(given, text);
    // What the whole model ends with is said outside.
    const {architectures, tie_word_embeddings = true} = given;
    const common = gemma2Like(
      text ? {...text, architectures, tie_word_embeddings} : given,
      text ? renamed(parameters, inText) : parameters,
      cached,
      usual3
    );
    const {config, size} = common;
    const pattern = countOf(config, "sliding_window_pattern", 6);
    const window = windowsOf(config, (layer) => (layer + 1) % pattern !== 0);
    const both = objectOf(config, "rope_parameters") ?? {};
    // A scaling in the older spelling is of the global layers only.
    const scaling = {...objectOf(both, "full_attention"), ...objectOf(config, "rope_scaling")};
    const far = rotator(ropeOf(config, size, {base: 1_000_000, options: scaling}));
    const local = {...config, rope_theta: positiveOf(config, "rope_local_base_freq", 10_000)};
    const options = objectOf(both, "sliding_attention") ?? {};
    const near = rotator(ropeOf(local, size, {options}), "halves", "rotary.local");
    return gatedDecoder({
      ...common,
      // The config has a field for the scores' cap, but the published code does not read it.
      cap: undefined,
      normed: "heads",
      window,
      rotate: (layer) => (window(layer) === undefined ? far : near)
    });
  }
};
