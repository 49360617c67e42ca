/** Disentangled attention (He et al. 2021, §3.1): scores of contents with distances, besides those of contents. */
import {input, matmul, reshape, take, transpose} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import {countOf, fieldOf, flagOf, headSizeOf, numberOf, textOf} from "../config.ts";
import type {Config} from "../config.ts";
import type {Parameters} from "../parameters.ts";
import type {Layers} from "./layers.ts";

/** Which products with distances are added: content to position, position to content. */
export const pairsOf = (config: Config): readonly string[] => {
  const said = fieldOf(config, "pos_att_type");
  return typeof said === "string"
    ? said
        .toLowerCase()
        .split("|")
        .map((each) => each.trim())
    : Array.isArray(said)
      ? said.filter((each) => typeof each === "string")
      : [];
};

/** Returns what distances add to the scores of a layer [B, H, T, T], times `scale`. */
export function distanceBias(
  config: Config,
  parameters: Parameters,
  layers: Layers,
  scale: number
): (query: Node, key: Node, layer: number) => readonly Node[] {
  if (!flagOf(config, "relative_attention", false)) return () => [];
  const width = countOf(config, "hidden_size", 1536);
  const heads = countOf(config, "num_attention_heads", 24);
  const size = headSizeOf(width, heads);
  const said = numberOf(config, "max_relative_positions", -1);
  const farthest = said < 1 ? countOf(config, "max_position_embeddings", 512) : said;
  const buckets = numberOf(config, "position_buckets", -1);
  const span = buckets > 0 ? buckets : farthest;
  const fill = {kind: "distances", buckets: buckets > 0 ? buckets : null, farthest, span} as const;
  const fromQueries = input("distances", ["T", "T"], fill, "i32"); // [query, key]
  const fromKeys = input("distances.back", ["T", "T"], {...fill, back: true}, "i32"); // [key, query]
  const name = "deberta.encoder";
  const rows = parameters.get(`${name}.rel_embeddings.weight`, [2 * span, width]);
  const norms = textOf(config, "norm_rel_ebd", "none").toLowerCase().split("|");
  const normed = norms.some((each) => each.trim() === "layer_norm");
  const table = normed ? layers.layerNorm(rows, `${name}.LayerNorm`) : rows;
  const shared = flagOf(config, "share_att_key", false);
  const pairs = pairsOf(config);
  /** Returns products with what a projection makes of every distance, at the distance of each pair of positions. */
  const products = (of: Node, projection: string, index: Node): Node => {
    const projected = layers.dense(table, projection, width, width); // [2·span, C]
    const byHead = transpose(reshape(projected, [2 * span, heads, size]), [1, 0, 2]);
    return take(matmul(of, byHead, {transposeB: true, alpha: scale}), index); // [B, H, T, T]
  };
  return (query, key, layer) => {
    const own = `${name}.layer.${layer}.attention.self`;
    const biases: Node[] = [];
    if (pairs.includes("c2p"))
      biases.push(products(query, `${own}.${shared ? "key_proj" : "pos_key_proj"}`, fromQueries));
    if (pairs.includes("p2c")) {
      const found = products(key, `${own}.${shared ? "query_proj" : "pos_query_proj"}`, fromKeys);
      biases.push(transpose(found, [0, 1, 3, 2]));
    }
    return biases;
  };
}
