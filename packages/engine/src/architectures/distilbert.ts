/** DistilBERT (Sanh et al. 2019): BERT without token types and pooler. */
import {add, gather} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, flagOf, textOf} from "./config.ts";
import {
  classesOutput,
  classifiesTokens,
  encoderGraph,
  firstOf,
  headless,
  maskedOutput,
  tokenClassesOutput
} from "./parts/encoder-heads.ts";
import type {EncoderOutput} from "./parts/encoder-heads.ts";
import {lookup, mask, placesOf, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import {postNormEncoder} from "./parts/post-norm-encoder.ts";
import {Sites} from "./parts/sites.ts";
import {UnsupportedError} from "../errors.ts";

export const distilbert: Architecture = {
  types: ["distilbert"],
  description: "DistilBERT: BERT without token types; masked-language and classification heads",
  build(config, parameters) {
    const width = countOf(config, ["dim", "hidden_size"], 768);
    const vocabulary = countOf(config, "vocab_size", 30522);
    const context = countOf(config, "max_position_embeddings", 512);
    const heads = countOf(config, ["n_heads", "num_attention_heads"], 12);
    const act = activationOf(textOf(config, "activation", "gelu"));
    const sites = new Sites(false);
    const layers = layersOf(parameters, 1e-12);
    const root = "distilbert.embeddings";
    const places = `${root}.position_embeddings.weight`;
    if (flagOf(config, "sinusoidal_pos_embds", false) && !parameters.has(places))
      throw new UnsupportedError(
        "distilbert: sinusoidal_pos_embds is true and the file has no position_embeddings; expected them in it"
      );
    const words = lookup(parameters, `${root}.word_embeddings.weight`, [vocabulary, width]);
    const sum = add(words.node, gather(placesOf(parameters, places, width, context), positions()));
    const residuals = postNormEncoder({
      sites,
      layers,
      x: sites.residual("embeddings", layers.layerNorm(sum, `${root}.LayerNorm`)),
      count: countOf(config, ["n_layers", "num_hidden_layers"], 6),
      heads,
      inner: countOf(config, "hidden_dim", 3072),
      act,
      names: (layer) => {
        const name = `distilbert.transformer.layer.${layer}`;
        return {
          query: `${name}.attention.q_lin`,
          key: `${name}.attention.k_lin`,
          value: `${name}.attention.v_lin`,
          attended: `${name}.attention.out_lin`,
          attendedNorm: `${name}.sa_layer_norm`,
          up: `${name}.ffn.lin1`,
          down: `${name}.ffn.lin2`,
          fedNorm: `${name}.output_layer_norm`
        };
      },
      biases: [mask("mask", "T", "T", {causal: false, keys: "encoder"})]
    });
    const last = residuals.at(-1)!;
    const output = (): EncoderOutput => {
      if (parameters.has("vocab_transform.weight"))
        return maskedOutput(last, {
          config,
          parameters,
          layers,
          dense: "vocab_transform",
          norm: "vocab_layer_norm",
          act,
          tables: ["vocab_projector.weight", `${root}.word_embeddings.weight`],
          biases: ["vocab_projector.bias"],
          shape: [vocabulary, width]
        });
      if (!parameters.has("classifier.weight")) return headless(last);
      return (classifiesTokens(config) ?? !parameters.has("pre_classifier.weight"))
        ? tokenClassesOutput(layers, last, "classifier")
        : classesOutput(layers, firstOf(last), ["pre_classifier", "relu"], "classifier");
    };
    return encoderGraph({sites, words, residuals, heads, vocabulary, context}, output());
  }
};
