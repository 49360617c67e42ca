/** StarCoder 2 (Lozhkov et al. 2024): rotary positions, LayerNorm, plain MLP, grouped queries, biases, a window. */
import {activation, add} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, groupsOf, headDimOf, textOf} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {causalGraph} from "./parts/causal.ts";
import {lookup, mask} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import {checkBiases} from "./parts/said-biases.ts";
import {Sites} from "./parts/sites.ts";

export const starcoder2: Architecture = {
  types: ["starcoder2"],
  description:
    "StarCoder 2: rotary positions, LayerNorm, plain MLP, grouped queries, sliding window",
  build(config, parameters, cached) {
    checkBiases(config, parameters, {use_bias: ["model.layers.0.mlp.c_fc.bias"]});
    const width = countOf(config, "hidden_size");
    const heads = countOf(config, "num_attention_heads");
    const groups = groupsOf(config, heads, 2);
    const size = headDimOf(config, width, heads);
    const inner = countOf(config, "intermediate_size");
    const vocabulary = countOf(config, "vocab_size");
    const act = activationOf(textOf(config, "hidden_act", "gelu_pytorch_tanh"));
    const {dense, layerNorm} = layersOf(parameters, epsilonOf(config, "norm_epsilon", 1e-5));
    const sites = new Sites(cached);

    const words = lookup(parameters, "model.embed_tokens.weight", [vocabulary, width]);
    let x = sites.residual("embeddings", words.node); // [B, T, C]
    const residuals = [x];
    const rotate = rotator(ropeOf(config, size));
    const seen = mask("mask", "T", sites.keys, {
      causal: true,
      keys: "decoder",
      window: countOf(config, "sliding_window", Infinity)
    });

    for (let layer = 0; layer < countOf(config, "num_hidden_layers"); layer++) {
      const name = `model.layers.${layer}`;
      const site = `layers.${layer}`;
      const normed = layerNorm(x, `${name}.input_layernorm`);
      const part = (which: string, count: number): Node => {
        const all = dense(normed, `${name}.self_attn.${which}_proj`, width, count * size);
        return splitHeads(all, count, size);
      };
      const mixed = attend({
        query: rotate(part("q", heads)),
        key: rotate(part("k", groups)),
        value: part("v", groups),
        scale: 1 / Math.sqrt(size),
        biases: [seen],
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      const attended = dense(mixed, `${name}.self_attn.o_proj`, heads * size, width);
      x = add(x, sites.residual(`${site}.attention.output`, attended));
      const between = layerNorm(x, `${name}.post_attention_layernorm`);
      const hidden = activation(dense(between, `${name}.mlp.c_fc`, width, inner), act);
      const neurons = sites.neurons(`${site}.neurons`, hidden);
      const fed = dense(neurons, `${name}.mlp.c_proj`, inner, width);
      x = add(x, sites.residual(`${site}.mlp.output`, fed));
      residuals.push(sites.residual(`${site}.residual`, x));
    }

    const context = countOf(config, "max_position_embeddings", 4096);
    return causalGraph({
      config: {tie_word_embeddings: true, ...config},
      parameters,
      sites,
      words,
      residuals,
      heads,
      vocabulary,
      context,
      norm: (hidden) => layerNorm(hidden, "model.norm")
    });
  }
};
