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

/** A part that writes into the residual stream; "residual": all that has been written before a layer. */
export type WritesSite = "residual" | "attention" | "mlp" | "head" | "neuron";

/** Which part's writing is read. */
export interface WritesOptions extends CommonOptions {
  readonly site: WritesSite;
  /** From 0; of the residual stream, the layer that reads it, and as many as there are layers for its end. */
  readonly layer: number;
  /** Of the site "head": which, from 0. */
  readonly head?: number;
  /** Of the site "neuron": which, from 0. */
  readonly neuron?: number;
  /** "cross": a decoder's attention to the source; defaults to "decoder". */
  readonly stack?: "decoder" | "cross";
  /** Where it writes and where that is read, from 0, negative from the end; defaults to the last (masked models: the first mask). */
  readonly position?: number;
  /** How many tokens are told of each side; defaults to 10. */
  readonly top?: number;
}
