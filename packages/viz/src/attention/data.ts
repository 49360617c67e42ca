/** What the attention view draws: patterns of one stack of layers, as plain data. */
import type {Provenance, Token} from "../data.ts";

/** Who looks at whom: a model of one stack at itself, an encoder or a decoder at itself, a decoder at its encoder. */
export type AttentionStack = "self" | "encoder" | "decoder" | "cross";

/** [query][key]: how much each token that looks takes from each it may look at; a row sums to 1. */
export type AttentionWeights = readonly (readonly number[])[];

export interface Attention {
  readonly stack: AttentionStack;
  /** The tokens that look: rows. */
  readonly tokens: readonly Token[];
  /** The tokens that are looked at: columns; the same ones unless a decoder looks at its encoder. */
  readonly keys: readonly Token[];
  /** How many of the tokens, at their end, were produced. */
  readonly produced: number;
  readonly heads: number;
  /** [layer][head]: attention off the first token, mean over the queries that have a choice; null where none has, or where a layer is not known (yet). */
  readonly away: readonly (readonly (number | null)[] | null)[];
  /** [layer][head]; null where a layer is not known (yet): of long texts only what is shown is kept. */
  readonly patterns: readonly (readonly AttentionWeights[] | null)[];
  /** [layer]: the mean over heads, where patterns are not kept. */
  readonly means?: readonly (AttentionWeights | null)[];
  readonly provenance: Provenance;
}

/** One weight of one head, or of the mean over a layer's heads. */
export interface AttentionValue {
  readonly layer: number;
  readonly head: number | "mean";
  /** Position of the token that looks. */
  readonly query: number;
  /** Position of the token that is looked at. */
  readonly key: number;
}

/** Which head of which layer. */
export type HeadChoice = Pick<AttentionValue, "layer" | "head">;
