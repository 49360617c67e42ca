/** What attribution answers. */
import type {Provenance, Token} from "../../results.ts";

export type AttributionMethod =
  | "saliency"
  | "input-x-gradient"
  | "integrated-gradients"
  | "deeplift"
  | "deeplift-shap"
  | "gradient-shap"
  | "guided-backprop"
  | "deconvolution"
  | "guided-grad-cam"
  | "lrp"
  | "attn-lrp"
  | "cp-lrp"
  | "smooth-grad"
  | "sequential-integrated-gradients"
  | "occlusion"
  | "shapley"
  | "kernel-shap"
  | "owen"
  | "lime"
  | "attention-rollout"
  | "attention-flow"
  | "gradient-attention"
  | "value-zeroing";

/** What of the answer is explained; definitions: docs/methods.md. */
export type TargetKind =
  | "logit"
  | "logprob"
  | "probability"
  /** Of the distribution at the position, in bits. */
  | "entropy"
  /** From the distribution of another prompt to this one's, in bits. */
  | "kl"
  /** A scalar of the caller's own. */
  | "expression";

/** A token (or a continuation) of a question, and how likely the model finds it. */
export interface RankedToken {
  /** Of a continuation: its first token's. */
  readonly id: number;
  readonly text: string | null;
  /** 0 to 1; of a continuation: of all its tokens together. */
  readonly probability: number;
  /** 1 = most probable; null of a continuation of several tokens. */
  readonly rank: number | null;
  /** The same word with another space before it, where that is at least ten times as likely; else null. */
  readonly likelier: Omit<RankedToken, "likelier"> | null;
}

export interface AttributionTarget {
  /** The token (of a span: its first); null for entropy, kl and expressions. */
  readonly id: number | null;
  /** Its text, the span, or the expression. */
  readonly text: string | null;
  readonly of: TargetKind;
  /** The scalar explained, on the input as it is. */
  readonly value: number;
  /** Of the token, 0 to 1 (of a span: of all its tokens together); null for entropy, kl and expressions. */
  readonly probability: number | null;
  /** 1 = most probable; null for entropy, kl, expressions and spans of several tokens. */
  readonly rank: number | null;
  /** The same word with another space before it, where that is at least ten times as likely; else null. */
  readonly likelier: Omit<RankedToken, "likelier"> | null;
  /** The token or continuation it is contrasted with, if any: value = f(target) − f(foil). */
  readonly foil: RankedToken | null;
  /** The position the target was read at (of the decoder for encoder–decoder models); of a span: the first. */
  readonly position: number;
}

/** How well an order of importance says what the answer rests on (DeYoung et al. 2020, §4). */
export interface Faithfulness {
  /** Mean over the bins of f(x) − f(x without the most important share): high is good. */
  readonly comprehensiveness: number;
  /** Mean over the bins of f(x) − f(the most important share alone): low is good. */
  readonly sufficiency: number;
}

export interface Quality extends Faithfulness {
  /** Shares of the tokens (or words, sentences, groups) that were taken, rounded up. */
  readonly bins: readonly number[];
  /** The same of random orders, their mean: what any map reaches. */
  readonly floor: Faithfulness;
  /** The same of exact Shapley values of at most ten groups: near the best an order can do; null unless asked for. */
  readonly ceiling: Faithfulness | null;
  /** Elements of rows dropped at random with each token's share (Zhao & Aletras 2023); null unless asked for. */
  readonly soft: Faithfulness | null;
  /** Mean of (Σ scores of a random set − what f loses without the set)² (Yeh et al. 2019, eq. 2); null unless asked for. */
  readonly infidelity: number | null;
  /** Largest ‖map(x + e) − map(x)‖ / ‖map(x)‖ for small e (Yeh et al. 2019, eq. 6); null unless asked for, or not defined. */
  readonly sensitivity: number | null;
  /** Spearman's rank correlation with other methods' scores; null unless asked for. */
  readonly agreement: Readonly<Partial<Record<AttributionMethod, number>>> | null;
}

/** A word, a sentence, or tokens the caller has put together. */
export interface AttributionGroup {
  /** Indices in `tokens`. */
  readonly tokens: readonly number[];
  readonly text: string | null;
  readonly score: number;
}

export interface Attribution {
  readonly method: AttributionMethod;
  readonly target: AttributionTarget;
  /** Encoder tokens first, then the decoder's for encoder–decoder models. */
  readonly tokens: readonly Token[];
  /** How many of `tokens` are the encoder's (all of them, if there is no decoder). */
  readonly encoderLength: number;
  /**
   * One per token: signed sums over the embedding (saliency: L2 norms, unless `reduce` says otherwise). Methods that take
   * out whole groups share a group's score equally among its tokens.
   */
  readonly scores: readonly number[];
  /** Indices of tokens that `without` leaves out: whatever they score, no player holds them, and no scale counts them. */
  readonly leftOut: readonly number[];
  /** One per token: L2 norm over the embedding. */
  readonly norms: readonly number[];
  /** Of words, sentences or the caller's groups; null where tokens stand for themselves. */
  readonly groups: readonly AttributionGroup[] | null;
  /** Standard error of each token's score, of methods that draw; else null. */
  readonly errors: readonly number[] | null;
  /** The rows behind the scores [token][channel], where they were asked for; else null. */
  readonly dimensions: readonly Float64Array[] | null;
  /** Completeness error: Σ scores − `change`; null where the method promises no sum. */
  readonly delta: number | null;
  /**
   * What the scores should add up to, which `delta` is to be measured against: f(input) − f(baseline); of relevance
   * f(input), or where f is a probability or its logarithm, what docs/methods.md says; null without a baseline.
   */
  readonly change: number | null;
  /** Why this map is not an explanation, and what to take instead; null where nothing speaks against it. */
  readonly warning: {
    readonly message: string;
    readonly instead: readonly AttributionMethod[];
  } | null;
  /** What a reader of this map should know beside a warning, in words. */
  readonly notes: readonly string[];
  /** null where it was not asked for, or nothing can be taken out. */
  readonly quality: Quality | null;
  readonly baseline: string | null;
  readonly steps: number | null;
  readonly provenance: Provenance;
}

/** The input/output matrix: how much each token counts for every later one. */
export interface AttributionMatrix {
  readonly method: AttributionMethod;
  /** Encoder tokens first, then what the decoder was fed; without a decoder the prompt and what was produced. */
  readonly tokens: readonly Token[];
  readonly encoderLength: number;
  /** Indices of tokens that `without` leaves out, as in an attribution; none of them has a row. */
  readonly leftOut: readonly number[];
  readonly rows: readonly {
    /** The token that is explained. */
    readonly token: Token;
    /** Where it stands in `tokens`; the last one produced may stand behind them. */
    readonly index: number;
    readonly value: number;
    /** Of the tokens before it, as many as there are. */
    readonly scores: readonly number[];
    readonly delta: number | null;
    readonly change: number | null;
    readonly warning: Attribution["warning"];
    /** Of the token that is explained. */
    readonly probability: number | null;
    readonly rank: number | null;
  }[];
  readonly provenance: Provenance;
}
