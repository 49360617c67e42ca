/** What attribution may be told. */
import type {CommonOptions, ModelInput, TokenName} from "../../api.ts";
import type {Without} from "../without.ts";
import type {QuadratureRule} from "./quadrature.ts";
import type {AttributionMethod, TargetKind} from "./results.ts";

/**
 * What an absent token is: a row of zeros, the mean of the table, the row of the padding, end or mask token, of any
 * token (its text or "#id"), or the token of another prompt in the same place. "samples": prompts of random tokens.
 */
export type Baseline =
  | "zero"
  | "mean"
  | "pad"
  | "eos"
  | "mask"
  | "samples"
  | (string & {})
  | {readonly text: string}
  | {readonly ids: readonly number[]}
  | Pick<Exclude<ModelInput, string>, "messages" | "continue" | "literal">;

/** Of a conversation, none crosses a border between messages or between what is said and what its template writes. */
export type Unit = "token" | "word" | "sentence" | "message";
/**
 * How DeepLift takes softmax and norms apart. "bounded": a softmax as exp(score − log Σ exp), a norm's product weighted
 * by variance, so that no multiplier is larger than slopes are. "elementwise": as products of elementary functions with
 * the mean of the other factor, whose terms can be enormous and cancel.
 */
export type Decomposition = "bounded" | "elementwise";
export type RelevanceRule = "epsilon" | "gamma" | "alpha1-beta0";

export interface ExplainOptions extends CommonOptions {
  /** Defaults to the architecture's measured best (docs/methods.md). */
  readonly method?: AttributionMethod;
  /** Defaults to the most probable token. */
  readonly target?: TokenName;
  /** What the target is contrasted with: a token, or (as a text or ids) a continuation of any length. */
  readonly foil?: TokenName | readonly number[];
  /** A continuation (its text or ids), fed token by token: explains all of it; `of`: logprob or logit (sums), probability. */
  readonly span?: string | readonly number[];
  /** The other prompt of "kl". */
  readonly against?: ModelInput;
  /** A scalar of logits and sites (docs/methods.md), of "expression". */
  readonly expression?: string;
  /** Defaults to "logprob" (with a foil: the difference; of heads that give one number: "logit"); with `expression` to "expression", with `against` to "kl". */
  readonly of?: TargetKind;
  /** Position the target is read at; defaults to the last (masked models: the first mask). */
  readonly position?: number;
  /** Defaults to "zero", or the architecture's measured best; several are averaged by the methods that sample. */
  readonly baseline?: Baseline | readonly Baseline[];
  /** Points on the path of integrated gradients; defaults to 50. */
  readonly steps?: number;
  /** Doubles the steps, up to 1600, until |delta| is below this share of the change; defaults to no bound. */
  readonly accuracy?: number;
  /** Defaults to "gauss-legendre". */
  readonly quadrature?: QuadratureRule;
  /** Draws of the methods that sample; defaults to each method's own (docs/methods.md). */
  readonly samples?: number;
  /** Of the draws; defaults to 0. */
  readonly seed?: number;
  /** Standard deviation of noise on the rows, as a share of their largest minus smallest number; defaults to 0.15. */
  readonly noise?: number;
  /** What is taken out at once, and scored together; defaults to "token". */
  readonly unit?: Unit;
  /** Indices of tokens that are taken out together, instead of `unit`; others always stay. */
  readonly groups?: readonly (readonly number[])[];
  /**
   * Explained tokens that are left out of the map; defaults to none. Methods that take out leave them in, words and
   * messages that hold one of them are not scored, and `explainAll` has no row for them.
   */
  readonly without?: Without;
  /** How many tokens (or words, …) occlusion takes out at once; defaults to 1. */
  readonly window?: number;
  /** Block whose output Grad-CAM reads; defaults to the last but one. */
  readonly layer?: number;
  /** How `lrp` shares relevance out in linear layers; defaults to "epsilon". */
  readonly rule?: RelevanceRule;
  /** Defaults to 1e-6. */
  readonly epsilon?: number;
  /** Defaults to 0.25. */
  readonly gamma?: number;
  /** Of DeepLift; defaults to "bounded". */
  readonly decomposition?: Decomposition;
  /** How a row of scores becomes one: defaults to "l2" for saliency, "sum" for the others. */
  readonly reduce?: "sum" | "l1" | "l2";
  /** Whether the rows behind the scores are told too; defaults to false. */
  readonly dimensions?: boolean;
  /** Whether to measure the map: "quick" takes 20 to 40 forward passes, "full" some hundred; defaults to false. */
  readonly quality?: boolean | "quick" | "full";
  /** Of a logit: whether the map of the log-probability is made too, to say where signs differ; defaults to true. */
  readonly signs?: boolean;
  /** Ecco's own numbers: probability target, L2 norms divided by their sum. */
  readonly compat?: "ecco";
  readonly progress?: (done: number, total: number) => void;
}

export interface ExplainAllOptions extends Omit<
  ExplainOptions,
  "target" | "span" | "against" | "expression" | "position" | "foil" | "compat" | "signs" | "groups"
> {
  /** How many tokens are produced at most; defaults to 8. */
  readonly tokens?: number;
  /** Whether an end token of the model ends what is produced; defaults to true. */
  readonly stopAtEnd?: boolean;
  /** What was produced (text or ids), instead of producing it. */
  readonly continuation?: string | readonly number[];
  /** Explains what was produced, the prompt's own tokens (causal models), or both; defaults to "produced". */
  readonly which?: "produced" | "prompt" | "all";
}
