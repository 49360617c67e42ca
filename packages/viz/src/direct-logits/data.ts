/** What the view of direct logit attribution draws: structurally the engine's `DirectLogits`. */
import type {AttributionTarget, Provenance, Token} from "../data.ts";

export interface DirectPart {
  /** Who writes; "cross" is a decoder's attention to the source, "bias" whatever stands between the parts and the logit. */
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

export interface DirectLogits {
  readonly target: AttributionTarget;
  readonly tokens: readonly Token[];
  readonly by: "layer" | "head" | "neuron";
  /** In order of computation, the bias last. */
  readonly parts: readonly DirectPart[];
  /** By neurons: those with the largest shares; else null. */
  readonly neurons: readonly DirectNeuron[] | null;
  /** Sum of the parts less the logit. */
  readonly delta: number;
  /** Says so where the parts miss the logit; absent in older records. */
  readonly warning?: string | null;
  readonly provenance: Provenance;
}
