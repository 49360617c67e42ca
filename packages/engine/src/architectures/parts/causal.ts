/** What a decoder alone ends with. */
import {linear} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import type {HeadOptions, Lookup, ModelGraph} from "../architecture.ts";
import type {Parameters} from "../parameters.ts";
import type {Sites} from "./sites.ts";

export interface CausalParts {
  readonly sites: Sites;
  readonly words: Lookup;
  /** What enters block 0, then each block's output. */
  readonly residuals: readonly Node[];
  readonly heads: number;
  readonly vocabulary: number;
  readonly context: number;
  readonly turnsBeyond?: number | undefined;
  /** Returns logits [..., V] for residuals [..., C]. */
  readonly head: (hidden: Node, options: HeadOptions) => Node;
}

/** Returns the graph of a decoder alone. */
export function causalGraph({sites, words, residuals, head, ...numbers}: CausalParts): ModelGraph {
  const last = residuals.at(-1)!;
  return {
    ...numbers,
    kind: "causal",
    layers: residuals.length - 1,
    width: last.shape[2] as number,
    logits: sites.mark("logits", ["position", "token"], head(last, {norm: true})),
    lookups: [words],
    residuals,
    head,
    sites: sites.all,
    memories: sites.memories,
    start: null
  };
}

/** Returns x through the output matrix: its own (with its bias) where the file has one, else the embeddings' table. */
export function unembed(
  parameters: Parameters,
  x: Node,
  table: string,
  shape: readonly [number, number]
): Node {
  const own = parameters.has("lm_head.weight");
  const bias = parameters.has("lm_head.bias")
    ? parameters.get("lm_head.bias", [shape[0]])
    : undefined;
  return linear(x, parameters.get(own ? "lm_head.weight" : table, shape), bias);
}
