/** What the generation view draws: structurally the engine's result, also while it is being written. */
import type {Candidate, Provenance, Token} from "../data.ts";

export interface GenerationStep {
  readonly token: Token;
  /** Under the model's own distribution, 0 to 1. */
  readonly probability: number;
  readonly candidates: readonly Candidate[];
  /** In bits. */
  readonly entropy: number;
  /** Where it was read; of masked models, the mask that it fills. */
  readonly position: number;
  /** Where it was drawn: its probability under what it was drawn from. */
  readonly sampled?: number;
}

/** A token that beam search has looked at. */
export interface BeamNode {
  /** Index in the tree. */
  readonly id: number;
  readonly parent: number | null;
  readonly token: number;
  readonly text: string | null;
  /** Of this token alone. */
  readonly probability: number;
  /** Of all tokens up to this one, natural logarithm. */
  readonly logprob: number;
  /** Which produced token it is, from 0. */
  readonly step: number;
  /** Whether it was among the beams. */
  readonly kept: boolean;
  /** Whether it ends its beam. */
  readonly finished: boolean;
}

export interface Generation {
  readonly tokens: readonly Token[];
  readonly steps: readonly GenerationStep[];
  readonly text: string | null;
  /** Why it is over; absent while it goes on, and where it was stopped from outside. */
  readonly stopped?: {
    readonly reason: "end" | "stop" | "length" | "context";
    readonly text?: string;
  };
  /** What the draws followed from; null where nothing was drawn. */
  readonly seed?: number | null;
  readonly tree?: readonly BeamNode[];
  /** The last token of what is returned, in the tree. */
  readonly leaf?: number;
  /** Absent until it is over. */
  readonly provenance?: Provenance;
}

/** A produced token, or one that beam search looked at. */
export interface GenerationValue {
  /** Which produced token, from 0. */
  readonly step: number;
  /** Which node of the tree; null without one. */
  readonly node: number | null;
}
