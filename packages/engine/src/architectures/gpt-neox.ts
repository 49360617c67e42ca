/** GPT-NeoX (Black et al. 2022) and Pythia: q, k, v interleaved by head, partly rotary heads, parallel or in sequence. */
import {activation, add, reshape, slice, transpose} from "../graph/ops.ts";
import type {Dim, Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, flagOf, headSizeOf, textOf} from "./config.ts";
import {attend} from "./parts/attention.ts";
import {causalGraph} from "./parts/causal.ts";
import {lookup, mask} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {checkBiases} from "./parts/said-biases.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";
import {Sites} from "./parts/sites.ts";

const names = {base: "rotary_emb_base", share: "rotary_pct"};
const first = "gpt_neox.layers.0.attention";
const biases = {attention_bias: [`${first}.query_key_value.bias`, `${first}.dense.bias`]};

export const gptNeox: Architecture = {
  types: ["gpt_neox"],
  description: "GPT-NeoX, Pythia: partly rotary heads, LayerNorm, parallel or sequential parts",
  build(config, parameters, cached) {
    checkBiases(config, parameters, biases);
    const width = countOf(config, "hidden_size");
    const heads = countOf(config, "num_attention_heads");
    const inner = countOf(config, "intermediate_size");
    const vocabulary = countOf(config, "vocab_size");
    const context = countOf(config, "max_position_embeddings", 2048);
    const act = activationOf(textOf(config, "hidden_act", "gelu"));
    const {dense, layerNorm} = layersOf(parameters, epsilonOf(config, "layer_norm_eps", 1e-5));
    const parallel = flagOf(config, "use_parallel_residual", true);
    const size = headSizeOf(width, heads);
    const rotate = rotator(ropeOf(config, size, {share: 0.25, names}));
    const sites = new Sites(cached);

    const words = lookup(parameters, "gpt_neox.embed_in.weight", [vocabulary, width]);
    let x = sites.residual("embeddings", words.node); // [B, T, C]
    const residuals = [x];
    const causal = mask("mask", "T", sites.keys, {causal: true, keys: "decoder"});

    for (let layer = 0; layer < countOf(config, "num_hidden_layers"); layer++) {
      const name = `gpt_neox.layers.${layer}`;
      const site = `layers.${layer}`;
      const normed = layerNorm(x, `${name}.input_layernorm`);
      const part = headParts(
        dense(normed, `${name}.attention.query_key_value`, width, 3 * width),
        heads,
        size
      );
      const mixed = attend({
        query: rotate(part(0)),
        key: rotate(part(1)),
        value: part(2),
        scale: 1 / Math.sqrt(size),
        biases: [causal],
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      const attended = dense(mixed, `${name}.attention.dense`, width, width);
      const between = add(x, sites.residual(`${site}.attention.output`, attended));
      const read = layerNorm(parallel ? x : between, `${name}.post_attention_layernorm`);
      const hidden = activation(dense(read, `${name}.mlp.dense_h_to_4h`, width, inner), act);
      const neurons = sites.neurons(`${site}.neurons`, hidden);
      const fed = dense(neurons, `${name}.mlp.dense_4h_to_h`, inner, width);
      x = add(between, sites.residual(`${site}.mlp.output`, fed));
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
      norm: (hidden) => layerNorm(hidden, "gpt_neox.final_layer_norm"),
      // Older files call the head embed_out.
      outputs: ["lm_head.weight", "embed_out.weight"]
    });
  }
};

/** Returns the queries (0), keys (1) and values (2) of [B, T, H · 3 · D], which lie together head by head. */
export function headParts(fused: Node, heads: number, size: number): (which: number) => Node {
  const [batch, positions] = fused.shape as readonly [Dim, Dim];
  const split = reshape(fused, [batch, positions, heads, 3 * size]);
  return (which) => transpose(slice(split, 3, which * size, (which + 1) * size), [0, 2, 1, 3]); // [B, H, T, D]
}
