/**
 * A number as a linear function of the parts it is made of: norms keep the deviation they have, and what bends (a head's
 * activation, a cap) is its secant through zero. Then the parts' shares and the biases' add up to the number.
 */
import {backward} from "../../autodiff/backward.ts";
import {relevanceRules, secant} from "../../autodiff/relevance.ts";
import {normScaledBy} from "../../graph/decompose.ts";
import {rewrite} from "../../graph/node.ts";
import type {Node, NodeOf, Op} from "../../graph/node.ts";
import {broadcast, constant, mul} from "../../graph/ops.ts";

/** Returns the nodes between the ends and a root, the ends left out. */
export function between(root: Node, ends: ReadonlySet<Node>): Node[] {
  const seen = new Set<Node>([root]);
  for (const node of seen) for (const input of node.inputs) if (!ends.has(input)) seen.add(input);
  return [...seen];
}

/** Returns what each end's value is multiplied with. */
export const slopes = (root: Node, ends: readonly Node[]): readonly Node[] =>
  backward([root], ends, relevanceRules()).flows;

const slope = (original: Node, rebuilt: Node): Node =>
  mul(rebuilt.inputs[0]!, secant(original.inputs[0]!, original));

type Norm = NodeOf<"layerNorm"> | NodeOf<"rmsNorm">;
const norm = (original: Node, rebuilt: Node): Node =>
  normScaledBy(rebuilt as Norm, original.inputs[0]!);

const bent: {readonly [O in Op]?: (original: Node, rebuilt: Node) => Node} = {
  layerNorm: norm,
  rmsNorm: norm,
  activation: slope,
  tanh: slope,
  relu: slope
};

/** Returns the same linear function of what the ends are made: the value that stands for each. */
export function linearised(root: Node, ends: ReadonlyMap<Node, Node>): Node {
  const linear = new Set(between(root, new Set(ends.keys())));
  return rewrite([root], (original, rebuilt) => {
    const end = ends.get(original);
    if (end) return end;
    if (!linear.has(original)) return original;
    return bent[original.op]?.(original, rebuilt) ?? rebuilt;
  })[0]!;
}

/** Returns the linear function where every end is zero: what biases add. */
export const rest = (root: Node, ends: ReadonlySet<Node>): Node =>
  linearised(root, new Map([...ends].map((end) => [end, broadcast(constant(0), end.shape)])));
