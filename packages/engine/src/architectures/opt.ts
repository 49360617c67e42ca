/** OPT (Zhang et al. 2022): learned positions of real tokens, norms before or after the parts, sometimes a narrower table. */
import {UnsupportedError} from "../errors.ts";
import {activation, add, gather} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, flagOf, headSizeOf, textOf} from "./config.ts";
import {attend, splitHeads} from "./parts/attention.ts";
import {causalGraph} from "./parts/causal.ts";
import {countedPositions, lookup, mask, placesOf} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {checkBiases} from "./parts/said-biases.ts";
import {Sites} from "./parts/sites.ts";

export const opt: Architecture = {
  types: ["opt"],
  description: "OPT: learned positions, LayerNorm before or after each part",
  build(config, parameters, cached) {
    if (!flagOf(config, "layer_norm_elementwise_affine", true))
      throw new UnsupportedError("opt: layer_norm_elementwise_affine is false; expected true");
    checkBiases(config, parameters, {enable_bias: ["model.decoder.layers.0.fc1.bias"]});
    const width = countOf(config, "hidden_size");
    const narrow = countOf(config, "word_embed_proj_dim", width);
    const heads = countOf(config, "num_attention_heads");
    const size = headSizeOf(width, heads);
    const inner = countOf(config, "ffn_dim");
    const vocabulary = countOf(config, "vocab_size");
    const context = countOf(config, "max_position_embeddings", 2048);
    const act = activationOf(textOf(config, "activation_function", "relu"));
    const first = flagOf(config, "do_layer_norm_before", true);
    const {dense, layerNorm} = layersOf(parameters, 1e-5);
    const sites = new Sites(cached);
    const root = "model.decoder";

    const words = lookup(parameters, `${root}.embed_tokens.weight`, [vocabulary, narrow]);
    const rows = parameters.has(`${root}.project_in.weight`)
      ? dense(words.node, `${root}.project_in`, narrow, width)
      : words.node;
    // The table has two rows more than there are positions, and none for padding.
    const table = placesOf(parameters, `${root}.embed_positions.weight`, width, context + 2);
    const places = gather(table, countedPositions("mask", {offset: 2}));
    let x = sites.residual("embeddings", add(rows, places)); // [B, T, C]
    const residuals = [x];
    const causal = mask("mask", "T", sites.keys, {causal: true, keys: "decoder"});

    for (let layer = 0; layer < countOf(config, "num_hidden_layers"); layer++) {
      const name = `${root}.layers.${layer}`;
      const site = `layers.${layer}`;
      const before = (of: Node, norm: string): Node =>
        first ? layerNorm(of, `${name}.${norm}`) : of;
      const after = (of: Node, norm: string): Node =>
        first ? of : layerNorm(of, `${name}.${norm}`);
      const normed = before(x, "self_attn_layer_norm");
      const part = (which: string): Node =>
        splitHeads(dense(normed, `${name}.self_attn.${which}_proj`, width, width), heads, size);
      const mixed = attend({
        query: part("q"),
        key: part("k"),
        value: part("v"),
        scale: 1 / Math.sqrt(size),
        biases: [causal],
        sites,
        site: `${site}.attention`,
        memory: "grows"
      });
      const attended = dense(mixed, `${name}.self_attn.out_proj`, width, width);
      x = after(
        add(x, sites.residual(`${site}.attention.output`, attended)),
        "self_attn_layer_norm"
      );
      const hidden = dense(before(x, "final_layer_norm"), `${name}.fc1`, width, inner);
      const neurons = sites.neurons(`${site}.neurons`, activation(hidden, act));
      const fed = dense(neurons, `${name}.fc2`, inner, width);
      x = after(add(x, sites.residual(`${site}.mlp.output`, fed)), "final_layer_norm");
      residuals.push(sites.residual(`${site}.residual`, x));
    }

    const normed = first && !flagOf(config, "_remove_final_layer_norm", false);
    return causalGraph({
      config: {tie_word_embeddings: true, pad_token_id: 1, ...config},
      parameters,
      sites,
      words,
      residuals,
      heads,
      vocabulary,
      context,
      norm: (hidden) => (normed ? layerNorm(hidden, `${root}.final_layer_norm`) : hidden),
      ...(parameters.has(`${root}.project_out.weight`)
        ? {project: (hidden: Node) => dense(hidden, `${root}.project_out`, width, narrow)}
        : {})
    });
  }
};
