/** What a lens may be told. */
import type {CommonOptions, TokenName} from "../../api.ts";

/**
 * How an inner state is made a distribution: `norm` through the model's final norm, each state with its own statistics;
 * `raw` without it; `frozen` with the statistics of the last state, which makes the lens linear; `tuned` and `jacobian`
 * through given matrices first.
 */
export type LensMode = "norm" | "raw" | "frozen" | "tuned" | "jacobian";

/** What is read: the residual stream after each block, or what attention or the MLP of each block adds to it. */
export type LensPart = "residual" | "attention" | "mlp";

/** Of encoder–decoder models; "cross" is what the decoder's attention to the source adds. */
export type LensStack = "decoder" | "encoder" | "cross";

/** An affine map of the residual stream, fitted elsewhere. */
export interface LensTranslator {
  /** [width · width], row by row: output o is Σᵢ weight[o · width + i] · stateᵢ, as in PyTorch's Linear. */
  readonly weight: Float32Array | Float64Array;
  /** [width]; defaults to zeros. */
  readonly bias?: Float32Array | Float64Array;
}

/** One for each state of the residual stream: the embedding's first, then each block's; where there is none, it is read as it is. */
export type LensTranslators = readonly (LensTranslator | null | undefined)[];

export interface LensReadingOptions {
  /** Defaults to "norm"; to "tuned" where translators are given. */
  readonly mode?: LensMode;
  /** Defaults to "residual". */
  readonly part?: LensPart;
  /** Defaults to "decoder". */
  readonly stack?: LensStack;
  /** Needed by "tuned" (state + A·state + b, Belrose et al. 2023, §3) and "jacobian" (J·state + b). */
  readonly translators?: LensTranslators;
  /** Inner layers raw and without scales, the last as the output: the lens of the Python library Ecco. */
  readonly compat?: "ecco";
}

export interface LensOptions extends CommonOptions, LensReadingOptions {
  readonly position?: number;
  readonly watch?: readonly TokenName[];
  /** Two tokens: each layer tells logit(first) − logit(second). */
  readonly contrast?: readonly [TokenName, TokenName];
  /** Candidates kept a cell; defaults to 5. */
  readonly top?: number;
}

export interface RankingsOptions extends CommonOptions, LensReadingOptions {
  /** Ranks of these at `position`; without it the ranks of each produced token. */
  readonly watch?: readonly TokenName[];
  readonly position?: number;
  /** How many tokens to produce at most; defaults to 8. */
  readonly tokens?: number;
  /** Whether an end token of the model ends what is produced; defaults to true. */
  readonly stopAtEnd?: boolean;
}
