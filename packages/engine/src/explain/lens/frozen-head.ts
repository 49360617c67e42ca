/** The output head with one state's statistics in its norms: the head becomes linear, and its readings add up. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {normScaledBy} from "../../graph/decompose.ts";
import {rewrite, topological} from "../../graph/node.ts";
import type {Node, NodeOf} from "../../graph/node.ts";

type Norm = NodeOf<"layerNorm"> | NodeOf<"rmsNorm">;

/** Returns the norms between two nodes, in order of computation. */
function normsBetween(start: Node, end: Node): Norm[] {
  const before = new Set(topological([start]));
  return topological([end]).filter(
    (node): node is Norm => !before.has(node) && (node.op === "layerNorm" || node.op === "rmsNorm")
  );
}

/** Returns logits of `states`, with the deviations that the norms of the head have on `last`. */
export function frozenHead({head}: ModelGraph, states: Node, last: Node): Node {
  const scales = normsBetween(last, head!(last, {norm: true}));
  const made = head!(states, {norm: true});
  const own = normsBetween(states, made);
  const frozen = new Map<Node, Norm>(own.map((norm, index) => [norm, scales[index]!]));
  return rewrite([made], (original, rebuilt) => {
    const source = frozen.get(original);
    return source ? normScaledBy(rebuilt as Norm, source.inputs[0]!) : rebuilt;
  })[0]!;
}
