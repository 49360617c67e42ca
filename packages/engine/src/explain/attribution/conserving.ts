/** Which models relevance is kept in: those that add nothing of their own. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {topological} from "../../graph/node.ts";
import type {Node} from "../../graph/node.ts";

const conserving = new WeakMap<ModelGraph, boolean>();

/**
 * Whether a model has no biases and no rows of positions between its look-ups and its logits, so that relevance has
 * nowhere to go but to the tokens (with patterns as constants: CP-LRP).
 */
export function conserves(graph: ModelGraph): boolean {
  const found = conserving.get(graph);
  if (found !== undefined) return found;
  const lookups = new Set(graph.lookups.map(({node}) => node));
  /** Whether a value is made of parameters alone, such as a bias. */
  const fixed = new Map<Node, boolean>();
  let whole = true;
  for (const node of topological([graph.logits])) {
    const own =
      !lookups.has(node) && node.op !== "input" && node.inputs.every((input) => fixed.get(input));
    fixed.set(node, node.op === "parameter" || (own && node.inputs.length > 0));
    if (node.op === "layerNorm") whole = false;
    if (node.op === "linear" && node.inputs.length > 2) whole = false;
    if ((node.op === "add" || node.op === "sub") && node.inputs.some((input) => fixed.get(input)))
      whole = false;
  }
  conserving.set(graph, whole);
  return whole;
}
