/** MPNet (Song et al. 2020): BERT with relative positions besides, one table of distances for all layers. */
import {add, gather, input, transpose} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, textOf} from "./config.ts";
import {
  classesOutput,
  encoderGraph,
  firstOf,
  headless,
  maskedOutput,
  tokenClassesOutput
} from "./parts/encoder-heads.ts";
import type {EncoderOutput} from "./parts/encoder-heads.ts";
import {countedPositions, lookup, mask, placesOf} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {postNormEncoder} from "./parts/post-norm-encoder.ts";
import {Sites} from "./parts/sites.ts";

/** Both are fixed in the published code, whatever the config says. */
const PADDING = 1;
const BUCKETS = 32;

export const mpnet: Architecture = {
  types: ["mpnet"],
  description: "MPNet: BERT with a table of distances; masked-language and classification heads",
  build(config, parameters) {
    const width = countOf(config, "hidden_size", 768);
    const vocabulary = countOf(config, "vocab_size", 30527);
    const heads = countOf(config, "num_attention_heads", 12);
    const sites = new Sites(false);
    const layers = layersOf(parameters, epsilonOf(config, "layer_norm_eps", 1e-12));
    const root = "mpnet.embeddings";
    const words = lookup(parameters, `${root}.word_embeddings.weight`, [vocabulary, width]);
    const rowCount = countOf(config, "max_position_embeddings", 512);
    const table = placesOf(parameters, `${root}.position_embeddings.weight`, width, rowCount);
    const places = countedPositions("ids", {offset: PADDING + 1, padding: PADDING});
    const rows = layers.layerNorm(add(words.node, gather(table, places)), `${root}.LayerNorm`);
    const buckets = input(
      "buckets",
      ["T", "T"],
      {kind: "relative-buckets", bidirectional: true, buckets: BUCKETS, maxDistance: 128},
      "i32"
    );
    const distances = parameters.get("mpnet.encoder.relative_attention_bias.weight", [null, heads]);
    const residuals = postNormEncoder({
      sites,
      layers,
      x: sites.residual("embeddings", rows),
      count: countOf(config, "num_hidden_layers", 12),
      heads,
      inner: countOf(config, "intermediate_size", 3072),
      act: activationOf(textOf(config, "hidden_act", "gelu")),
      names: (layer) => {
        const name = `mpnet.encoder.layer.${layer}`;
        return {
          query: `${name}.attention.attn.q`,
          key: `${name}.attention.attn.k`,
          value: `${name}.attention.attn.v`,
          attended: `${name}.attention.attn.o`,
          attendedNorm: `${name}.attention.LayerNorm`,
          up: `${name}.intermediate.dense`,
          down: `${name}.output.dense`,
          fedNorm: `${name}.output.LayerNorm`
        };
      },
      biases: [
        transpose(gather(distances, buckets), [2, 0, 1]), // [H, T, T]
        mask("mask", "T", "T", {causal: false, keys: "encoder"})
      ]
    });
    const last = residuals.at(-1)!;
    const output = (): EncoderOutput => {
      if (parameters.has("lm_head.dense.weight"))
        return maskedOutput(last, {
          config,
          parameters,
          layers,
          dense: "lm_head.dense",
          norm: "lm_head.layer_norm",
          act: "gelu",
          tables: ["lm_head.decoder.weight", `${root}.word_embeddings.weight`],
          biases: ["lm_head.bias", "lm_head.decoder.bias"],
          shape: [vocabulary, width]
        });
      if (parameters.has("classifier.out_proj.weight"))
        return classesOutput(
          layers,
          firstOf(last),
          ["classifier.dense", "tanh"],
          "classifier.out_proj"
        );
      return parameters.has("classifier.weight")
        ? tokenClassesOutput(layers, last, "classifier")
        : headless(last);
    };
    const context = rowCount - PADDING - 1;
    return encoderGraph({sites, words, residuals, heads, vocabulary, context}, output());
  }
};
