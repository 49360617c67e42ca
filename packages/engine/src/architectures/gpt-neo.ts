/** GPT-Neo (Black et al. 2021): GPT-2 with Linear weights, scores without 1/√size, every other layer local. */
import {activation, add, gather} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {
  activationOf,
  anyListOf,
  countOf,
  epsilonOf,
  headSizeOf,
  layerTypesOf,
  textOf,
  wholeOf
} from "./config.ts";
import type {Config} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {causalGraph} from "./parts/causal.ts";
import {lookup, mask, placesOf, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {Sites} from "./parts/sites.ts";

export const gptNeo: Architecture = {
  types: ["gpt_neo"],
  description: "GPT-Neo: learned positions, local attention in every other layer",
  build(config, parameters, cached) {
    const width = countOf(config, "hidden_size");
    const heads = countOf(config, ["num_heads", "num_attention_heads"]);
    const size = headSizeOf(width, heads);
    const inner = countOf(config, "intermediate_size", 4 * width);
    const vocabulary = countOf(config, "vocab_size");
    const context = countOf(config, "max_position_embeddings");
    const act = activationOf(textOf(config, "activation_function", "gelu_new"));
    const {dense, layerNorm} = layersOf(parameters, epsilonOf(config, "layer_norm_epsilon", 1e-5));
    const sites = new Sites(cached);
    const local = localLayers(config);

    const words = lookup(parameters, "transformer.wte.weight", [vocabulary, width]);
    const places = gather(
      placesOf(parameters, "transformer.wpe.weight", width, context),
      positions()
    );
    let x = sites.residual("embeddings", add(words.node, places)); // [B, T, C]
    const residuals = [x];
    const causal = {causal: true, keys: "decoder"} as const;
    const whole = mask("mask", "T", sites.keys, causal);
    const near = mask("mask.local", "T", sites.keys, {
      ...causal,
      window: countOf(config, "window_size", 256)
    });

    for (let layer = 0; layer < countOf(config, ["num_layers", "num_hidden_layers"]); layer++) {
      const name = `transformer.h.${layer}`;
      const site = `layers.${layer}`;
      const normed = layerNorm(x, `${name}.ln_1`);
      const part = (which: string): Node =>
        splitHeads(
          dense(normed, `${name}.attn.attention.${which}_proj`, width, width),
          heads,
          size
        );
      const mixed = attend({
        query: part("q"),
        key: part("k"),
        value: part("v"),
        scale: 1,
        biases: [local(layer) ? near : whole],
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      const attended = dense(mixed, `${name}.attn.attention.out_proj`, width, width);
      x = add(x, sites.residual(`${site}.attention.output`, attended));
      const hidden = dense(layerNorm(x, `${name}.ln_2`), `${name}.mlp.c_fc`, width, inner);
      const neurons = sites.neurons(`${site}.neurons`, activation(hidden, act));
      const fed = dense(neurons, `${name}.mlp.c_proj`, inner, width);
      x = add(x, sites.residual(`${site}.mlp.output`, fed));
      residuals.push(sites.residual(`${site}.residual`, x));
    }

    return causalGraph({
      config: {tie_word_embeddings: true, ...config},
      parameters,
      sites,
      words,
      residuals,
      heads,
      vocabulary,
      context,
      norm: (hidden) => layerNorm(hidden, "transformer.ln_f")
    });
  }
};

/** Which layers see the window only: listed one by one, or as patterns with how often they repeat. */
function localLayers(config: Config): (layer: number) => boolean {
  const kinds = ["global", "local"] as const;
  const listed = layerTypesOf(config, "attention_layers", kinds);
  if (listed) return (layer) => listed[layer] === "local";
  const patterns = anyListOf(config, "attention_types") ?? [[kinds, 12]];
  /** Where each pattern ends: never written out, since it may say that it repeats a billion times. */
  const runs = patterns.map((pattern) => {
    const [kindsOfRun, times] = (Array.isArray(pattern) ? pattern : []) as readonly unknown[];
    const run = {kinds: layerTypesOf({attention_types: kindsOfRun}, "attention_types", kinds)};
    return {kinds: run.kinds ?? [], times: wholeOf({times}, "times")};
  });
  return (layer) => {
    let at = layer;
    for (const {kinds: own, times} of runs) {
      if (at < own.length * times) return own[at % own.length] === "local";
      at -= own.length * times;
    }
    return false;
  };
}
