/** What questions about whole texts answer. */
import type {Provenance, Token} from "../../results.ts";
import type {AlikeMethod} from "./options.ts";

/** How texts became vectors. */
export interface Pooled {
  /** "mean", "cls + max"; "mean (assumed)" where no modules.json says how the model pools. */
  readonly pooling: string;
  /** Whether the vectors have length 1. */
  readonly normalised: boolean;
  /** What a text went through, in order: "Transformer", "Pooling (mean)", "Dense (768 → 512, tanh)", "Normalize". */
  readonly modules: readonly string[];
  /** What was written before each text; null for nothing. */
  readonly prompt: string | null;
  /** What speaks against these numbers: pooling that is assumed, texts that were cut; null for nothing. */
  readonly warning: {readonly message: string} | null;
}

/** One text, as it was read. */
export interface EmbeddedText {
  /** As it was given; null for ids. */
  readonly text: string | null;
  /** What was read: prompt and special tokens are among them, what was cut is not. */
  readonly tokens: readonly Token[];
  /** How many tokens at its end were not read, because the model reads no more. */
  readonly truncated: number;
}

export interface Embeddings extends Pooled {
  readonly texts: readonly EmbeddedText[];
  /** One a text. */
  readonly vectors: readonly (readonly number[])[];
  /** Length of each vector. */
  readonly dimensions: number;
  readonly provenance: Provenance;
}

export interface Similarities extends Pooled {
  readonly texts: readonly EmbeddedText[];
  /** −1 (opposed) to 1 (same direction). */
  readonly measure: "cosine";
  /** [text][text]; NaN (JSON: null) where a vector has no length. */
  readonly values: readonly (readonly number[])[];
  readonly provenance: Provenance;
}

/** A word, a sentence or a token of one text. */
export interface AlikeUnit {
  /** Indices in the text's tokens. */
  readonly tokens: readonly number[];
  readonly text: string | null;
  /** Above 0: makes the texts more alike; below: less. 0 for special tokens, which always stay. */
  readonly score: number;
}

export interface AlikeText extends EmbeddedText {
  readonly units: readonly AlikeUnit[];
}

/** Parts that should add up. */
export interface AlikeSum {
  /** Which parts: the scores of the first or second text, or the pairs. */
  readonly row: "a" | "b" | "pairs";
  readonly sum: number;
  readonly expected: number;
  /** sum − expected. */
  readonly error: number;
}

/** The cosine as a sum over pairs of tokens. */
export interface AlikePairs {
  /**
   * [unit of a][unit of b]: the product of what the two give to the vectors, divided by the vectors' lengths. States of
   * the last layer have read their whole text: a pair says where the likeness lies, not which word alone it comes from.
   */
  readonly values: readonly (readonly number[])[];
}

export interface Alike extends Pooled {
  readonly method: AlikeMethod;
  readonly unit: string;
  readonly cosine: number;
  readonly a: AlikeText;
  readonly b: AlikeText;
  /** null where the vectors are no sum over tokens: behind a Dense layer with an activation. */
  readonly pairs: AlikePairs | null;
  /** Of integrated gradients: each text's scores against cosine(a, b) − cosine(baseline, b). Of pairs: the cosine. */
  readonly sums: readonly AlikeSum[];
  /** What absent tokens are in integrated gradients; null for occlusion, which leaves them out. */
  readonly baseline: string | null;
  readonly steps: number | null;
  readonly provenance: Provenance;
}
