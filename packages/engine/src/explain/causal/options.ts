/** What causal explanations may be told. */
import type {CommonOptions, ModelInput} from "../../api.ts";
import type {ExplainOptions} from "../attribution/options.ts";

/** What a head is made of, as attention uses it: turned by rotary positions, normed where a family norms it. */
export type HeadInput = "query" | "key" | "value";

/**
 * Where a run is edited: the residual stream before a block (and after the last), what attention or the MLP adds to
 * it, the output of a head before the heads are mixed, its query, or its key or value (of grouped heads those that the
 * group shares), a neuron of the MLP after its activation.
 */
export type CausalSite = "residual" | "attention" | "mlp" | "head" | HeadInput | "neuron";

/** Of encoder–decoder models; "cross" is the decoder's attention to the source. */
export type CausalStack = "decoder" | "encoder" | "cross";

/** The number whose change is told: as in attribution. */
export type CausalTarget = Pick<
  ExplainOptions,
  "target" | "foil" | "of" | "position" | "against" | "expression"
>;

export interface CausalOptions extends CommonOptions, CausalTarget {
  /** Called as cells are done. */
  readonly progress?: (done: number, total: number) => void;
}

export type PatchSite = Exclude<CausalSite, "neuron">;

/** Every site that can be patched. */
export const patchSites: readonly PatchSite[] = [
  "residual",
  "attention",
  "mlp",
  "head",
  "query",
  "key",
  "value"
];

export interface PatchOptions extends CausalOptions {
  /** Defaults to "residual". */
  readonly site?: PatchSite;
  /** Encoder–decoder models: defaults to "decoder". */
  readonly stack?: CausalStack;
  /** Of heads and their queries, keys and values: whether each position is patched by itself too; defaults to false. */
  readonly byPosition?: boolean;
  /** Whether attribution patching is told too, from one run back; defaults to false. */
  readonly gradient?: boolean;
}

/** Where a path begins or ends. */
export interface PathEnd {
  /** The receivers query, key and value are inputs of a head (in groups: of their group). */
  readonly site: PatchSite;
  /** From 0; of the residual stream, the block it enters, and as many as there are layers for what the final norm reads. */
  readonly layer: number;
  /** Of sites with heads; defaults to all. */
  readonly head?: number;
  /** From 0, negative from the end; defaults to all. */
  readonly position?: number;
}

export interface PathPatchOptions extends CausalOptions {
  readonly from: PathEnd;
  /** Defaults to the output: the target itself. */
  readonly to?: PathEnd | "output";
  /** "denoise", the default: a corrupt run whose sender is clean; "noise": a clean run whose sender is corrupt. */
  readonly direction?: "denoise" | "noise";
  /** Whether MLPs between are kept as they were, the default, or part of the path ("recomputed", Wang et al. 2022). */
  readonly mlps?: "frozen" | "recomputed";
  /** Encoder–decoder models: where both ends lie; defaults to "decoder". */
  readonly stack?: CausalStack;
}

export interface AblateOptions extends CausalOptions {
  /** Defaults to "head". */
  readonly site?: CausalSite;
  readonly stack?: CausalStack;
  /** Defaults to all; of the residual stream, 0 is what enters block 0. */
  readonly layers?: readonly number[];
  /** Defaults to all. Of "head" and "query"; of "key" and "value" the groups that share them. */
  readonly heads?: readonly number[];
  /** Defaults to all, one forward pass each. Only of "neuron". */
  readonly neurons?: readonly number[];
  /** Where units are taken out, from 0, negative from the end; defaults to everywhere. */
  readonly positions?: readonly number[];
  /** What stands in for a unit: zeros (default), its mean, its value in other texts. */
  readonly with?: "zero" | "mean" | "resample";
  /**
   * The other texts. The mean is over all their positions, and over the input's own where there are none; resampling
   * takes the same position, so each must have at least as many tokens as the input.
   */
  readonly samples?: readonly ModelInput[];
  /** How many of the texts are resampled from, in the order the seed gives; defaults to all. */
  readonly draws?: number;
  /** Defaults to 0. */
  readonly seed?: number;
}

/** A change of inner values while the model runs; several of one place follow each other as given. */
export interface Intervention {
  /** A site's name or pattern: "layers.3.residual", "layers.*.neurons". */
  readonly site: string;
  /** Factor; defaults to 1. */
  readonly scale?: number;
  /** Added to each place: one number, or one for each of the last axis (of those named, where some are named). */
  readonly add?: number | ArrayLike<number>;
  /** Factor of `add`; defaults to 1. */
  readonly coefficient?: number;
  /** What stands instead: one number or a row, as in `add`; leaves no room for `scale` and `add`. */
  readonly set?: number | ArrayLike<number>;
  /** Positions from 0, of what is produced too; defaults to all, those to come included. */
  readonly positions?: readonly number[];
  /** Of sites with heads; defaults to all. */
  readonly heads?: readonly number[];
  /** Entries of the last axis: neurons or channels; defaults to all. */
  readonly neurons?: readonly number[];
}

export interface InterventionOptions {
  /** Edits of inner values, of the prompt and of every later token; defaults to none. */
  readonly interventions?: readonly Intervention[];
}
