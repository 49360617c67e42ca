/** What BERT, RoBERTa and ELECTRA share: the look-ups, their sum normed, and the blocks of BERT. */
import {add, gather, input} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import type {Lookup, ModelGraph} from "../architecture.ts";
import {activationOf, countOf, epsilonOf, textOf} from "../config.ts";
import type {Config} from "../config.ts";
import type {Parameters} from "../parameters.ts";
import {encoderGraph, readsBothWays} from "./encoder-heads.ts";
import type {EncoderOutput} from "./encoder-heads.ts";
import {lookup, mask, placesOf} from "./inputs.ts";
import {layersOf} from "./layers.ts";
import type {Layers} from "./layers.ts";
import {bertNames, postNormEncoder} from "./post-norm-encoder.ts";
import {Sites} from "./sites.ts";

/** What a family takes for fields that its config leaves out. */
export interface BertDefaults {
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly inner: number;
  /** Width of the word table; defaults to the model's. */
  readonly narrow?: number;
}

/** Published: BERT base. */
export const bertDefaults: BertDefaults = {vocabulary: 30522, width: 768, heads: 12, inner: 3072};

export interface BertEncoder {
  readonly layers: Layers;
  readonly sites: Sites;
  /** The last block's output [B, T, C]. */
  readonly last: Node;
  readonly act: ReturnType<typeof activationOf>;
  /** Name of the word table, and its shape [V, width]. */
  readonly table: string;
  readonly shape: readonly [number, number];
  /** Returns the graph with this output; `skipped`: how many positions no text has. */
  readonly graph: (output: EncoderOutput, skipped?: number) => ModelGraph;
}

/** Returns the encoder below `root`, with these positions. */
export function bertEncoder(
  config: Config,
  parameters: Parameters,
  root: string,
  places: Node,
  defaults: BertDefaults = bertDefaults
): BertEncoder {
  readsBothWays(config, root);
  const width = countOf(config, "hidden_size", defaults.width);
  const narrow = countOf(config, "embedding_size", defaults.narrow ?? width);
  const vocabulary = countOf(config, "vocab_size", defaults.vocabulary);
  const heads = countOf(config, "num_attention_heads", defaults.heads);
  const act = activationOf(textOf(config, "hidden_act", "gelu"));
  const sites = new Sites(false);
  const layers = layersOf(parameters, epsilonOf(config, "layer_norm_eps", 1e-12));
  const name = `${root}.embeddings`;
  const table = `${name}.word_embeddings.weight`;
  const words: Lookup = lookup(parameters, table, [vocabulary, narrow]);
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
  const context = countOf(config, "max_position_embeddings", 512);
  const positions = placesOf(parameters, `${name}.position_embeddings.weight`, narrow, context);
  const rows = layers.layerNorm(add(typed, gather(positions, places)), `${name}.LayerNorm`);
  const x = parameters.has(`${root}.embeddings_project.weight`)
    ? layers.dense(rows, `${root}.embeddings_project`, narrow, width)
    : rows;
  const residuals = postNormEncoder({
    sites,
    layers,
    x: sites.residual("embeddings", x),
    count: countOf(config, "num_hidden_layers", 12),
    heads,
    inner: countOf(config, "intermediate_size", defaults.inner),
    act,
    names: (layer) => bertNames(`${root}.encoder.layer.${layer}`),
    biases: [mask("mask", "T", "T", {causal: false, keys: "encoder"})]
  });
  return {
    layers,
    sites,
    last: residuals.at(-1)!,
    act,
    table,
    shape: [vocabulary, narrow],
    graph: (output, skipped = 0) =>
      encoderGraph({sites, words, residuals, heads, vocabulary, context: context - skipped}, output)
  };
}
