/** Ablation: a unit is taken out, and the target's change says what it was good for. */
import type {ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import {encode} from "../input.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {valuesWith} from "./cells.ts";
import type {Cell} from "./cells.ts";
import type {AblateOptions} from "./options.ts";
import {positionIn} from "./path-ends.ts";
import {placesOf, queriesPer} from "./places.ts";
import type {Places} from "./places.ts";
import {askWith, readQuestion, repeated, valuesOf, workOf} from "./reading.ts";
import type {Ablation} from "./results.ts";
import {standInsOf} from "./stand-ins.ts";
import {tokensOf} from "./two-runs.ts";

/** Returns the change of the target for each unit of each layer. */
export async function ablate(
  session: Session,
  input: ModelInput,
  options: AblateOptions,
  meter: Meter
): Promise<Answer<Ablation>> {
  const {site = "head", stack = "decoder", seed = 0} = options;
  const how = options.with ?? "zero";
  const places = placesOf(session.graph, site, stack);
  const layers = chosen("layers", options.layers, places.names.length);
  const names = layers.map((layer) => places.names[layer]!);
  const units = unitsOf(options, places);
  const encoded = encode(session, input);
  const tokens = tokensOf(encoded, stack, site);
  const at = positionsOf(options.positions, tokens.length);
  const work = await workOf(session, encoded, options, meter);
  const outputs = await askWith(work, readQuestion(work, names), repeated(encoded, 1));
  const value = valuesOf(work, outputs)[0]!;
  const standIns = await standInsOf(work, names, outputs, {
    how,
    samples: options.samples ?? null,
    draws: options.draws ?? null,
    seed,
    stack,
    site,
    length: tokens.length
  });

  const cells = names.flatMap((name) =>
    units.map((unit): Cell => ({
      site: name,
      places: places.heads === null ? at : at.map((t) => unit * tokens.length + t),
      ...(site === "neuron" ? {entry: unit} : {})
    }))
  );
  const sums = cells.map(() => 0);
  const total = cells.length * standIns.length;
  for (const [draw, sources] of standIns.entries()) {
    const found = await valuesWith(work, cells, {
      encoded,
      sources,
      progress: options.progress && ((done) => options.progress!(draw * cells.length + done, total))
    });
    for (const [index, one] of found.entries()) sums[index]! += one - value;
  }
  return {
    site,
    stack,
    with: how,
    layers,
    units,
    queriesPerColumn: queriesPer(session.graph, places),
    effects: layers.map((_, row) =>
      units.map((_unit, column) => sums[row * units.length + column]! / standIns.length)
    ),
    value,
    draws: how === "resample" ? standIns.length : null,
    seed: how === "resample" ? seed : null,
    target: work.subject.about,
    tokens
  };
}

/** Returns the units of a layer. Throws InputError where they are of another site. */
function unitsOf(
  {heads, neurons}: AblateOptions,
  {kind, heads: count, width}: Places
): readonly number[] {
  for (const [name, given, fits] of [
    ["heads", heads, count !== null],
    ["neurons", neurons, kind === "neuron"]
  ] as const)
    if (given && !fits)
      throw new InputError(`${name} were given, but the site is ${kind}; leave them out`);
  if (count !== null) return chosen("heads", heads, count);
  return kind === "neuron" ? chosen("neurons", neurons, width) : [0];
}

/** Returns what is chosen of so many; all where nothing is said. Throws InputError for what is out of range. */
function chosen(
  what: string,
  given: readonly number[] | undefined,
  count: number
): readonly number[] {
  const all = given ?? Array.from({length: count}, (_, index) => index);
  if (all.length === 0) throw new InputError(`${what}: got none, expected at least one`);
  for (const one of all)
    if (!Number.isInteger(one) || one < 0 || one >= count)
      throw new InputError(`${what}: got ${one}, expected whole numbers from 0 to ${count - 1}`);
  return all;
}

function positionsOf(given: readonly number[] | undefined, length: number): number[] {
  const all = given ?? Array.from({length}, (_, at) => at);
  return [...new Set(all.map((position) => positionIn(position, length, "positions")))];
}
