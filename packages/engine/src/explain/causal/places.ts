/** Which sites a kind of place means, layer by layer, and where the target's position is in them. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {InputError} from "../../errors.ts";
import type {CausalSite, CausalStack, HeadInput} from "./options.ts";

/** The names of one kind of place, from the first layer to the last. */
export interface Places {
  readonly kind: CausalSite;
  readonly names: readonly string[];
  /** Heads of each layer, of keys and values the groups that share them; null for places without. */
  readonly heads: number | null;
  /** Numbers in the last axis. */
  readonly width: number;
}

const inputs: readonly HeadInput[] = ["query", "key", "value"];

/** Whether a site is the query, key or value of heads. */
export const isInput = (site: string): site is HeadInput =>
  (inputs as readonly string[]).includes(site);

const kinds: readonly CausalSite[] = ["residual", "attention", "mlp", "head", ...inputs, "neuron"];
/** Attention to the source has these. */
const crossed: readonly CausalSite[] = ["attention", "head", ...inputs];

/** Names behind "layers.3."; what a layer of cross-attention calls its parts differs by one word. */
const parts: {readonly [K in Exclude<CausalSite, "residual">]: (attention: string) => string} = {
  attention: (attention) => `${attention}.output`,
  head: (attention) => `${attention}.heads`,
  query: (attention) => `${attention}.query`,
  key: (attention) => `${attention}.key`,
  value: (attention) => `${attention}.value`,
  mlp: () => "mlp.output",
  neuron: () => "neurons"
};

/** Returns the stacks of a model: only encoder–decoder models have more than one, "decoder" stands for that. */
export const stacksOf = ({sites}: ModelGraph): readonly CausalStack[] =>
  sites.has("decoder.embeddings") ? ["decoder", "encoder", "cross"] : ["decoder"];

/** Returns the prefix of a stack's sites. Throws InputError for one the model does not have. */
function prefixOf(graph: ModelGraph, stack: CausalStack): string {
  const known = stacksOf(graph);
  if (!known.includes(stack))
    throw new InputError(
      `unknown stack: ${String(stack)}; ${known.length > 1 ? `one of ${known.join(", ")}` : "this model has one stack, leave it out"}`
    );
  if (known.length === 1) return "";
  return stack === "encoder" ? "encoder." : "decoder.";
}

/**
 * Returns the sites of a kind. Of the residual stream there is one more than layers: what enters block 0, then what
 * each block makes of it; the last is what the final norm reads. Throws InputError for what the model does not have.
 */
export function placesOf(
  graph: ModelGraph,
  kind: CausalSite,
  stack: CausalStack = "decoder",
  among: readonly CausalSite[] = kinds
): Places {
  if (!among.includes(kind))
    throw new InputError(`unknown site: ${String(kind)}; one of ${among.join(", ")}`);
  const prefix = prefixOf(graph, stack);
  const attention = stack === "cross" ? "cross" : "attention";
  if (stack === "cross" && !crossed.includes(kind))
    throw new InputError(
      `stack "cross" has no ${kind}; its sites are ${crossed.join(", ")}, of the decoder take the others`
    );
  const layers = [...graph.sites.keys()].filter(
    (name) => /^layers\.\d+\.residual$/.test(name.slice(prefix.length)) && name.startsWith(prefix)
  ).length;
  const each = (name: string): string[] =>
    Array.from({length: layers}, (_, layer) => `${prefix}layers.${layer}.${name}`);
  const names =
    kind === "residual"
      ? [`${prefix}embeddings`, ...each("residual")]
      : each(parts[kind](attention));
  const {shape, axes} = siteOf(graph, names[0]!);
  return {
    kind,
    names,
    heads: axes[0] === "head" ? (shape[1] as number) : null,
    width: shape.at(-1) as number
  };
}

/** Returns how many query heads a column of these places serves: more than one where heads share keys and values. */
export function queriesPer(graph: ModelGraph, {names, heads}: Places): number | null {
  if (heads === null) return null;
  const query = names[0]!.replace(/[a-z]+$/, "query");
  return (siteOf(graph, query).shape[1] as number) / heads;
}

/** Returns a site's node's shape and axes. Throws InputError for an unknown name. */
export function siteOf(
  graph: ModelGraph,
  name: string
): {readonly shape: readonly (number | string)[]; readonly axes: readonly string[]} {
  const site = graph.sites.get(name);
  if (!site) throw new InputError(`unknown site: ${name}; see the model's info.sites`);
  return {shape: site.node.shape, axes: site.axes};
}
