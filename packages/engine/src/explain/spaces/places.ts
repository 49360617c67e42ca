/** Where states lie: which sites a question means. */
import {InputError} from "../../errors.ts";
import {member} from "../attribution/settings.ts";
import type {SpaceLayer, SpaceOptions, SpaceSite} from "./options.ts";
import type {Space} from "./results.ts";

/** How a block's site ends. */
const endings: {readonly [S in SpaceSite]: string} = {
  residual: "residual",
  neurons: "neurons",
  attention: "attention.output",
  mlp: "mlp.output"
};

const stacks = ["encoder", "decoder"] as const;

export interface Place {
  readonly layer: SpaceLayer;
  /** Name of the site: its axes are [position, …]. */
  readonly site: string;
}

export interface Places extends Space {
  readonly places: readonly Place[];
}

/**
 * Returns the places that are asked for, of a model with sites of these names. Throws InputError for what it has not,
 * naming what there is.
 */
export function placesOf(
  names: Iterable<string>,
  {site = "residual", stack, layers}: Pick<SpaceOptions, "site" | "stack" | "layers">
): Places {
  const all = new Set(names);
  const ending = endings[member("site", site, Object.keys(endings) as SpaceSite[])];
  const two = all.has("decoder.embeddings");
  if (stack !== undefined && !two)
    throw new InputError(`stack: got ${stack}, but this model has one stack; leave it out`);
  const own = two ? member("stack", stack ?? "encoder", stacks) : null;
  const start = own === null ? "" : `${own}.`;
  const known: Place[] =
    site === "residual" ? [{layer: "embedding", site: `${start}embeddings`}] : [];
  for (let layer = 0; all.has(`${start}layers.${layer}.${ending}`); layer++)
    known.push({layer, site: `${start}layers.${layer}.${ending}`});
  const places = (layers ?? known.map(({layer}) => layer)).map((layer) => {
    const found = known.find((place) => place.layer === layer);
    if (found) return found;
    throw new InputError(
      `layers: got ${layer}, expected some of ${known.map((place) => place.layer).join(", ")}`
    );
  });
  if (places.length === 0) throw new InputError("layers: got none, expected at least one");
  return {site, stack: own, places};
}
