/** How much of a table of states one token, or one channel, holds. */
import type {Token} from "../../results.ts";

/** The row with the largest share of a table. */
export interface LargestToken {
  /** Index in the result's `tokens`. */
  readonly index: number;
  /** Which text it is of, and where in it, both from 0. */
  readonly of: number;
  readonly position: number;
  /** The token's text; null without a tokenizer. */
  readonly text: string | null;
  /** Its squared length by the sum of all squared lengths, 0 to 1. */
  readonly share: number;
}

/** The column with the largest share of a table. */
export interface LargestChannel {
  readonly index: number;
  /**
   * The sum of its squares by that of all channels, 0 to 1; in `compare`, `project` and `probe` once the mean of each
   * channel is taken off, as they look at differences only.
   */
  readonly share: number;
}

/** Tokens of all texts taken together. */
export interface GroupShare {
  readonly tokens: number;
  /** Of the squared lengths of all tokens, 0 to 1. */
  readonly share: number;
}

/** What the largest token and the largest channel hold of a table [tokens, channels]. */
export interface Dominance<C = LargestChannel> {
  readonly token: LargestToken;
  readonly channel: C;
  /** The first tokens of all texts. */
  readonly first: GroupShare;
  /** Special tokens. */
  readonly special: GroupShare;
}

/** A token that a question left out. */
export interface LeftOut {
  /** Which text it is of, and where in it, both from 0. */
  readonly of: number;
  readonly position: number;
  readonly token: Token;
}
