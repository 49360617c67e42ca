/**
 * Linear probes: what of a text or token can be read off each layer (Alain & Bengio 2016), and how much of that is the
 * probe's own memory (Hewitt & Liang 2019).
 */
import {largestOf} from "../../lists.ts";
import {controlLabels} from "../../analysis/control-task.ts";
import {crossValidate} from "../../analysis/cross-validate.ts";
import {stratifiedFolds} from "../../analysis/folds.ts";
import type {Samples} from "../../analysis/samples.ts";
import {InputError} from "../../errors.ts";
import {randomOf} from "../generation/random.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {dominanceOf} from "../dominance/measure.ts";
import {dominanceWarnings} from "../dominance/words.ts";
import {poolOf, samplesIn} from "./labelled.ts";
import type {Sample} from "./labelled.ts";
import type {ProbeExample, ProbeOptions, ProbePool} from "./options.ts";
import {placesOf} from "./places.ts";
import type {Probing, ProbingLayer} from "./results.ts";
import {joined, leftOutOf, pickRows, placesIn, readStates} from "./states.ts";
import type {States} from "./states.ts";

export async function probe(
  session: Session,
  examples: readonly ProbeExample[],
  options: ProbeOptions,
  meter: Meter
): Promise<Answer<Probing>> {
  const {signal, progress, seed = 0, control = false, l2 = 1, standardise = true} = options;
  const pool = poolOf(examples, options);
  const places = placesOf(session.graph.sites.keys(), options);
  if (examples.length === 0) throw new InputError("probe: got 0 examples, expected at least 2");
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new InputError(`seed: got ${seed}, expected a whole number of at least 0`);
  const passes = places.places.length * (control ? 2 : 1);
  // Until the labels are known, as many folds as were asked for.
  const {folds: asked = 5} = options;
  let total = examples.length + passes * (typeof asked === "number" ? asked : new Set(asked).size);
  let done = 0;
  const step = (): void => progress?.(++done, total);
  const inputs = examples.map(({input}) => input);
  const states = await readStates(session, inputs, places, options, meter, step);
  const samples = states.flatMap((one, index) => samplesIn(examples[index]!, index, one, pool));
  const classes = [...new Set(samples.map(({label}) => label))].toSorted(inOrder);
  if (classes.length < 2)
    throw new InputError(
      `probe: got ${classes.length} kind of label (${classes.join()}), expected at least 2`
    );
  const labels = samples.map(({label}) => classes.indexOf(label));
  const folds = foldsOf(samples, labels, examples.length, options, seed);
  const rounds = new Set(folds).size;
  total = examples.length + passes * rounds;
  const controls = control
    ? controlLabels(
        labels,
        samples.map(({type}) => type),
        randomOf(seed + 1)
      )
    : null;
  const about = {l2, standardise, progress: step, signal};
  const pooled = pooledOnly(states, samples);
  const stand = placesIn(pooled);
  const leftOut = leftOutOf(states);
  const held = joined(pooled).map((table) => dominanceOf(table, stand, {centred: true}));
  const layers: ProbingLayer[] = [];
  for (const [index, {layer}] of places.places.entries()) {
    const space = pooledStates(states, samples, index);
    const {accuracy, deviation, predicted} = await crossValidate(space, labels, folds, about);
    const other = controls ? await crossValidate(space, controls, folds, about) : null;
    layers.push({
      layer,
      accuracy,
      deviation,
      control: other?.accuracy ?? null,
      selectivity: other ? accuracy - other.accuracy : null,
      confusion: confusionOf(labels, predicted, classes.length),
      dominance: held[index]!
    });
  }
  const counts = classes.map((_, at) => labels.filter((label) => label === at).length);
  return {
    site: places.site,
    stack: places.stack,
    pool,
    classes,
    samples: samples.length,
    folds: rounds,
    seed,
    l2,
    majority: largestOf(counts) / labels.length,
    layers,
    without: options.without ?? null,
    leftOut,
    warnings: dominanceWarnings(layers, {
      tokens: stand.length,
      channels: states[0]!.spaces[0]!.columns,
      texts: states.length,
      leftOut,
      effect: effects[pool],
      ...(standardise ? {} : {channelEffect: "so the probe reads this one number"})
    }),
    best: layers.reduce((best, one) => (one.accuracy > best.accuracy ? one : best)).layer
  };
}

/** What follows for a probe where one token, or one of each text, holds the states. */
const effects: {readonly [P in ProbePool]: string} = {
  mean: "so the mean of a text says above all how long the text is",
  token: "so to a probe all the others are alike",
  last: "so to a probe all the others are alike",
  first: "so to a probe all the others are alike"
};

/** Returns the texts with the positions that samples are made of. */
function pooledOnly(states: readonly States[], samples: readonly Sample[]): readonly States[] {
  const used = states.map(() => new Set<number>());
  for (const {example, positions} of samples)
    for (const position of positions) used[example]!.add(position);
  return states.map((one, at) =>
    pickRows(
      one,
      [...used[at]!].toSorted((a, b) => a - b)
    )
  );
}

/** Numbers by size, texts by letters. */
function inOrder(a: string, b: string): number {
  const [one, other] = [Number(a), Number(b)];
  return Number.isFinite(one) && Number.isFinite(other) ? one - other : a < b ? -1 : 1;
}

/** Returns each sample's fold: drawn, or that of its example. */
function foldsOf(
  samples: readonly Sample[],
  labels: readonly number[],
  examples: number,
  {folds}: ProbeOptions,
  seed: number
): number[] {
  if (typeof folds === "number" || folds === undefined)
    return stratifiedFolds(labels, folds ?? Math.min(5, labels.length), randomOf(seed));
  if (folds.length !== examples || new Set(samples.map(({example}) => folds[example])).size < 2)
    throw new InputError(
      `folds: got ${folds.length} for ${examples} examples; give one each, and at least 2 different ones`
    );
  return samples.map(({example}) => folds[example]!);
}

/** Returns one row a sample [samples, neurons]. */
function pooledStates(
  states: readonly States[],
  samples: readonly Sample[],
  place: number
): Samples {
  const {columns} = states[0]!.spaces[place]!;
  const data = new Float64Array(samples.length * columns);
  for (const [row, {example, positions}] of samples.entries()) {
    const own = states[example]!.spaces[place]!.data;
    for (const position of positions)
      for (let column = 0; column < columns; column++)
        data[row * columns + column]! += own[position * columns + column]! / positions.length;
  }
  return {rows: samples.length, columns, data};
}

function confusionOf(
  labels: readonly number[],
  predicted: readonly number[],
  classes: number
): number[][] {
  const table = Array.from({length: classes}, () => Array.from({length: classes}, () => 0));
  labels.forEach((label, at) => table[label]![predicted[at]!]!++);
  return table;
}
