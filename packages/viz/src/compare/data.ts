import type {Attribution, Candidates} from "../data.ts";

/** One of two: a prompt as one model reads it. */
export interface Side {
  readonly attribution: Attribution;
  /** What the model says next; its first is the side's answer. */
  readonly candidates?: Candidates;
}

/** Two prompts, or one prompt as two models read it. */
export interface Sides {
  readonly a: Side;
  readonly b: Side;
}
