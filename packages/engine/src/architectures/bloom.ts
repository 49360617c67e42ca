/** BLOOM (Le Scao et al. 2022): ALiBi, a norm after the look-up, q, k, v interleaved by head. */
import {activation, add, input} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {countOf, epsilonOf, flagOf, headSizeOf} from "./config.ts";
import {headParts} from "./gpt-neox.ts";
import {attend} from "./parts/attention.ts";
import {causalGraph} from "./parts/causal.ts";
import {lookup, mask} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {Sites} from "./parts/sites.ts";

export const bloom: Architecture = {
  types: ["bloom"],
  description: "BLOOM: distances as slopes (ALiBi), a norm after the look-up",
  build(config, parameters, cached) {
    const width = countOf(config, ["hidden_size", "n_embed"]);
    const heads = countOf(config, ["n_head", "num_attention_heads"]);
    const size = headSizeOf(width, heads);
    const vocabulary = countOf(config, "vocab_size");
    const {dense, layerNorm} = layersOf(parameters, epsilonOf(config, "layer_norm_epsilon", 1e-5));
    const afterNorm = flagOf(config, "apply_residual_connection_post_layernorm", false);
    const sites = new Sites(cached);

    const words = lookup(parameters, "transformer.word_embeddings.weight", [vocabulary, width]);
    let x = sites.residual(
      "embeddings",
      layerNorm(words.node, "transformer.word_embeddings_layernorm")
    ); // [B, T, C]
    const residuals = [x];
    const biases = [
      input("alibi", [heads, 1, sites.keys], {kind: "alibi", slopes: slopesOf(heads)}),
      mask("mask", "T", sites.keys, {causal: true, keys: "decoder"})
    ];

    for (let layer = 0; layer < countOf(config, ["n_layer", "num_hidden_layers"]); layer++) {
      const name = `transformer.h.${layer}`;
      const site = `layers.${layer}`;
      const normed = layerNorm(x, `${name}.input_layernorm`);
      const part = headParts(
        dense(normed, `${name}.self_attention.query_key_value`, width, 3 * width),
        heads,
        size
      );
      const mixed = attend({
        query: part(0),
        key: part(1),
        value: part(2),
        scale: 1 / Math.sqrt(size),
        biases,
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      const attended = dense(mixed, `${name}.self_attention.dense`, width, width);
      x = add(afterNorm ? normed : x, sites.residual(`${site}.attention.output`, attended));
      const between = layerNorm(x, `${name}.post_attention_layernorm`);
      const hidden = dense(between, `${name}.mlp.dense_h_to_4h`, width, 4 * width);
      const neurons = sites.neurons(`${site}.neurons`, activation(hidden, "gelu-tanh"));
      const fed = dense(neurons, `${name}.mlp.dense_4h_to_h`, 4 * width, width);
      x = add(afterNorm ? between : x, sites.residual(`${site}.mlp.output`, fed));
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
      context: Infinity,
      norm: (hidden) => layerNorm(hidden, "transformer.ln_f")
    });
  }
};

/**
 * Returns a slope for each head (Press et al. 2022, §3): a geometric row for a power of two; for another number the
 * row of the next smaller power, then every other one of the next larger.
 */
export function slopesOf(heads: number): readonly number[] {
  const power = 2 ** Math.floor(Math.log2(heads));
  const row = (count: number): number[] =>
    Array.from({length: count}, (_, head) => 2 ** ((-8 * (head + 1)) / count));
  const others = row(2 * power).filter((_, index) => index % 2 === 0);
  return [...row(power), ...others.slice(0, heads - power)];
}
