/** Scores of a given text, structurally the engine's. */
import type {Candidate, Provenance, Token} from "../data.ts";

export interface TokenScore {
  /** Natural logarithm. */
  readonly logprob: number;
  /** In bits. */
  readonly surprise: number;
  /** 0 to 1. */
  readonly probability: number;
  /** 1 = most probable. */
  readonly rank: number;
  /** In bits. */
  readonly entropy: number;
  /** The likeliest there. */
  readonly top: readonly Candidate[];
}

export interface Score {
  /** From the tokens before it, or with a mask in its place from all others. */
  readonly order: "forward" | "masked";
  readonly tokens: readonly Token[];
  /** What an encoder read. */
  readonly source: readonly Token[] | null;
  /** One a token; null where nothing predicts it. */
  readonly scores: readonly (TokenScore | null)[];
  /** Positions in the totals. */
  readonly counted: readonly number[];
  /** What was left out of them; null for nothing. */
  readonly without: string | readonly number[] | null;
  readonly totals: {
    readonly tokens: number;
    readonly logprob: number;
    readonly bits: number;
    readonly bitsPerToken: number;
    readonly perplexity: number;
    readonly bytes: number | null;
    readonly bitsPerByte: number | null;
  };
  readonly window: number;
  readonly stride: number;
  readonly windows: number;
  readonly provenance: Provenance;
}
