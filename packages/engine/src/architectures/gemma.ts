/** Gemma 1 (2024), 2 (2024) and 3 (2025, text): rows · √C, norms · (1 + w), a tanh gate; later caps, windows, more norms. */
import {UnsupportedError} from "../errors.ts";
import {scale} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, numberOf, objectOf, textOf} from "./config.ts";
import type {Config} from "./config.ts";
import {llamaLike} from "./llama.ts";
import type {Parameters} from "./parameters.ts";
import {softCap} from "./parts/attention.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import type {GatedDecoder} from "./parts/gated-decoder.ts";
import {layersOf} from "./parts/layers.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import {windowsOf} from "./parts/windows.ts";

function gemmaLike(
  config: Config,
  parameters: Parameters,
  cached: boolean,
  context: number
): GatedDecoder {
  if (config["use_bidirectional_attention"])
    throw new UnsupportedError(
      "gemma: use_bidirectional_attention is set; expected a model that reads from left to right"
    );
  const common = llamaLike(config, parameters, cached, {size: 256, context});
  const {rmsNorm} = layersOf(parameters, numberOf(config, "rms_norm_eps", 1e-6));
  // The first published configs say "gelu" and mean the tanh form.
  const named = textOf(config, "hidden_activation", textOf(config, "hidden_act", "gelu"));
  return {
    ...common,
    act: activationOf(named === "gelu" ? "gelu_pytorch_tanh" : named),
    norm: (x, name) => rmsNorm(x, name, {plusOne: true}),
    embed: (rows) => scale(rows, Math.sqrt(numberOf(config, "hidden_size")))
  };
}

/** Norms before and after each part. */
const sandwich = {
  attention: {before: "input_layernorm", after: "post_attention_layernorm"},
  mlp: {before: "pre_feedforward_layernorm", after: "post_feedforward_layernorm"}
} as const;

/** Returns the scores' factor, the caps, and the norms of Gemma 2 and 3. */
function second(
  config: Config,
  caps: {readonly scores: number; readonly logits: number}
): Pick<GatedDecoder, "norms" | "scale" | "cap" | "finish"> {
  const capOf = (name: string, usual: number): number | undefined => {
    const value = config[name] === null ? 0 : numberOf(config, name, usual);
    return value || undefined;
  };
  const last = capOf("final_logit_softcapping", caps.logits);
  return {
    norms: sandwich,
    scale: numberOf(config, "query_pre_attn_scalar", 256) ** -0.5,
    cap: capOf("attn_logit_softcapping", caps.scores),
    finish: (logits, bare) => (last === undefined || bare ? logits : softCap(logits, last))
  };
}

export const gemma: Architecture = {
  types: ["gemma"],
  description: "Gemma 1: Llama with scaled rows, norms around one and a tanh gate",
  build: (config, parameters, cached) => gatedDecoder(gemmaLike(config, parameters, cached, 8192))
};

export const gemma2: Architecture = {
  types: ["gemma2"],
  description: "Gemma 2: norms before and after each part, caps, every other layer local",
  build: (config, parameters, cached) =>
    gatedDecoder({
      ...gemmaLike(config, parameters, cached, 8192),
      ...second(config, {scores: 50, logits: 30}),
      window: windowsOf(config, {usual: 4096, local: (layer) => layer % 2 === 0})
    })
};

export const gemma3: Architecture = {
  types: ["gemma3_text"],
  description: "Gemma 3 (text): norms of q and k, five local layers of six, another base for those",
  build(config, parameters, cached) {
    const common = gemmaLike(config, parameters, cached, 131_072);
    const pattern = numberOf(config, ["sliding_window_pattern", "_sliding_window_pattern"], 6);
    const window = windowsOf(config, {usual: 4096, local: (layer) => (layer + 1) % pattern !== 0});
    const both = objectOf(config, "rope_parameters") ?? {};
    // A scaling in the older spelling is of the global layers only.
    const far = rotator(
      ropeOf(config, common.size, {
        base: 1_000_000,
        options: objectOf(both, "full_attention") ?? objectOf(config, "rope_scaling") ?? {}
      }),
      "halves",
      "rotary"
    );
    const near = rotator(
      ropeOf({rope_theta: numberOf(config, "rope_local_base_freq", 10_000)}, common.size, {
        options: objectOf(both, "sliding_attention") ?? {}
      }),
      "halves",
      "rotary.local"
    );
    return gatedDecoder({
      ...common,
      ...second(config, {scores: 0, logits: 0}),
      normed: "heads",
      window,
      rotate: (layer) => (window(layer) === undefined ? far : near)
    });
  }
};
