/** Llama (Touvron et al. 2023): rotary positions, RMSNorm before each part, gated MLP, grouped queries. */
import {activation, add, gatedProduct, rotary} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture, HeadOptions} from "./architecture.ts";
import {activationOf, numberOf, textOf} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {causalGraph, unembed} from "./parts/causal.ts";
import {lookup, mask, rotaryTable} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {ropeFrequencies} from "./parts/rope.ts";
import {Sites} from "./parts/sites.ts";

export const llama: Architecture = {
  types: ["llama"],
  description:
    "Llama 1 to 3, SmolLM 1 and 2, TinyLlama: rotary positions, RMSNorm, gated MLP, grouped queries",
  build(config, parameters, cached) {
    const width = numberOf(config, "hidden_size");
    const heads = numberOf(config, "num_attention_heads");
    const groups = numberOf(config, "num_key_value_heads", heads);
    const size = numberOf(config, "head_dim", width / heads);
    const layers = numberOf(config, "num_hidden_layers");
    const inner = numberOf(config, "intermediate_size");
    const context = numberOf(config, "max_position_embeddings", 2048);
    const vocabulary = numberOf(config, "vocab_size");
    const epsilon = numberOf(config, "rms_norm_eps", 1e-6);
    const act = activationOf(textOf(config, "hidden_act", "silu"));
    const sites = new Sites(cached);
    const {dense, rmsNorm} = layersOf(parameters, epsilon);

    const words = lookup(parameters, "model.embed_tokens.weight", [vocabulary, width]);
    let x = sites.residual("embeddings", words.node); // [B, T, C]
    const residuals = [x];
    const causal = mask("mask", "T", sites.keys, {causal: true, keys: "decoder"});
    const frequencies = ropeFrequencies(config, size);
    const cos = rotaryTable("cos", frequencies, "halves");
    const sin = rotaryTable("sin", frequencies, "halves");

    for (let layer = 0; layer < layers; layer++) {
      const name = `model.layers.${layer}`;
      const site = `layers.${layer}`;
      const normed = rmsNorm(x, `${name}.input_layernorm`);
      const part = (which: string, count: number): Node =>
        splitHeads(
          dense(normed, `${name}.self_attn.${which}_proj`, width, count * size),
          count,
          size
        );
      const output = attend({
        query: rotary(part("q", heads), cos, sin, "halves"),
        key: rotary(part("k", groups), cos, sin, "halves"),
        value: part("v", groups),
        scale: 1 / Math.sqrt(size),
        biases: [causal],
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      x = add(
        x,
        sites.residual(
          `${site}.attention.output`,
          dense(output, `${name}.self_attn.o_proj`, heads * size, width)
        )
      );
      const between = rmsNorm(x, `${name}.post_attention_layernorm`);
      const gate = activation(dense(between, `${name}.mlp.gate_proj`, width, inner), act);
      const neurons = sites.neurons(
        `${site}.neurons`,
        gatedProduct(gate, dense(between, `${name}.mlp.up_proj`, width, inner))
      );
      x = add(
        x,
        sites.residual(`${site}.mlp.output`, dense(neurons, `${name}.mlp.down_proj`, inner, width))
      );
      residuals.push(sites.residual(`${site}.residual`, x));
    }

    const head = (hidden: Node, options: HeadOptions): Node =>
      unembed(
        parameters,
        options.norm ? rmsNorm(hidden, "model.norm") : hidden,
        "model.embed_tokens.weight",
        [vocabulary, width]
      );
    return causalGraph({sites, words, residuals, heads, vocabulary, context, head});
  }
};
