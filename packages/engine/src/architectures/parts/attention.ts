/** Attention of queries to keys, and what it is made of. */
import {
  add,
  input,
  matmul,
  reshape,
  scale as scaled,
  softmax,
  tanh,
  transpose
} from "../../graph/ops.ts";
import type {Dim, Node} from "../../graph/node.ts";
import type {Memory} from "../architecture.ts";
import type {Sites} from "./sites.ts";

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
  /** Bound of the scores, if any: cap · tanh(score / cap), before the biases (Gemma 2). */
  readonly cap?: number | undefined;
  /** Added to the scores, each broadcastable to [B, H, T, S]: masks, relative positions. */
  readonly biases: readonly Node[];
  readonly sites: Sites;
  /** Name that the query, key, value, pattern and heads are called by: "layers.3.attention". */
  readonly site: string;
  /** Whether a next step finds the keys again: a decoder's own, which grow, or those of the source, which stay. */
  readonly memory?: Memory["kind"];
}

/** Returns the heads' outputs side by side [B, T, H·D], and marks what they are made of. */
export function attend(parts: AttentionParts): Node {
  const {query, scale, cap, biases, sites, site} = parts;
  sites.heads(`${site}.query`, query);
  const key = remembered(parts, "key");
  const value = remembered(parts, "value");
  const [batch, heads, queries, size] = query.shape as readonly [Dim, number, Dim, number];
  const [, groups, keys] = key.shape as readonly [Dim, number, Dim];
  const width = value.shape[3]!;
  const shared = heads / groups;
  const group = (x: Node): Node =>
    shared === 1 ? x : reshape(x, [batch, groups, 1, keys, x.shape[3]!]);
  const q = shared === 1 ? query : reshape(query, [batch, groups, shared, queries, size]);
  const products = matmul(q, group(key), {transposeB: true, alpha: scale});
  const free = shared === 1 ? products : reshape(products, [batch, heads, queries, keys]);
  const scores = cap === undefined ? free : softCap(free, cap);
  const pattern = softmax(biases.reduce(add, scores)); // [B, H, T, S]
  sites.pattern(`${site}.pattern`, pattern);
  const weights = shared === 1 ? pattern : reshape(pattern, [batch, groups, shared, queries, keys]);
  const mixed = matmul(weights, group(value));
  const outputs = shared === 1 ? mixed : reshape(mixed, [batch, heads, queries, width]);
  return mergeHeads(sites.heads(`${site}.heads`, outputs));
}

/** Returns cap · tanh(x / cap), which keeps x within ±cap (Gemma 2, Gemma Team 2024). */
export const softCap = (x: Node, cap: number): Node => scaled(tanh(scaled(x, 1 / cap)), cap);

/** Marks keys or values; in a cached graph returns those of all that was read, else what it got. */
function remembered({sites, site, memory, ...parts}: AttentionParts, part: "key" | "value"): Node {
  const fresh = sites.heads(`${site}.${part}`, parts[part]);
  if (!memory) return fresh;
  const name = `${site}.${part}`;
  sites.memories.push({site: name, kind: memory});
  if (!sites.cached) return fresh;
  const [batch, heads, positions, size] = fresh.shape as readonly [Dim, number, Dim, number];
  if (memory === "stays") return input(`past.${name}`, fresh.shape);
  // The past leaves room for what is read now; one-hot columns put it there, with no operation of its own.
  const past = input(`past.${name}`, [batch, heads, sites.keys, size]);
  const placement = input("placement", [sites.keys, positions], {kind: "placement"});
  return add(past, matmul(placement, fresh));
}
