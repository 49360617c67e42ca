import type {Provenance, Token} from "../data.ts";

/** How texts became vectors. */
export interface Pooled {
  /** "mean", "cls + max"; "mean (assumed)" where the model does not say. */
  readonly pooling: string;
  /** Whether the vectors have length 1. */
  readonly normalised: boolean;
  /** What a text went through, in order. */
  readonly modules: readonly string[];
  /** What was written before each text; null for nothing. */
  readonly prompt: string | null;
  /** What speaks against these numbers; null for nothing. */
  readonly warning: {readonly message: string} | null;
}

/** One text, as it was read. */
export interface EmbeddedText {
  /** As it was given; null for ids. */
  readonly text: string | null;
  readonly tokens: readonly Token[];
  /** How many tokens at its end were not read. */
  readonly truncated: number;
}

/** How alike texts are: the cosines of their vectors. */
export interface Similarities extends Pooled {
  readonly texts: readonly EmbeddedText[];
  readonly measure: string;
  /** [text][text], −1 to 1; NaN or null where a vector has no length. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly provenance: Provenance;
}
