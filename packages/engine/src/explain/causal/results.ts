/** What causal explanations give. */
import type {Provenance, Token} from "../../results.ts";
import type {AttributionTarget} from "../attribution/results.ts";
import type {LargestChannel, LeftOut} from "../dominance/results.ts";
import type {CausalSite, PatchSite, PathEnd, CausalStack} from "./options.ts";

export type Grid = readonly (readonly number[])[];

/**
 * Activation patching. Rows are layers from the first (of the residual stream one more than layers), columns positions,
 * of heads and queries heads, of keys and values the groups of heads that share them.
 */
export interface Patching {
  readonly site: PatchSite;
  readonly stack: CausalStack;
  /** The target in the corrupt run, with the clean run's value put in there. */
  readonly values: Grid;
  /** (values − corrupt) / (clean − corrupt); null where both are the same. */
  readonly recovered: Grid | null;
  /** How many query heads each column serves, where columns are heads or groups; null where they are positions. */
  readonly queriesPerColumn: number | null;
  /** [layer][head][position], each patched by itself; null unless asked for. */
  readonly byPosition: readonly Grid[] | null;
  /** The target in the clean run, and in the corrupt one. */
  readonly clean: number;
  readonly corrupt: number;
  readonly target: Omit<AttributionTarget, "value">;
  /** Of the corrupt run, in the stack that was patched; of keys and values of cross-attention the source's. */
  readonly tokens: readonly Token[];
  readonly cleanTokens: readonly Token[];
  /** Attribution patching: corrupt + (clean value − corrupt value) · gradient, for each cell; null unless asked for. */
  readonly approximation: Grid | null;
  /** Pearson's correlation of values and approximation over all cells; null without, or where one is constant. */
  readonly agreement: number | null;
  readonly provenance: Provenance;
}

/** Path patching. */
export interface PathPatching {
  readonly from: PathEnd;
  readonly to: PathEnd | "output";
  readonly direction: "denoise" | "noise";
  readonly mlps: "frozen" | "recomputed";
  /** The target of the run with the path patched. */
  readonly value: number;
  /** Its change. */
  readonly effect: number;
  /** (value − corrupt) / (clean − corrupt) of "denoise", (clean − value) / (clean − corrupt) of "noise"; null where both are the same. */
  readonly share: number | null;
  readonly clean: number;
  readonly corrupt: number;
  readonly target: Omit<AttributionTarget, "value">;
  readonly tokens: readonly Token[];
  readonly cleanTokens: readonly Token[];
  readonly provenance: Provenance;
}

export interface Ablation {
  readonly site: CausalSite;
  readonly stack: CausalStack;
  readonly with: "zero" | "mean" | "resample";
  /** Rows of `effects`. */
  readonly layers: readonly number[];
  /** Columns: heads, groups of heads (of keys and values) or neurons; [0] where a layer’s part is one unit. */
  readonly units: readonly number[];
  /** How many query heads each column serves, where columns are heads or groups; else null. */
  readonly queriesPerColumn: number | null;
  /** Change of the target where that unit is taken out, meant over draws. */
  readonly effects: Grid;
  /** The target of the whole model. */
  readonly value: number;
  /** How many texts were resampled from; null without. */
  readonly draws: number | null;
  readonly seed: number | null;
  readonly target: Omit<AttributionTarget, "value">;
  readonly tokens: readonly Token[];
  readonly provenance: Provenance;
}

/** A direction of the residual stream. */
export interface SteeringVector {
  readonly site: string;
  /** Mean over positive texts minus mean over negative ones. */
  readonly vector: Float64Array;
  /** Its length. */
  readonly norm: number;
  /** The usual length of states at that site: the median over the texts' positions but the first. */
  readonly typical: number;
  /** norm / typical. */
  readonly ratio: number;
  /** The channel with the largest share of the vector's squared length; null where it is all zeros. */
  readonly channel: LargestChannel | null;
  /** Positions that were left out of the states it is made of: `of` counts the positive texts, then the negative ones. */
  readonly leftOut: readonly LeftOut[];
  /** In words: what makes this vector unlike usual states; empty where nothing does. */
  readonly warnings: readonly string[];
}
