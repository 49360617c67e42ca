/** Phi-1, 1.5 and 2 (Li et al. 2023): attention and MLP read one LayerNorm, partly rotary heads, biases everywhere. */
import {UnsupportedError} from "../errors.ts";
import {activation, add} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, flagOf, groupsOf, headDimOf, textOf} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {causalGraph} from "./parts/causal.ts";
import {lookup, mask} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import {Sites} from "./parts/sites.ts";

export const phi: Architecture = {
  types: ["phi"],
  description: "Phi-1, 1.5 and 2: partly rotary heads, attention and MLP in parallel, biases",
  build(config, parameters, cached) {
    if (flagOf(config, "qk_layernorm", false))
      throw new UnsupportedError("phi: qk_layernorm is true; expected false");
    const width = countOf(config, "hidden_size");
    const heads = countOf(config, "num_attention_heads");
    const groups = groupsOf(config, heads);
    const inner = countOf(config, "intermediate_size", 4 * width);
    const vocabulary = countOf(config, "vocab_size");
    const context = countOf(config, "max_position_embeddings", 2048);
    const act = activationOf(textOf(config, "hidden_act", "gelu_new"));
    const {dense, layerNorm} = layersOf(parameters, epsilonOf(config, "layer_norm_eps", 1e-5));
    const size = headDimOf(config, width, heads);
    const rotate = rotator(ropeOf(config, size, {share: 0.5}));
    const sites = new Sites(cached);

    const words = lookup(parameters, "model.embed_tokens.weight", [vocabulary, width]);
    let x = sites.residual("embeddings", words.node); // [B, T, C]
    const residuals = [x];
    const causal = mask("mask", "T", sites.keys, {causal: true, keys: "decoder"});

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
        biases: [causal],
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      const attended = dense(mixed, `${name}.self_attn.dense`, heads * size, width);
      const hidden = activation(dense(normed, `${name}.mlp.fc1`, width, inner), act);
      const neurons = sites.neurons(`${site}.neurons`, hidden);
      const fed = dense(neurons, `${name}.mlp.fc2`, inner, width);
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
      norm: (hidden) => layerNorm(hidden, "model.final_layernorm")
    });
  }
};
