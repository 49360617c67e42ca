/** What direct logit attribution may be told. */
import type {CommonOptions, TokenName} from "../../api.ts";

/** How fine the parts are: attention and MLP of each layer, heads instead of attention, neurons instead of MLPs. */
export type DirectGrain = "layer" | "head" | "neuron";

export interface DirectOptions extends CommonOptions {
  /** Defaults to the most probable token (or class). */
  readonly target?: TokenName;
  /** Tells what speaks for the target against this one. */
  readonly foil?: TokenName;
  /** Where the logit is read; defaults to the last position (masked models: the first mask). */
  readonly position?: number;
  /** Defaults to "layer". */
  readonly by?: DirectGrain;
  /** How many neurons are told, those of the largest share first; defaults to 20. */
  readonly top?: number;
}
