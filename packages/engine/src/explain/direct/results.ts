/** What direct logit attribution answers. */
import type {Provenance, Token} from "../../results.ts";
import type {AttributionTarget} from "../attribution/results.ts";
import type {PromotedToken} from "../neurons/results.ts";
import type {DirectGrain, WritesOptions, WritesSite} from "./options.ts";

export interface DirectPart {
  /**
   * Who writes: the token's row of the table; rows of position and segment; attention (of a decoder to the source:
   * cross); MLP; biases of whatever stands between these and the logit.
   */
  readonly kind: "embedding" | "position" | "attention" | "cross" | "mlp" | "bias";
  /** 0-based; null for what belongs to none. */
  readonly layer: number | null;
  /** By heads: which; else null. */
  readonly head: number | null;
  /** What it adds to the logit, or to the difference of two. */
  readonly value: number;
}

export interface DirectNeuron {
  readonly layer: number;
  readonly neuron: number;
  /** Its value at the position. */
  readonly activation: number;
  /** What it adds. */
  readonly value: number;
}

/** A logit as a sum over what has written into the residual stream at its position. */
export interface DirectLogits {
  readonly target: AttributionTarget;
  /** Of the stack that ends in the logits. */
  readonly tokens: readonly Token[];
  readonly by: DirectGrain;
  /** In order of computation, the bias last. */
  readonly parts: readonly DirectPart[];
  /** By neurons: those with the largest shares, by size; else null. */
  readonly neurons: readonly DirectNeuron[] | null;
  /** Sum of the parts less the logit: rounding, or a fault. */
  readonly delta: number;
  /** Says so where the parts miss the logit by more than a tenth; else null. */
  readonly warning: string | null;
  readonly provenance: Provenance;
}

/** What a part of a model writes towards the tokens of the vocabulary, at one position. */
export interface Writes {
  readonly site: WritesSite;
  readonly layer: number;
  readonly head: number | null;
  readonly neuron: number | null;
  readonly stack: NonNullable<WritesOptions["stack"]>;
  readonly position: number;
  /** Of the stack that ends in the logits. */
  readonly tokens: readonly Token[];
  /**
   * The tokens (or classes) it speaks for most, most first, and against most. `logit` is what it adds to that token's
   * logit directly, less what it adds to all on average: that changes no probability.
   */
  readonly promotes: readonly PromotedToken[];
  readonly suppresses: readonly PromotedToken[];
  /** What it adds to the logits of all tokens on average. */
  readonly mean: number;
  readonly provenance: Provenance;
}
