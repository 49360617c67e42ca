/** GPT-J (Wang & Komatsuzaki 2021): attention and MLP read one norm, neighbouring channels turn, the head has a bias. */
import {activation, add} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, headSizeOf, textOf} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {causalGraph} from "./parts/causal.ts";
import {lookup, mask} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import {Sites} from "./parts/sites.ts";

export const gptj: Architecture = {
  types: ["gptj"],
  description: "GPT-J: rotary positions of neighbouring channels, attention and MLP in parallel",
  build(config, parameters, cached) {
    const width = countOf(config, ["n_embd", "hidden_size"]);
    const heads = countOf(config, ["n_head", "num_attention_heads"]);
    const inner = countOf(config, "n_inner", 4 * width);
    const vocabulary = countOf(config, "vocab_size");
    const context = countOf(config, ["n_positions", "max_position_embeddings"], 2048);
    const act = activationOf(textOf(config, "activation_function", "gelu_new"));
    const {dense, layerNorm} = layersOf(parameters, epsilonOf(config, "layer_norm_epsilon", 1e-5));
    const size = headSizeOf(width, heads);
    const rotate = rotator(ropeOf({}, countOf(config, "rotary_dim", size)), "neighbours");
    const sites = new Sites(cached);

    const words = lookup(parameters, "transformer.wte.weight", [vocabulary, width]);
    let x = sites.residual("embeddings", words.node); // [B, T, C]
    const residuals = [x];
    const causal = mask("mask", "T", sites.keys, {causal: true, keys: "decoder"});

    for (let layer = 0; layer < countOf(config, ["n_layer", "num_hidden_layers"]); layer++) {
      const name = `transformer.h.${layer}`;
      const site = `layers.${layer}`;
      const normed = layerNorm(x, `${name}.ln_1`);
      const part = (which: string): Node =>
        splitHeads(dense(normed, `${name}.attn.${which}_proj`, width, width), heads, size);
      const mixed = attend({
        query: rotate(part("q")),
        key: rotate(part("k")),
        value: part("v"),
        scale: 1 / Math.sqrt(size),
        biases: [causal],
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      const attended = dense(mixed, `${name}.attn.out_proj`, width, width);
      const hidden = activation(dense(normed, `${name}.mlp.fc_in`, width, inner), act);
      const neurons = sites.neurons(`${site}.neurons`, hidden);
      const fed = dense(neurons, `${name}.mlp.fc_out`, inner, width);
      x = add(
        add(x, sites.residual(`${site}.attention.output`, attended)),
        sites.residual(`${site}.mlp.output`, fed)
      );
      residuals.push(sites.residual(`${site}.residual`, x));
    }

    return causalGraph({
      config,
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
