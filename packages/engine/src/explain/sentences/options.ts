/** What may be asked of sentences: vectors of whole texts, and why two are alike. */
import type {BatchOptions, CommonOptions} from "../../api.ts";
import type {Unit} from "../attribution/options.ts";

/**
 * How the states of a text's tokens become one vector: that of the first token ("cls") or of the last ("lasttoken"),
 * the largest number of each channel ("max"), the mean ("mean"), the sum divided by the root of their number
 * ("mean_sqrt_len_tokens"), or the mean weighted by place, 1, 2, 3 … ("weightedmean"). Names are those of
 * sentence-transformers.
 */
export type Pooling =
  | "cls"
  | "max"
  | "mean"
  | "mean_sqrt_len_tokens"
  | "weightedmean"
  | "lasttoken";

/** How a text is read and pooled. */
export interface PoolingOptions {
  /**
   * Defaults to what the model's modules.json says, else to "mean". Given, the states are pooled so, and modules behind
   * the pooling (Dense) are left out. Several stand one behind the other.
   */
  readonly pooling?: Pooling | readonly Pooling[];
  /** Whether vectors are divided by their length; defaults to what modules.json says, else to false. */
  readonly normalise?: boolean;
  /** Written before each text; defaults to the model's default prompt, else to nothing. */
  readonly prompt?: string;
  /** The name of one of the model's own prompts (config_sentence_transformers.json): "query". Not with `prompt`. */
  readonly promptName?: string;
}

/** `progress` counts texts. */
export interface EmbedOptions extends BatchOptions, PoolingOptions {}

export type AlikeMethod = "occlusion" | "integrated-gradients";

export interface AlikeOptions extends CommonOptions, PoolingOptions {
  /**
   * "occlusion", the default: each unit's score is what the cosine loses when the text is read without it.
   * "integrated-gradients": the gradient of the cosine along the way from a text whose tokens are all the baseline; the
   * scores of each text add up to the change.
   */
  readonly method?: AlikeMethod;
  /** What is left out at once, and scored together; defaults to "word". */
  readonly unit?: Unit;
  /**
   * What an absent token is in integrated gradients: "zero", "mean", "pad", "mask" or a token; special tokens stay.
   * Defaults to "mask", else to "pad" or "zero" where the model has no such token.
   */
  readonly baseline?: string;
  /** Points on the path of integrated gradients; defaults to 50. Doubled, up to 1600, while the sum misses by over 1 %. */
  readonly steps?: number;
  /** Called as passes are done. */
  readonly progress?: (done: number, total: number) => void;
}
