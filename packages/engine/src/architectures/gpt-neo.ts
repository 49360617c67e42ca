/** GPT-Neo (Black et al. 2021): GPT-2 with Linear weights, scores without 1/√size, every other layer local. */
import {activation, add, gather} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture, HeadOptions} from "./architecture.ts";
import {activationOf, numberOf, textOf} from "./config.ts";
import type {Config} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {causalGraph, unembed} from "./parts/causal.ts";
import {lookup, mask, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {Sites} from "./parts/sites.ts";

export const gptNeo: Architecture = {
  types: ["gpt_neo"],
  description: "GPT-Neo: learned positions, local attention in every other layer",
  build(config, parameters, cached) {
    const width = numberOf(config, "hidden_size");
    const heads = numberOf(config, ["num_heads", "num_attention_heads"]);
    const inner = numberOf(config, "intermediate_size", 4 * width);
    const vocabulary = numberOf(config, "vocab_size");
    const context = numberOf(config, "max_position_embeddings");
    const act = activationOf(textOf(config, "activation_function", "gelu_new"));
    const {dense, layerNorm} = layersOf(parameters, numberOf(config, "layer_norm_epsilon", 1e-5));
    const sites = new Sites(cached);
    const local = localLayers(config);

    const words = lookup(parameters, "transformer.wte.weight", [vocabulary, width]);
    const places = gather(parameters.get("transformer.wpe.weight", [null, width]), positions());
    let x = sites.residual("embeddings", add(words.node, places)); // [B, T, C]
    const residuals = [x];
    const causal = {causal: true, keys: "decoder"} as const;
    const whole = mask("mask", "T", sites.keys, causal);
    const near = mask("mask.local", "T", sites.keys, {
      ...causal,
      window: numberOf(config, "window_size", 256)
    });

    for (let layer = 0; layer < numberOf(config, ["num_layers", "num_hidden_layers"]); layer++) {
      const name = `transformer.h.${layer}`;
      const site = `layers.${layer}`;
      const normed = layerNorm(x, `${name}.ln_1`);
      const part = (which: string): Node =>
        splitHeads(
          dense(normed, `${name}.attn.attention.${which}_proj`, width, width),
          heads,
          width / heads
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

    const head = (hidden: Node, {norm}: HeadOptions): Node => {
      const last = norm ? layerNorm(hidden, "transformer.ln_f") : hidden;
      return unembed(parameters, last, "transformer.wte.weight", [vocabulary, width]);
    };
    return causalGraph({sites, words, residuals, heads, vocabulary, context, head});
  }
};

/** Which layers see the window only: listed one by one, or as patterns with how often they repeat. */
function localLayers(config: Config): (layer: number) => boolean {
  type Patterns = readonly (readonly [readonly string[], number])[];
  const patterns = (config["attention_types"] ?? [[["global", "local"], 12]]) as Patterns;
  const list =
    (config["attention_layers"] as readonly string[] | undefined) ??
    patterns.flatMap(([kinds, times]) => Array.from({length: times}, () => kinds).flat());
  return (layer) => list[layer] === "local";
}
