/** What scoring a text gives. */
import type {Candidate, Provenance, Token} from "../../results.ts";
import type {Without} from "../without.ts";

/** What the model held of one token of the text, before it saw it. */
export interface TokenScore {
  /** Natural logarithm of the probability, exact where that is near 1. */
  readonly logprob: number;
  /** −log₂ of the probability: bits. */
  readonly surprise: number;
  /** 0 to 1. */
  readonly probability: number;
  /** 1 = most probable. */
  readonly rank: number;
  /** Of the whole distribution it was read from, in bits: how surprising a token was bound to be. */
  readonly entropy: number;
  /** The likeliest tokens there, most probable first. */
  readonly top: readonly Candidate[];
}

/** Of all counted tokens together. */
export interface ScoreTotals {
  /** How many are counted. */
  readonly tokens: number;
  /** Sum of the natural log-probabilities; of masked models the pseudo-log-likelihood. */
  readonly logprob: number;
  /** The same as surprise: −logprob / ln 2. */
  readonly bits: number;
  readonly bitsPerToken: number;
  /** exp(−logprob / tokens) = 2^bitsPerToken. */
  readonly perplexity: number;
  /** Bytes of the text the counted tokens stand for, in UTF-8; null without tokenizer. */
  readonly bytes: number | null;
  /** Comparable between tokenizers; null where there are no bytes. */
  readonly bitsPerByte: number | null;
}

export interface Score {
  /**
   * "forward": each token from those before it. "masked": each from all others, with a mask in its place (Salazar et
   * al. 2020, "Masked Language Model Scoring").
   */
  readonly order: "forward" | "masked";
  /** The text's tokens, special ones too; of encoder–decoder models the decoder's. */
  readonly tokens: readonly Token[];
  /** What the encoder read; null without one. */
  readonly source: readonly Token[] | null;
  /** One for each token; null where nothing predicts it: the first, a prompt's, and those a mask cannot stand for. */
  readonly scores: readonly (TokenScore | null)[];
  /** Positions whose scores the totals are of, ascending. */
  readonly counted: readonly number[];
  /** What was left out of them: a name or positions; null for nothing. */
  readonly without: Without | null;
  readonly totals: ScoreTotals;
  /** How the text was read: tokens of a window, how far each is ahead of the one before, and how many there were. */
  readonly window: number;
  readonly stride: number;
  readonly windows: number;
  readonly provenance: Provenance;
}
