/** BERT (Devlin et al. 2019) and its relatives with the same blocks: RoBERTa (Liu et al. 2019), ELECTRA (Clark et al. 2020). */
import {activation, add, gather, input, reshape} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture, Lookup, ModelGraph} from "./architecture.ts";
import {activationOf, numberOf, textOf} from "./config.ts";
import type {Config} from "./config.ts";
import type {Parameters} from "./parameters.ts";
import {
  classesOutput,
  classifiesTokens,
  encoderGraph,
  firstOf,
  headless,
  maskedOutput,
  tokenClassesOutput,
  type EncoderOutput
} from "./parts/encoder-heads.ts";
import {countedPositions, lookup, mask, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import type {Layers} from "./parts/layers.ts";
import {bertNames, postNormEncoder} from "./parts/post-norm-encoder.ts";
import {Sites} from "./parts/sites.ts";

interface Encoder {
  readonly config: Config;
  readonly parameters: Parameters;
  readonly layers: Layers;
  readonly sites: Sites;
  readonly words: Lookup;
  readonly residuals: readonly Node[];
  readonly last: Node;
  /** Width of the word table. */
  readonly narrow: number;
}

/** Returns the blocks of BERT below `root`, with these positions. */
function encoderOf(config: Config, parameters: Parameters, root: string, places: Node): Encoder {
  const width = numberOf(config, "hidden_size");
  const narrow = numberOf(config, "embedding_size", width);
  const sites = new Sites(false);
  const layers = layersOf(parameters, numberOf(config, "layer_norm_eps", 1e-12));
  const name = `${root}.embeddings`;
  const words = lookup(parameters, `${name}.word_embeddings.weight`, [null, narrow]);
  const types = `${name}.token_type_embeddings.weight`;
  const typed = parameters.has(types)
    ? add(
        words.node,
        gather(
          parameters.get(types, [null, narrow]),
          input("types", ["B", "T"], {kind: "given"}, "i32")
        )
      )
    : words.node;
  const table = parameters.get(`${name}.position_embeddings.weight`, [null, narrow]);
  const rows = layers.layerNorm(add(typed, gather(table, places)), `${name}.LayerNorm`);
  const x = parameters.has(`${root}.embeddings_project.weight`)
    ? layers.dense(rows, `${root}.embeddings_project`, narrow, width)
    : rows;
  const residuals = postNormEncoder({
    sites,
    layers,
    x: sites.residual("embeddings", x),
    count: numberOf(config, "num_hidden_layers"),
    heads: numberOf(config, "num_attention_heads"),
    inner: numberOf(config, "intermediate_size"),
    act: activationOf(textOf(config, "hidden_act", "gelu")),
    names: (layer) => bertNames(`${root}.encoder.layer.${layer}`),
    biases: [mask("mask", "T", "T", {causal: false, keys: "encoder"})]
  });
  return {config, parameters, layers, sites, words, residuals, last: residuals.at(-1)!, narrow};
}

function graphOf(
  {config, sites, words, residuals}: Encoder,
  output: EncoderOutput,
  skipped: number = 0
): ModelGraph {
  return encoderGraph(
    {
      sites,
      words,
      residuals,
      heads: numberOf(config, "num_attention_heads"),
      vocabulary: numberOf(config, "vocab_size"),
      context: numberOf(config, "max_position_embeddings", 512) - skipped
    },
    output
  );
}
export const bert: Architecture = {
  types: ["bert"],
  description:
    "BERT: encoder with masked-language, sequence- or token-classification head, or none",
  build(config, parameters) {
    const encoder = encoderOf(config, parameters, "bert", positions());
    const {layers, last, narrow} = encoder;
    const name = "cls.predictions";
    if (parameters.has(`${name}.transform.dense.weight`))
      return graphOf(
        encoder,
        maskedOutput(last, {
          parameters,
          layers,
          dense: `${name}.transform.dense`,
          norm: `${name}.transform.LayerNorm`,
          act: activationOf(textOf(config, "hidden_act", "gelu")),
          tables: [`${name}.decoder.weight`, "bert.embeddings.word_embeddings.weight"],
          biases: [`${name}.bias`, `${name}.decoder.bias`],
          shape: [numberOf(config, "vocab_size"), narrow]
        })
      );
    if (!parameters.has("classifier.weight")) return graphOf(encoder, headless(last));
    const tokens = classifiesTokens(config) ?? !parameters.has("bert.pooler.dense.weight");
    return graphOf(
      encoder,
      tokens
        ? tokenClassesOutput(layers, last, "classifier")
        : classesOutput(layers, firstOf(last), ["bert.pooler.dense", "tanh"], "classifier")
    );
  }
};

export const roberta: Architecture = {
  types: ["roberta", "xlm-roberta", "camembert"],
  description: "RoBERTa, XLM-RoBERTa, CamemBERT: BERT with positions behind the padding's",
  build(config, parameters) {
    const padding = numberOf(config, "pad_token_id", 1);
    const places = countedPositions("ids", {offset: padding + 1, padding});
    const encoder = encoderOf(config, parameters, "roberta", places);
    const {layers, last, narrow} = encoder;
    const graph = (output: EncoderOutput): ModelGraph => graphOf(encoder, output, padding + 1);
    if (parameters.has("lm_head.dense.weight"))
      return graph(
        maskedOutput(last, {
          parameters,
          layers,
          dense: "lm_head.dense",
          norm: "lm_head.layer_norm",
          act: "gelu",
          tables: ["lm_head.decoder.weight", "roberta.embeddings.word_embeddings.weight"],
          biases: ["lm_head.bias", "lm_head.decoder.bias"],
          shape: [numberOf(config, "vocab_size"), narrow]
        })
      );
    if (parameters.has("classifier.out_proj.weight"))
      return graph(
        classesOutput(layers, firstOf(last), ["classifier.dense", "tanh"], "classifier.out_proj")
      );
    return graph(
      parameters.has("classifier.weight")
        ? tokenClassesOutput(layers, last, "classifier")
        : headless(last)
    );
  }
};

export const electra: Architecture = {
  types: ["electra"],
  description: "ELECTRA: BERT with a narrower word table; discriminator, generator, classification",
  build(config, parameters) {
    const encoder = encoderOf(config, parameters, "electra", positions());
    const {layers, last, narrow, sites} = encoder;
    const width = last.shape[2] as number;
    if (parameters.has("generator_predictions.dense.weight"))
      return graphOf(
        encoder,
        maskedOutput(last, {
          parameters,
          layers,
          dense: "generator_predictions.dense",
          norm: "generator_predictions.LayerNorm",
          act: "gelu",
          tables: ["generator_lm_head.weight", "electra.embeddings.word_embeddings.weight"],
          biases: ["generator_lm_head.bias"],
          shape: [numberOf(config, "vocab_size"), narrow]
        })
      );
    if (parameters.has("discriminator_predictions.dense.weight")) {
      const name = "discriminator_predictions";
      const act = activationOf(textOf(config, "hidden_act", "gelu"));
      const hidden = activation(layers.dense(last, `${name}.dense`, width, width), act);
      const logits = layers.dense(hidden, `${name}.dense_prediction`, width, 1);
      // One logit a token: whether it was replaced.
      sites.mark("logits", ["position"], reshape(logits, ["B", "T"]));
      return graphOf(encoder, {kind: "token-classifier", logits, head: null});
    }
    if (parameters.has("classifier.out_proj.weight"))
      return graphOf(
        encoder,
        classesOutput(layers, firstOf(last), ["classifier.dense", "gelu"], "classifier.out_proj")
      );
    return graphOf(
      encoder,
      parameters.has("classifier.weight")
        ? tokenClassesOutput(layers, last, "classifier")
        : headless(last)
    );
  }
};
