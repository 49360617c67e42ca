/** Interventions by their purpose: neurons held back or strengthened, the stream turned to one side. */
import {lengthOf} from "../../lists.ts";
import {InputError} from "../../errors.ts";
import type {Intervention} from "./options.ts";
import type {SteeringVector} from "./results.ts";

export interface NeuronsOptions {
  /** From 0. */
  readonly layer: number;
  /** Of the layer's MLP, from 0. */
  readonly neurons: readonly number[];
  /** Defaults to all, those to come included. */
  readonly positions?: readonly number[];
  /** Encoder–decoder models: defaults to "decoder" there. */
  readonly stack?: "encoder" | "decoder";
}

const neuronsOf = (
  {layer, neurons, positions, stack}: NeuronsOptions,
  scale: number
): Intervention => ({
  site: `${stack ? `${stack}.` : ""}layers.${layer}.neurons`,
  scale,
  neurons,
  ...(positions ? {positions} : {})
});

/** Returns the intervention that holds these neurons at 0: what Ecco's neurons_to_inhibit was to do. */
export const inhibit = (options: NeuronsOptions): Intervention => neuronsOf(options, 0);

/** Returns the intervention that multiplies these neurons: what Ecco's neurons_to_induce was to do. */
export const amplify = (options: NeuronsOptions & {readonly factor: number}): Intervention =>
  neuronsOf(options, options.factor);

export interface SteerOptions {
  /** Factor of the vector; defaults to 1. */
  readonly coefficient?: number;
  /**
   * In place of `coefficient`: how long what is added is, as a share of the usual length of states at that site (1: as
   * long as a usual state).
   */
  readonly strength?: number;
  /** Where it is added, from 0; defaults to all positions, those to come included. */
  readonly positions?: readonly number[];
}

/**
 * Returns the intervention that adds a direction: once, so many times (`coefficient`), or as a share of the usual length
 * of states (`strength`). Throws InputError for both, and for a strength of a vector that has no length or does not say
 * how long states usually are.
 */
export const steer = (
  vector: Pick<SteeringVector, "site" | "vector"> & Partial<Pick<SteeringVector, "typical">>,
  {coefficient, strength, positions}: SteerOptions = {}
): Intervention => {
  if (coefficient !== undefined && strength !== undefined)
    throw new InputError("steer: got coefficient and strength, expected one of them");
  return {
    site: vector.site,
    add: vector.vector,
    coefficient: strength === undefined ? (coefficient ?? 1) : coefficientOf(vector, strength),
    ...(positions ? {positions} : {})
  };
};

/** Returns the factor that makes a vector as long as this share of a usual state. */
function coefficientOf({vector, typical}: Parameters<typeof steer>[0], strength: number): number {
  const norm = lengthOf(vector);
  if (!(norm > 0))
    throw new InputError(
      "strength: the vector is all zeros, so it points nowhere; give texts that differ"
    );
  if (typical === undefined || !(typical > 0))
    throw new InputError(
      `strength: got ${typical ?? "no"} usual length of states with the vector, expected typical above 0; take what steeringVector returns, or give coefficient`
    );
  return (strength * typical) / norm;
}
