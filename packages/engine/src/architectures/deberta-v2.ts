/** DeBERTa v2 and v3 (He et al. 2021): what a token is and how far away it is meet in the scores as well. */
import {UnsupportedError} from "../errors.ts";
import {add, gather, input, matmul, reshape, transpose} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {activationOf, flagOf, numberOf, textOf} from "./config.ts";
import type {Config} from "./config.ts";
import type {Parameters} from "./parameters.ts";
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
import {lookup, mask, positions} from "./parts/inputs.ts";
import {layersOf} from "./parts/layers.ts";
import type {Layers} from "./parts/layers.ts";
import {bertNames, postNormEncoder} from "./parts/post-norm-encoder.ts";
import {Sites} from "./parts/sites.ts";

/** Which products with distances are added: content to position, position to content. */
const pairsOf = (config: Config): readonly string[] => {
  const said = config["pos_att_type"];
  return typeof said === "string" ? said.split("|") : Array.isArray(said) ? said.map(String) : [];
};

/** Returns what distances add to the scores of a layer [B, H, T, T], times `scale`. */
function distanceBias(
  config: Config,
  parameters: Parameters,
  layers: Layers,
  scale: number
): (query: Node, key: Node, layer: number) => readonly Node[] {
  if (!flagOf(config, "relative_attention", false)) return () => [];
  const width = numberOf(config, "hidden_size");
  const heads = numberOf(config, "num_attention_heads");
  const size = width / heads;
  const said = numberOf(config, "max_relative_positions", -1);
  const farthest = said < 1 ? numberOf(config, "max_position_embeddings") : said;
  const buckets = numberOf(config, "position_buckets", -1);
  const span = buckets > 0 ? buckets : farthest;
  const index = input(
    "distances",
    ["T", "T"],
    {kind: "distances", buckets: buckets > 0 ? buckets : null, farthest, span},
    "i32"
  );
  const name = "deberta.encoder";
  const rows = parameters.get(`${name}.rel_embeddings.weight`, [2 * span, width]);
  const normed = textOf(config, "norm_rel_ebd", "none").toLowerCase().includes("layer_norm");
  const table = normed ? layers.layerNorm(rows, `${name}.LayerNorm`) : rows;
  const shared = flagOf(config, "share_att_key", false);
  const pairs = pairsOf(config);
  /** For each pair of positions what the projection makes of their distance [T, T, H, D]. */
  const between = (projection: string): Node =>
    reshape(gather(layers.dense(table, projection, width, width), index), ["T", "T", heads, size]);
  const products = (of: Node, distances: Node): Node => {
    const all = matmul(reshape(of, ["B", heads, "T", 1, size]), distances, {
      transposeB: true,
      alpha: scale
    });
    return reshape(all, ["B", heads, "T", "T"]);
  };
  return (query, key, layer) => {
    const own = `${name}.layer.${layer}.attention.self`;
    const biases: Node[] = [];
    if (pairs.includes("c2p")) {
      const projected = between(`${own}.${shared ? "key_proj" : "pos_key_proj"}`);
      biases.push(products(query, transpose(projected, [2, 0, 1, 3]))); // [H, query, key, D]
    }
    if (pairs.includes("p2c")) {
      const projected = between(`${own}.${shared ? "query_proj" : "pos_query_proj"}`);
      const found = products(key, transpose(projected, [2, 1, 0, 3])); // [H, key, query, D]
      biases.push(transpose(found, [0, 1, 3, 2]));
    }
    return biases;
  };
}

export const debertaV2: Architecture = {
  types: ["deberta-v2"],
  description: "DeBERTa v2 and v3: contents and distances apart; masked-language and classes",
  build(config, parameters) {
    if (numberOf(config, "conv_kernel_size", 0) > 0)
      throw new UnsupportedError(
        `deberta-v2: conv_kernel_size is ${String(config["conv_kernel_size"])}, expected 0`
      );
    const width = numberOf(config, "hidden_size");
    const narrow = numberOf(config, "embedding_size", width);
    const vocabulary = numberOf(config, "vocab_size");
    const heads = numberOf(config, "num_attention_heads");
    const act = activationOf(textOf(config, "hidden_act", "gelu"));
    const sites = new Sites(false);
    const layers = layersOf(parameters, numberOf(config, "layer_norm_eps", 1e-7));
    const root = "deberta.embeddings";
    const words = lookup(parameters, `${root}.word_embeddings.weight`, [vocabulary, narrow]);
    let rows = words.node;
    if (flagOf(config, "position_biased_input", true)) {
      const places = parameters.get(`${root}.position_embeddings.weight`, [null, narrow]);
      rows = add(rows, gather(places, positions()));
    }
    if (numberOf(config, "type_vocab_size", 0) > 0) {
      const types = input("types", ["B", "T"], {kind: "given"}, "i32");
      const table = parameters.get(`${root}.token_type_embeddings.weight`, [null, narrow]);
      rows = add(rows, gather(table, types));
    }
    if (narrow !== width) rows = layers.dense(rows, `${root}.embed_proj`, narrow, width);
    const pairs = pairsOf(config).filter((pair) => pair === "c2p" || pair === "p2c").length;
    const scale = 1 / Math.sqrt((width / heads) * (1 + pairs));
    const residuals = postNormEncoder({
      sites,
      layers,
      x: sites.residual("embeddings", layers.layerNorm(rows, `${root}.LayerNorm`)),
      count: numberOf(config, "num_hidden_layers"),
      heads,
      inner: numberOf(config, "intermediate_size"),
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
      const common = {parameters, layers, act, shape: [vocabulary, narrow] as const};
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
    const context = numberOf(config, "max_position_embeddings", 512);
    return encoderGraph({sites, words, residuals, heads, vocabulary, context}, output());
  }
};
