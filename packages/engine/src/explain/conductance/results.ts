/** What conductance answers. */
import type {Provenance, Token} from "../../results.ts";
import type {AttributionTarget} from "../attribution/results.ts";
import type {SpaceLayer} from "../spaces/options.ts";
import type {RowSum} from "../sums.ts";
import type {Space} from "../spaces/results.ts";

/** A number of a layer's states: a neuron, or a direction of the stream. */
export interface ConductingUnit {
  readonly layer: SpaceLayer;
  readonly unit: number;
  /** Summed over positions. */
  readonly value: number;
}

/** How much of the target's change comes through each place. */
export interface Conductance extends Space {
  readonly target: AttributionTarget;
  /** Of the stack whose states are read. */
  readonly tokens: readonly Token[];
  readonly layers: readonly SpaceLayer[];
  /** By layer and position, summed over units. */
  readonly values: readonly (readonly number[])[];
  /** Those with the largest shares, by size. */
  readonly units: readonly ConductingUnit[];
  /** f(input) − f(baseline), which a layer of the whole stream adds up to, but for the integral's error. */
  readonly change: number;
  /**
   * Of each layer, what its values add up to and should (`change`); null of sites that only a part of the change comes
   * through.
   */
  readonly sums: readonly RowSum[] | null;
  /** Which layers miss the change by more than a tenth, and what to do; null where none does. */
  readonly warning: string | null;
  readonly baseline: string;
  readonly steps: number;
  readonly provenance: Provenance;
}
