/** ALBERT (Lan et al. 2020): BERT with one set of weights for many layers, and a narrower word table. */
import {SourceError} from "../errors.ts";
import {add, gather, input} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, textOf} from "./config.ts";
import {
  classesOutput,
  classifiesTokens,
  encoderGraph,
  firstOf,
  headless,
  maskedOutput,
  readsBothWays,
  tokenClassesOutput
} from "./parts/encoder-heads.ts";
import type {EncoderOutput} from "./parts/encoder-heads.ts";
import {lookup, mask, placesOf, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {postNormEncoder} from "./parts/post-norm-encoder.ts";
import {Sites} from "./parts/sites.ts";

/** Published ones have up to 24. */
const mostLayers = 1024;

export const albert: Architecture = {
  types: ["albert"],
  description: "ALBERT: BERT with shared layers and a factorised word table",
  build(config, parameters) {
    readsBothWays(config, "albert");
    const width = countOf(config, "hidden_size", 4096);
    const narrow = countOf(config, "embedding_size", 128);
    const vocabulary = countOf(config, "vocab_size", 30000);
    const context = countOf(config, "max_position_embeddings", 512);
    const heads = countOf(config, "num_attention_heads", 64);
    const count = countOf(config, "num_hidden_layers", 12);
    const groups = countOf(config, "num_hidden_groups", 1);
    /** How many blocks a group has: all of them each time. */
    const inside = countOf(config, "inner_group_num", 1);
    // Layers share their weights, so no missing one ends a count that is too large.
    if (count * inside > mostLayers || groups > count)
      throw new SourceError(
        `albert: ${count} layers in ${groups} groups of ${inside} blocks in config.json, expected up to ${mostLayers} in no more groups than layers`
      );
    const act = activationOf(textOf(config, "hidden_act", "gelu_new"));
    const sites = new Sites(false);
    const layers = layersOf(parameters, epsilonOf(config, "layer_norm_eps", 1e-12));
    const root = "albert.embeddings";
    const words = lookup(parameters, `${root}.word_embeddings.weight`, [vocabulary, narrow]);
    const types = input("types", ["B", "T"], {kind: "given"}, "i32");
    const typed = add(
      words.node,
      gather(parameters.get(`${root}.token_type_embeddings.weight`, [null, narrow]), types)
    );
    const table = placesOf(parameters, `${root}.position_embeddings.weight`, narrow, context);
    const rows = layers.layerNorm(add(typed, gather(table, positions())), `${root}.LayerNorm`);
    const x = layers.dense(rows, "albert.encoder.embedding_hidden_mapping_in", narrow, width);
    const residuals = postNormEncoder({
      sites,
      layers,
      x: sites.residual("embeddings", x),
      count: count * inside,
      heads,
      inner: countOf(config, "intermediate_size", 16384),
      act,
      names: (layer) => {
        const group = Math.floor(Math.floor(layer / inside) / (count / groups));
        const name = `albert.encoder.albert_layer_groups.${group}.albert_layers.${layer % inside}`;
        return {
          query: `${name}.attention.query`,
          key: `${name}.attention.key`,
          value: `${name}.attention.value`,
          attended: `${name}.attention.dense`,
          attendedNorm: `${name}.attention.LayerNorm`,
          up: `${name}.ffn`,
          down: `${name}.ffn_output`,
          fedNorm: `${name}.full_layer_layer_norm`
        };
      },
      biases: [mask("mask", "T", "T", {causal: false, keys: "encoder"})]
    });
    const last = residuals.at(-1)!;
    const output = (): EncoderOutput => {
      if (parameters.has("predictions.dense.weight"))
        return maskedOutput(last, {
          config,
          parameters,
          layers,
          dense: "predictions.dense",
          norm: "predictions.LayerNorm",
          act,
          tables: ["predictions.decoder.weight", `${root}.word_embeddings.weight`],
          biases: ["predictions.bias", "predictions.decoder.bias"],
          shape: [vocabulary, narrow]
        });
      if (!parameters.has("classifier.weight")) return headless(last);
      return (classifiesTokens(config) ?? !parameters.has("albert.pooler.weight"))
        ? tokenClassesOutput(layers, last, "classifier")
        : classesOutput(layers, firstOf(last), ["albert.pooler", "tanh"], "classifier");
    };
    return encoderGraph({sites, words, residuals, heads, vocabulary, context}, output());
  }
};
