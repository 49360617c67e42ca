/**
 * Neurons that fire together (Alammar 2020, 2021): the activations of feed-forward layers, neurons × tokens, as a sum of
 * few non-negative factors, each with a loading at every token.
 */
import {rowAt, transposed} from "../../analysis/dense.ts";
import {nmf} from "../../analysis/nmf/nmf.ts";
import type {ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {groupsOf} from "./groups.ts";
import type {NeuronsOptions} from "./options.ts";
import type {NeuronFactor, NeuronFactors, NeuronWeight} from "./results.ts";
import {layersOf, stackOf, topOf} from "./sites.ts";
import {heldBy} from "./held.ts";
import {firedOf, firing, spread, tableOf} from "./table.ts";
import type {Table} from "./table.ts";

/** Returns the factors of what these layers' neurons do at the tokens of a text, or of several together. */
export async function neurons(
  session: Session,
  input: ModelInput | readonly ModelInput[],
  options: NeuronsOptions,
  meter: Meter
): Promise<Answer<NeuronFactors>> {
  const {seed = 0, init = "nndsvda", negative = "clip", signal, progress, group} = options;
  const {tolerance, iterations} = options;
  const top = topOf(options.top);
  const stack = stackOf(session.graph, options.stack);
  const layers = layersOf(stack, options.layers);
  const inputs: readonly ModelInput[] = Array.isArray(input) ? input : [input as ModelInput];
  const table = await tableOf(session, inputs, stack, layers, {...options, negative}, meter);
  const {x, tokens, texts, activations} = table;
  const fired = firedOf(table);
  const groups = group
    ? {groups: await groupsOf(table, fired, {...group, seed, top, signal})}
    : undefined;
  const {w, h, strengths, ...found} = await nmf(x, {
    factors: factorsOf(options.factors, x.columns, activations.rows),
    init,
    seed,
    signal,
    progress,
    ...(tolerance === undefined ? {} : {tolerance}),
    ...(iterations === undefined ? {} : {iterations})
  });
  const weights = transposed(w);
  const factors = strengths.map((strength, index): NeuronFactor => {
    const loadings = spread(table, rowAt(h, index));
    const strongest = weightsOf(table, rowAt(weights, index), top);
    return {loadings, strength, neurons: strongest};
  });
  const {error, relativeError, iterations: sweeps, converged} = found;
  const held = heldBy(table, {w, h, relativeError});
  return {
    tokens,
    texts,
    stack: stack.stack,
    layers,
    neurons: activations.rows,
    factors,
    error,
    relativeError,
    iterations: sweeps,
    converged,
    init,
    seed,
    negative,
    top: fired.slice(0, top).map(({row, strength}) => firing(table, row, strength)),
    ...groups,
    silent: activations.rows - fired.length,
    without: options.without ?? null,
    leftOut: table.leftOut,
    ...held
  };
}

/** More factors than tokens say no more than the tokens themselves. */
function factorsOf(asked: number | undefined, tokens: number, count: number): number {
  if (asked === undefined) return Math.min(10, tokens, count);
  if (asked <= tokens || !Number.isInteger(asked)) return asked;
  throw new InputError(
    `factors: got ${asked} for ${tokens} tokens, expected at most one a token; ask for fewer, or give more text`
  );
}

/** Returns the largest weights of a factor. */
function weightsOf(
  {nameOf, activations}: Table,
  column: Float64Array,
  top: number
): readonly NeuronWeight[] {
  return [...column.keys()]
    .filter((row) => column[row]! > 0)
    .toSorted((a, b) => column[b]! - column[a]!)
    .slice(0, top)
    .map((row) => ({
      ...nameOf(row % activations.rows),
      weight: column[row]!,
      sign: row < activations.rows ? 1 : -1,
      activations: Array.from(rowAt(activations, row % activations.rows))
    }));
}
