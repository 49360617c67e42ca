/** Rewrites that save whole dispatches without changing a result. */
import {concat, add} from "../graph/ops.ts";
import {rewrite} from "../graph/node.ts";
import type {Node, NodeOf} from "../graph/node.ts";

/**
 * Returns the roots with sums of neighbouring pads as concatenations: what the gradient of q, k and v sliced from
 * one product looks like. Their producers can then write side by side into one buffer.
 */
export function simplify(roots: readonly Node[]): Node[] {
  return rewrite(roots, (_, node) => (node.op === "add" ? joinPads(node) : node));
}

const terms = (node: Node): Node[] => (node.op === "add" ? node.inputs.flatMap(terms) : [node]);
const isPad = (node: Node): node is NodeOf<"pad"> => node.op === "pad";

function joinPads(node: Node): Node {
  const all = terms(node);
  const pads = all.filter(isPad);
  const axis = pads[0]?.attributes.axis;
  if (axis === undefined || pads.length < 2) return node;
  if (all.some(({shape}) => shape.join() !== node.shape.join())) return node;
  if (pads.some(({attributes}) => attributes.axis !== axis)) return node;
  const sorted = pads.toSorted((a, b) => a.attributes.before - b.attributes.before);
  let end = 0;
  for (const {attributes, inputs} of sorted) {
    if (attributes.before !== end) return node;
    end += inputs[0]!.shape[axis] as number;
  }
  if (end !== node.shape[axis]) return node;
  const joined = concat(
    sorted.map(({inputs}) => inputs[0]!),
    axis
  );
  return all.filter((term) => !isPad(term)).reduce(add, joined);
}
