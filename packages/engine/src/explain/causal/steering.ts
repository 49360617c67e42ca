/** Interventions by their purpose: neurons held back or strengthened, the stream turned to one side. */
import type {Model, ModelInput} from "../../api.ts";
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

/** Returns the intervention that adds a direction, so many times; defaults to once, everywhere. */
export const steer = (
  {site, vector}: Pick<SteeringVector, "site" | "vector">,
  {
    coefficient = 1,
    positions
  }: {readonly coefficient?: number; readonly positions?: readonly number[]} = {}
): Intervention => ({site, add: vector, coefficient, ...(positions ? {positions} : {})});

export interface SteeringOptions {
  /** The block whose output is read, from 0. */
  readonly layer: number;
  /** Where: the last position of each text, the default, or the mean of all. */
  readonly position?: "last" | "mean";
  /** Site instead of the block's output; of rows [position, channel]. */
  readonly site?: string;
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
}

/**
 * Returns the mean state over positive texts minus that over negative ones: of one pair, activation addition (Turner
 * et al. 2023); of many, contrastive activation addition (Panickssery et al. 2023). One forward pass a text. Throws
 * InputError where a side has no text.
 */
export async function steeringVector(
  model: Pick<Model, "run" | "info">,
  positive: readonly ModelInput[],
  negative: readonly ModelInput[],
  {layer, position = "last", site: given, signal, progress}: SteeringOptions
): Promise<SteeringVector> {
  if (position !== "last" && position !== "mean")
    throw new InputError(`unknown position: ${String(position)}; one of last, mean`);
  const prefix = model.info.kind === "encoder-decoder" ? "decoder." : "";
  const site = given ?? `${prefix}layers.${layer}.residual`;
  const total = positive.length + negative.length;
  let done = 0;
  let lengths = 0;
  const meanState = async (what: string, texts: readonly ModelInput[]): Promise<Float64Array> => {
    if (texts.length === 0) throw new InputError(`${what} texts: got none, expected at least one`);
    let sum: Float64Array | null = null;
    for (const text of texts) {
      const {sites} = await model.run(text, {capture: [site], ...(signal ? {signal} : {})});
      const value = sites.get(site);
      if (!value || value.shape.length !== 2)
        throw new InputError(`site: got ${site}, expected one whose axes are position and channel`);
      const state = stateOf(value.data, value.shape[1]!, position);
      lengths += Math.hypot(...state) / total;
      const before: Float64Array | null = sum;
      sum = state.map((x, at) => x + (before?.[at] ?? 0));
      progress?.(++done, total);
    }
    return sum!.map((x) => x / texts.length);
  };
  const a = await meanState("positive", positive);
  const b = await meanState("negative", negative);
  const vector = a.map((x, at) => x - b[at]!);
  return {site, vector, norm: Math.hypot(...vector), typical: lengths};
}

function stateOf(
  data: Float32Array | Float64Array,
  width: number,
  position: "last" | "mean"
): Float64Array {
  if (position === "last") return Float64Array.from(data.subarray(data.length - width));
  const count = data.length / width;
  const sum = new Float64Array(width);
  data.forEach((x, at) => {
    sum[at % width]! += x / count;
  });
  return sum;
}
