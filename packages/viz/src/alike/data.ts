import type {Provenance} from "../data.ts";
import type {EmbeddedText, Pooled} from "../sentences/data.ts";

/** A word, a sentence or a token of one text. */
export interface AlikeUnit {
  /** Indices in the text's tokens. */
  readonly tokens: readonly number[];
  readonly text: string | null;
  /** Above 0: makes the texts more alike; below: less. */
  readonly score: number;
}

export interface AlikeText extends EmbeddedText {
  readonly units: readonly AlikeUnit[];
}

/** Why two texts are alike: which of their words, and where in the last layer. */
export interface Alike extends Pooled {
  /** occlusion or integrated-gradients. */
  readonly method: string;
  /** token, word or sentence. */
  readonly unit: string;
  readonly cosine: number;
  readonly a: AlikeText;
  readonly b: AlikeText;
  /** [unit of a][unit of b], which add up to the cosine; null where the vectors are no sum over tokens. */
  readonly pairs: {readonly values: readonly (readonly number[])[]} | null;
  /** Parts that should add up: the scores of a text, or the pairs. */
  readonly sums: readonly {
    readonly row: string;
    readonly sum: number;
    readonly expected: number;
    readonly error: number;
  }[];
  readonly baseline: string | null;
  readonly steps: number | null;
  readonly provenance: Provenance;
}
