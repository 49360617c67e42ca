/**
 * Conductance (Dhamdhere et al. 2018, eq. 3): while the input goes from a baseline to itself, how much of what the target
 * changes by comes through each state: ∫ ∂f/∂h · dh. At the embedding it is integrated gradients.
 */
import type {ModelInput} from "../../api.ts";
import {prepare} from "../attribution/prepare.ts";
import {quadratures} from "../attribution/quadrature.ts";
import {gradient} from "../attribution/rules.ts";
import {member} from "../attribution/settings.ts";
import type {Place, Walked} from "../attribution/target.ts";
import {combine, difference, meanOf} from "../attribution/methods/rows.ts";
import {encode} from "../input.ts";
import {tokensOf} from "../lens/read.ts";
import {topOf} from "../neurons/sites.ts";
import type {Answer} from "../provenance.ts";
import {headless} from "../questions.ts";
import type {Meter, Session} from "../session.ts";
import {placesOf} from "../spaces/places.ts";
import {misses, rowSum} from "../sums.ts";
import type {RowSum} from "../sums.ts";
import type {SpaceLayer} from "../spaces/options.ts";
import type {ConductanceOptions, ConductanceRule} from "./options.ts";
import type {Conductance, ConductingUnit} from "./results.ts";

/** Points that are walked at once: their states are held together. */
const AT_ONCE = 10;

/** Returns what comes through a model's states. Throws InputError for options that are not known. */
export async function conductance(
  session: Session,
  input: ModelInput,
  {
    site,
    layers: asked,
    stack: named,
    steps = 50,
    top: count,
    quadrature = "trapezoid",
    progress,
    ...options
  }: ConductanceOptions,
  meter: Meter
): Promise<Answer<Conductance>> {
  const {graph} = session;
  if (graph.kind === "encoder") throw headless(graph, "so there is no target to explain");
  const top = topOf(count ?? 20);
  const rule = rules[member("quadrature", quadrature, Object.keys(rules) as ConductanceRule[])];
  const where = {
    ...(site === undefined ? {} : {site}),
    ...(asked === undefined ? {} : {layers: asked}),
    ...(named === undefined ? {} : {stack: named})
  };
  const {places, ...space} = placesOf(graph.sites.keys(), where);
  const encoded = encode(session, input);
  const path = {...options, steps, method: "integrated-gradients"} as const;
  const {target, baselines, about} = await prepare(session, encoded, path, meter);
  const from = meanOf(baselines.sets);
  const [value, floor] = await target.values([target.embeddings, from]);
  const way = difference(target.embeddings, from);
  // Differences between points: one point more than steps.
  const {nodes} = quadratures["gauss-legendre"](steps + 1);
  const sums: (Float64Array | undefined)[] = places.map(() => undefined);
  let widths: readonly number[] = [];
  let last: Walked | undefined;
  for (let start = 0; start < nodes.length; start += AT_ONCE) {
    const feeds = nodes
      .slice(start, start + AT_ONCE)
      .map((alpha) => ({rows: combine(from, way, (x, move) => x + alpha * move)}));
    const sites = places.map((place) => place.site);
    for (const walked of await target.walks(gradient, feeds, {sites})) {
      const of = (one: Walked, index: number): Place => one.sites.get(places[index]!.site)!;
      widths = places.map((_, index) => of(walked, index).shape.at(-1)!);
      for (const [index] of places.entries()) {
        const here = of(walked, index);
        const sum = (sums[index] ??= new Float64Array(here.value.length));
        if (last) rule(sum, of(last, index), here);
      }
      last = walked;
    }
    progress?.(Math.min(start + AT_ONCE, nodes.length), nodes.length);
  }
  const layers = places.map(({layer}) => layer);
  const units = layers.flatMap((layer, index) =>
    Array.from(columnSums(sums[index]!, widths[index]!), (own, unit): ConductingUnit => ({
      layer,
      unit,
      value: own
    }))
  );
  const change = value! - floor!;
  const values = sums.map((sum, index) => rowSums(sum!, widths[index]!));
  const whole = space.site === "residual" && graph.lookups.length === 1;
  const added = whole ? values.map((row) => rowSum(row, change)) : null;
  return {
    ...space,
    target: {...about, value: value!},
    tokens: tokensOf(session, encoded, {stack: space.stack ?? "decoder"}),
    layers,
    values,
    sums: added,
    warning: added && warningOf(added, layers, change, steps),
    units: units.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, top),
    change,
    baseline: baselines.name,
    steps
  };
}

/** Returns which layers' values miss the change, and what to do. */
function warningOf(
  sums: readonly RowSum[],
  layers: readonly SpaceLayer[],
  change: number,
  steps: number
): string | null {
  const failing = sums.flatMap(({sum, error, expected}, index) =>
    misses(error, expected) ? [`${layers[index]}: ${sum.toPrecision(3)}`] : []
  );
  return failing.length === 0
    ? null
    : `${failing.length} of ${sums.length} layers do not add up to the change of ${change.toPrecision(3)} (${failing.slice(0, 5).join(", ")}${failing.length > 5 ? ", …" : ""}): the way from the baseline bends too much for ${steps} steps; take direct logit attribution, whose parts always add up, or another baseline or more steps, which may not be enough`;
}

/** How what comes through a state between two points is added: by the slope of the first one, or the mean of both. */
const rules = {
  left(sum: Float64Array, before: Place, here: Place): void {
    for (let at = 0; at < sum.length; at++)
      sum[at]! += (here.value[at]! - before.value[at]!) * before.flow[at]!;
  },
  trapezoid(sum: Float64Array, before: Place, here: Place): void {
    for (let at = 0; at < sum.length; at++)
      sum[at]! += ((here.value[at]! - before.value[at]!) * (before.flow[at]! + here.flow[at]!)) / 2;
  }
} as const;

function rowSums(sum: Float64Array, width: number): number[] {
  const rows = Array.from({length: sum.length / width}, () => 0);
  sum.forEach((x, at) => (rows[Math.floor(at / width)]! += x));
  return rows;
}

function columnSums(sum: Float64Array, width: number): Float64Array {
  const columns = new Float64Array(width);
  sum.forEach((x, at) => (columns[at % width]! += x));
  return columns;
}
