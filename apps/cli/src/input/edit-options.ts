/** Flags that change inner values while a text is read and written. */
import {amplify, inhibit, steer, steeringVector} from "@ecco/engine";
import {InputError} from "@ecco/engine/errors";
import type {Intervention, Model, SteeringVector, Without} from "@ecco/engine";
import {InvalidArgumentError, Option} from "commander";
import {given, integer, real} from "./options.ts";
import {inFlags, withoutOption} from "./without-option.ts";

export interface EditFlags {
  readonly inhibit?: readonly Intervention[];
  readonly amplify?: readonly Intervention[];
  readonly steer?: readonly string[];
  readonly steerAgainst?: readonly string[];
  readonly steerLayer?: number;
  readonly steerStrength?: number;
  readonly steerCoefficient?: number;
  readonly steerWithout?: Without;
}

/** How a text was steered: the direction without its numbers, and how much of it was added. */
export interface Steering extends Omit<SteeringVector, "vector"> {
  readonly towards: readonly string[];
  readonly against: readonly string[];
  /** Factor of the direction. */
  readonly coefficient: number;
  /** The length of what was added, and what share of a usual state's length that is. */
  readonly length: number;
  readonly strength: number;
}

/** What the flags change, and how the text is steered; null where it is not. */
export interface Edits {
  readonly interventions: readonly Intervention[];
  readonly steering: Steering | null;
}

type Several = readonly Intervention[] | undefined;

function inhibited(text: string, before: Several = []): readonly Intervention[] {
  const [, layer, neurons] = /^(\d+):(\d+(?:,\d+)*)$/.exec(text) ?? [];
  if (neurons === undefined)
    throw new InvalidArgumentError("expected LAYER:NEURON,NEURON,…: 3:17,40.");
  return [...before, inhibit({layer: Number(layer), neurons: neurons.split(",").map(Number)})];
}

function amplified(text: string, before: Several = []): readonly Intervention[] {
  const [, layer, neurons, factor] = /^(\d+):(\d+(?:,\d+)*)\*(-?[\d.]+)$/.exec(text) ?? [];
  if (neurons === undefined || Number.isNaN(Number(factor)))
    throw new InvalidArgumentError("expected LAYER:NEURON,NEURON,…*FACTOR: 3:17,40*4.");
  return [
    ...before,
    amplify({
      layer: Number(layer),
      neurons: neurons.split(",").map(Number),
      factor: Number(factor)
    })
  ];
}

export const editOptions = (): Option[] => [
  new Option(
    "--inhibit <neurons>",
    "holds neurons of a layer at 0: 3:17,40; may be repeated"
  ).argParser(inhibited),
  new Option(
    "--amplify <neurons>",
    "multiplies neurons of a layer: 3:17,40*4; may be repeated"
  ).argParser(amplified),
  new Option("--steer <text...>", "turns the stream towards these texts"),
  new Option("--steer-against <text...>", "and away from these"),
  new Option("--steer-layer <n>", "whose output is turned; defaults to the middle").argParser(
    integer
  ),
  new Option(
    "--steer-strength <x>",
    "how long what is added is, as a share of usual states: 1 is as long as one"
  ).argParser(real),
  new Option(
    "--steer-coefficient <x>",
    "instead: times the texts' mean difference; defaults to 1"
  ).argParser(real),
  withoutOption(
    "--steer-without",
    "positions left out of the texts' states; defaults to a first one that is a resting place of attention (none: take all)"
  )
];

/** Returns what the flags change. Throws InputError for a direction with one side. */
export async function editsOf(
  model: Model,
  {inhibit: held = [], amplify: raised = [], ...flags}: EditFlags,
  signal: AbortSignal
): Promise<Edits> {
  const {steer: towards, steerAgainst: away, steerLayer, steerWithout} = flags;
  const {steerStrength, steerCoefficient} = flags;
  if (!towards && !away) {
    if ([steerLayer, steerStrength, steerCoefficient, steerWithout].some((x) => x !== undefined))
      throw new InputError(
        "--steer-layer, -strength, -coefficient and -without: got no texts, give --steer and --steer-against"
      );
    return {interventions: [...held, ...raised], steering: null};
  }
  if (steerStrength !== undefined && steerCoefficient !== undefined)
    throw new InputError("got --steer-strength and --steer-coefficient, expected one of them");
  if (!towards || !away)
    throw new InputError("a direction lies between texts: give both --steer and --steer-against");
  const layer = steerLayer ?? Math.floor((model.info.layers - 1) / 2);
  const direction = await steeringVector(model, towards, away, {
    layer,
    signal,
    ...given({without: steerWithout})
  }).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(inFlags(error.message, "--steer-without"), {cause: error});
  });
  const added = steer(direction, given({strength: steerStrength, coefficient: steerCoefficient}));
  const {vector: _, ...about} = direction;
  const coefficient = added.coefficient ?? 1;
  const length = Math.abs(coefficient) * direction.norm;
  const strength = coefficient * direction.ratio;
  return {
    interventions: [...held, ...raised, added],
    steering: {towards, against: away, ...about, coefficient, length, strength}
  };
}
