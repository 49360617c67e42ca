/** Layers as pictures: the state of each token, or of each text, as a point. */
import {distancesKept} from "../../analysis/distances-kept.ts";
import {pausesOf} from "../../analysis/pauses.ts";
import {pca} from "../../analysis/pca.ts";
import {rowOf} from "../../analysis/samples.ts";
import type {Samples} from "../../analysis/samples.ts";
import {umap} from "../../analysis/umap.ts";
import {InputError} from "../../errors.ts";
import {member} from "../attribution/settings.ts";
import {randomOf} from "../generation/random.ts";
import type {Answer} from "../provenance.ts";
import {readTextStates} from "../sentences/states.ts";
import type {Meter, Session} from "../session.ts";
import {dominanceOf} from "../dominance/measure.ts";
import {dominanceWarnings} from "../dominance/words.ts";
import type {ProjectOptions} from "./options.ts";
import {placesOf} from "./places.ts";
import type {Projection, ProjectionLayer} from "./results.ts";
import {joined, keptStates, leftOutOf, listOf, placesIn, readStates} from "./states.ts";
import type {Inputs} from "./states.ts";

type Drawn = Omit<ProjectionLayer, "layer" | "dominance" | "warnings">;
type Method = (
  samples: Samples,
  dimensions: number,
  options: ProjectOptions
) => Drawn | Promise<Drawn>;

const pointsOf = (samples: Samples): number[][] =>
  Array.from({length: samples.rows}, (_, row) => [...rowOf(samples, row)]);

const methods: {readonly [M in Projection["method"]]: Method} = {
  pca: (samples, dimensions) => {
    const {scores, ratios} = pca(samples, {dimensions});
    return {
      points: pointsOf(scores),
      explained: [...ratios],
      kept: distancesKept(samples, scores)
    };
  },
  umap: async (samples, dimensions, {neighbours, minDist, seed = 0, signal}) => {
    const drawn = await umap(samples, {
      // Each layer is drawn by the same numbers: alone or with others, it is the same picture.
      random: randomOf(seed),
      dimensions,
      ...(neighbours === undefined ? {} : {neighbours}),
      ...(minDist === undefined ? {} : {minDist}),
      signal
    });
    return {points: pointsOf(drawn), explained: null, kept: distancesKept(samples, drawn)};
  }
};

export async function project(
  session: Session,
  inputs: Inputs,
  options: ProjectOptions,
  meter: Meter
): Promise<Answer<Projection>> {
  const list = listOf(inputs);
  const {dimensions = 2, signal, progress, seed = 0} = options;
  const method = member("method", options.method ?? "pca", ["pca", "umap"] as const);
  const points = member("points", options.points ?? "tokens", ["tokens", "texts"] as const);
  checkUse(method, options);
  if (points === "tokens" && options.pooling !== undefined)
    throw new InputError('pooling: tokens are not pooled; leave it out, or take points "texts"');
  const places = placesOf(session.graph.sites.keys(), options);
  const total = list.length + places.places.length;
  let done = 0;
  const step = (): void => progress?.(++done, total);
  const read = await (points === "texts" ? readTextStates : readStates)(
    session,
    list,
    places,
    options,
    meter,
    step
  );
  const states = keptStates(read);
  const stand = placesIn(states);
  const leftOut = leftOutOf(read);
  const about = {
    tokens: stand.length,
    channels: states[0]!.spaces[0]!.columns,
    texts: states.length,
    leftOut,
    whole: points === "texts",
    effect: "so the picture shows how far that is from all others, and little of those",
    channelEffect: "so the picture shows this one number"
  };
  const pause = pausesOf(signal);
  const layers: ProjectionLayer[] = [];
  for (const [index, samples] of joined(states).entries()) {
    const {layer} = places.places[index]!;
    const drawn = await methods[method](samples, dimensions, options);
    const dominance = dominanceOf(samples, stand, {centred: true});
    const warnings = dominanceWarnings([{layer, dominance}], about);
    layers.push({layer, ...drawn, dominance, warnings});
    step();
    await pause();
  }
  return {
    method,
    site: places.site,
    stack: places.stack,
    dimensions,
    points,
    tokens: stand.map(({token}) => token),
    texts: stand.map(({of}) => of),
    positions: stand.map(({position}) => position),
    layers,
    without: options.without ?? null,
    leftOut,
    warnings: dominanceWarnings(layers, about),
    seed: method === "umap" ? seed : null
  };
}

/** Throws InputError for options that the method would not heed. */
function checkUse(method: Projection["method"], {neighbours, minDist, seed}: ProjectOptions): void {
  if (method === "umap") return;
  for (const [name, value] of Object.entries({neighbours, minDist, seed}))
    if (value !== undefined)
      throw new InputError(`${name}: ${method} has none; leave it out, or take umap`);
}
