/** Attention of queries to keys, and what it is made of. */
import {add, matmul, reshape, softmax, transpose} from "../../graph/ops.ts";
import type {Dim, Node} from "../../graph/node.ts";

/** Returns [B, T, H·D] as [B, H, T, D]. */
export function splitHeads(x: Node, heads: number, size: number): Node {
  const [batch, positions] = x.shape as readonly [Dim, Dim];
  return transpose(reshape(x, [batch, positions, heads, size]), [0, 2, 1, 3]);
}

/** Returns [B, H, T, D] as [B, T, H·D]. */
export function mergeHeads(x: Node): Node {
  const [batch, heads, positions, size] = x.shape as readonly [Dim, number, Dim, number];
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, positions, heads * size]);
}

export interface AttentionParts {
  readonly query: Node; // [B, H, T, D]
  readonly key: Node; // [B, Hk, S, D]; Hk divides H (grouped queries, Ainslie et al. 2023)
  readonly value: Node; // [B, Hk, S, D]
  /** Factor of the scores. */
  readonly scale: number;
  /** Added to the scores, each broadcastable to [B, H, T, S]: masks, relative positions. */
  readonly biases: readonly Node[];
}

/** Returns the pattern [B, H, T, S] and the heads' outputs side by side [B, T, H·D]. */
export function attend({query, key, value, scale, biases}: AttentionParts): {
  pattern: Node;
  output: Node;
} {
  const [batch, heads, queries, size] = query.shape as readonly [Dim, number, Dim, number];
  const [, groups, keys] = key.shape as readonly [Dim, number, Dim];
  const shared = heads / groups;
  const group = (x: Node): Node => (shared === 1 ? x : reshape(x, [batch, groups, 1, keys, size]));
  const q = shared === 1 ? query : reshape(query, [batch, groups, shared, queries, size]);
  const products = matmul(q, group(key), {transposeB: true, alpha: scale});
  const scores = shared === 1 ? products : reshape(products, [batch, heads, queries, keys]);
  const pattern = softmax(biases.reduce(add, scores)); // [B, H, T, S]
  const weights = shared === 1 ? pattern : reshape(pattern, [batch, groups, shared, queries, keys]);
  const mixed = matmul(weights, group(value));
  return {
    pattern,
    output: mergeHeads(shared === 1 ? mixed : reshape(mixed, [batch, heads, queries, size]))
  };
}
