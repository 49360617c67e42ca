/** DeBERTa v2 and v3 (He et al. 2021): what a token is and how far away it is meet in the scores as well. */
import {UnsupportedError} from "../errors.ts";
import {add, gather, input} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, countOf, epsilonOf, flagOf, headSizeOf, textOf, wholeOf} from "./config.ts";
import {distanceBias, pairsOf} from "./parts/distance-bias.ts";
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
import {bertNames, postNormEncoder} from "./parts/post-norm-encoder.ts";
import {Sites} from "./parts/sites.ts";

export const debertaV2: Architecture = {
  types: ["deberta-v2"],
  description: "DeBERTa v2 and v3: contents and distances apart; masked-language and classes",
  build(config, parameters) {
    if (wholeOf(config, "conv_kernel_size", 0) > 0)
      throw new UnsupportedError(
        `deberta-v2: conv_kernel_size is ${String(config["conv_kernel_size"])}, expected 0`
      );
    const width = countOf(config, "hidden_size", 1536);
    const narrow = countOf(config, "embedding_size", width);
    const vocabulary = countOf(config, "vocab_size", 128100);
    const heads = countOf(config, "num_attention_heads", 24);
    const act = activationOf(textOf(config, "hidden_act", "gelu"));
    const sites = new Sites(false);
    const layers = layersOf(parameters, epsilonOf(config, "layer_norm_eps", 1e-7));
    const root = "deberta.embeddings";
    const words = lookup(parameters, `${root}.word_embeddings.weight`, [vocabulary, narrow]);
    let rows = words.node;
    const positioned = flagOf(config, "position_biased_input", true);
    const context = positioned ? countOf(config, "max_position_embeddings", 512) : Infinity;
    if (positioned) {
      const places = placesOf(parameters, `${root}.position_embeddings.weight`, narrow, context);
      rows = add(rows, gather(places, positions()));
    }
    if (wholeOf(config, "type_vocab_size", 0) > 0) {
      const types = input("types", ["B", "T"], {kind: "given"}, "i32");
      const table = parameters.get(`${root}.token_type_embeddings.weight`, [null, narrow]);
      rows = add(rows, gather(table, types));
    }
    if (narrow !== width) rows = layers.dense(rows, `${root}.embed_proj`, narrow, width);
    const pairs = pairsOf(config).filter((pair) => pair === "c2p" || pair === "p2c").length;
    const scale = 1 / Math.sqrt(headSizeOf(width, heads) * (1 + pairs));
    const residuals = postNormEncoder({
      sites,
      layers,
      x: sites.residual("embeddings", layers.layerNorm(rows, `${root}.LayerNorm`)),
      count: countOf(config, "num_hidden_layers", 24),
      heads,
      inner: countOf(config, "intermediate_size", 6144),
      act,
      names: (layer) => {
        const name = `deberta.encoder.layer.${layer}`;
        const own = `${name}.attention.self`;
        return {
          ...bertNames(name),
          query: `${own}.query_proj`,
          key: `${own}.key_proj`,
          value: `${own}.value_proj`
        };
      },
      scale,
      bias: distanceBias(config, parameters, layers, scale),
      biases: [mask("mask", "T", "T", {causal: false, keys: "encoder"})]
    });
    const last = residuals.at(-1)!;
    const output = (): EncoderOutput => {
      const older = "cls.predictions";
      const newer = "lm_predictions.lm_head";
      const table = `${root}.word_embeddings.weight`;
      const common = {config, parameters, layers, act, shape: [vocabulary, narrow] as const};
      if (parameters.has(`${older}.transform.dense.weight`))
        return maskedOutput(last, {
          ...common,
          dense: `${older}.transform.dense`,
          norm: `${older}.transform.LayerNorm`,
          tables: [`${older}.decoder.weight`, table],
          biases: [`${older}.bias`, `${older}.decoder.bias`]
        });
      if (parameters.has(`${newer}.dense.weight`))
        return maskedOutput(last, {
          ...common,
          dense: `${newer}.dense`,
          norm: `${newer}.LayerNorm`,
          tables: [table],
          biases: [`${newer}.bias`]
        });
      if (!parameters.has("classifier.weight")) return headless(last);
      if (classifiesTokens(config) ?? !parameters.has("pooler.dense.weight"))
        return tokenClassesOutput(layers, last, "classifier");
      const pooler = activationOf(textOf(config, "pooler_hidden_act", "gelu"));
      return classesOutput(layers, firstOf(last), ["pooler.dense", pooler], "classifier");
    };
    return encoderGraph({sites, words, residuals, heads, vocabulary, context}, output());
  }
};
