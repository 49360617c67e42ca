/** Flags that change inner values while a text is read and written. */
import {amplify, inhibit, InputError, steer, steeringVector} from "@ecco/engine";
import type {Intervention, Model} from "@ecco/engine";
import {InvalidArgumentError, Option} from "commander";
import {integer, real} from "./options.ts";

export interface EditFlags {
  readonly inhibit?: readonly Intervention[];
  readonly amplify?: readonly Intervention[];
  readonly steer?: readonly string[];
  readonly steerAgainst?: readonly string[];
  readonly steerLayer?: number;
  readonly steerStrength?: number;
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
  new Option("--steer-strength <x>", "times their mean difference; defaults to 1").argParser(real)
];

/** Returns what the flags change. Throws InputError for a direction with one side. */
export async function editsOf(
  model: Model,
  {inhibit: held = [], amplify: raised = [], ...steering}: EditFlags,
  signal: AbortSignal
): Promise<readonly Intervention[]> {
  const {steer: towards, steerAgainst: away, steerLayer, steerStrength} = steering;
  if (!towards && !away) {
    if ((steerLayer ?? steerStrength) !== undefined)
      throw new InputError(
        "--steer-layer and --steer-strength: got no texts, give --steer and --steer-against"
      );
    return [...held, ...raised];
  }
  if (!towards || !away)
    throw new InputError("a direction lies between texts: give both --steer and --steer-against");
  const layer = steerLayer ?? Math.floor((model.info.layers - 1) / 2);
  const direction = await steeringVector(model, towards, away, {layer, signal});
  return [...held, ...raised, steer(direction, {coefficient: steerStrength ?? 1})];
}
