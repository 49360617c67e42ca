/** GPT-2 (Radford et al. 2019): learned positions, pre-norm, fused q, k, v, Conv1D weights [in, out]. */
import {UnsupportedError} from "../errors.ts";
import {activation, add, gather, slice} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, flagOf, headSizeOf, textOf} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {causalGraph} from "./parts/causal.ts";
import {lookup, mask, placesOf, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {Sites} from "./parts/sites.ts";

export const gpt2: Architecture = {
  types: ["gpt2"],
  description: "GPT-2: learned positions, LayerNorm before each part",
  build(config, parameters, cached) {
    const width = countOf(config, ["n_embd", "hidden_size"]);
    const heads = countOf(config, ["n_head", "num_attention_heads"]);
    const layers = countOf(config, ["n_layer", "num_hidden_layers"]);
    const context = countOf(config, ["n_positions", "n_ctx", "max_position_embeddings"]);
    const vocabulary = countOf(config, "vocab_size");
    const inner = countOf(config, "n_inner", 4 * width);
    const epsilon = epsilonOf(config, "layer_norm_epsilon", 1e-5);
    const act = activationOf(textOf(config, "activation_function", "gelu_new"));
    if (flagOf(config, "add_cross_attention", false))
      throw new UnsupportedError(
        "gpt2: add_cross_attention is true; only decoders alone are supported"
      );
    const size = headSizeOf(width, heads);
    const sites = new Sites(cached);
    // Some files have turned the weights, and say so.
    const {layerNorm, ...matrices} = layersOf(parameters, epsilon);
    const conv = flagOf(config, "conv1d", true) ? matrices.conv : matrices.dense;

    const words = lookup(parameters, "transformer.wte.weight", [vocabulary, width]);
    const places = gather(
      placesOf(parameters, "transformer.wpe.weight", width, context),
      positions()
    );
    let x = sites.residual("embeddings", add(words.node, places)); // [B, T, C]
    const residuals = [x];
    const causal = mask("mask", "T", sites.keys, {causal: true, keys: "decoder"});

    for (let layer = 0; layer < layers; layer++) {
      const name = `transformer.h.${layer}`;
      const site = `layers.${layer}`;
      const fused = conv(layerNorm(x, `${name}.ln_1`), `${name}.attn.c_attn`, width, 3 * width); // [B, T, 3C]
      const part = (index: number): Node =>
        splitHeads(slice(fused, 2, index * width, (index + 1) * width), heads, size);
      const byLayer = flagOf(config, "scale_attn_by_inverse_layer_idx", false)
        ? 1 / (layer + 1)
        : 1;
      const scale =
        (flagOf(config, "scale_attn_weights", true) ? 1 / Math.sqrt(size) : 1) * byLayer;
      const output = attend({
        query: part(0),
        key: part(1),
        value: part(2),
        scale,
        biases: [causal],
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      x = add(
        x,
        sites.residual(
          `${site}.attention.output`,
          conv(output, `${name}.attn.c_proj`, width, width)
        )
      );
      const neurons = sites.neurons(
        `${site}.neurons`,
        activation(conv(layerNorm(x, `${name}.ln_2`), `${name}.mlp.c_fc`, width, inner), act)
      );
      x = add(
        x,
        sites.residual(`${site}.mlp.output`, conv(neurons, `${name}.mlp.c_proj`, inner, width))
      );
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
