/** The reverse walker: one walk for every rule table, so gradients and relevances are graphs like any other. */
import {UnsupportedError} from "../errors.ts";
import {expand} from "../graph/decompose.ts";
import {add, constant, broadcast} from "../graph/ops.ts";
import {isSemantic, rewrite, topological} from "../graph/node.ts";
import type {Node, NodeOf, Op, PrimitiveOp, SemanticOp} from "../graph/node.ts";

/** What a rule may ask of the walk it is part of. */
export interface Walk {
  /** Whether anything that is asked for lies behind this node. */
  readonly leads: (node: Node) => boolean;
  /** The same place of the other run; the node itself where there is none or nothing differs. */
  readonly twin: (node: Node) => Node;
}

/** Returns what flows to each input, given what flows to the output; undefined where nothing does. */
export type Rule<O extends Op> = (
  node: NodeOf<O>,
  flow: Node,
  walk: Walk
) => readonly (Node | undefined)[];

/** Every primitive has a rule; a semantic operation without one is expanded first. */
export type RuleTable = {readonly [O in PrimitiveOp]: Rule<O>} & {
  readonly [O in SemanticOp]?: Rule<O>;
};

export interface BackwardOptions {
  /** Nodes whose flow is told too, and passes on: inner places of the computation. */
  readonly watch?: readonly Node[];
  /** Leaves of another run by those of this one: rules that compare two runs read both. */
  readonly twins?: ReadonlyMap<Node, Node>;
}

export interface Backward {
  /** The roots as walked: with the operations expanded that the table has no rule for. */
  readonly roots: readonly Node[];
  /** One per `wrt`, of its shape; a zero where the root does not depend on it. */
  readonly flows: readonly Node[];
  /** One per `watch`. */
  readonly watched: readonly Node[];
  /** What is watched, as walked. */
  readonly places: readonly Node[];
  /** The roots of the other run. */
  readonly twins: readonly Node[];
}

/** Walks back from the first root, seeded with ones, to each of `wrt`, where the walk ends. */
export function backward(
  roots: readonly Node[],
  wrt: readonly Node[],
  rules: RuleTable,
  {watch = [], twins = new Map()}: BackwardOptions = {}
): Backward {
  const has = (op: Op): boolean => (rules as Partial<Record<Op, unknown>>)[op] !== undefined;
  const all = expand([...roots, ...wrt, ...watch], has);
  const expanded = all.slice(0, roots.length);
  const ends = all.slice(roots.length, roots.length + wrt.length);
  const places = all.slice(roots.length + wrt.length);
  const order = topological(expanded.slice(0, 1));
  const stops = new Set(ends);
  const leads = leadsTo(order, new Set([...ends, ...places]));
  const other = twinsOf(expanded, twins);
  const walk: Walk = {
    leads: (node) => leads.has(node),
    twin: (node) => other.get(node) ?? node
  };
  const flows = new Map<Node, Node>([[expanded[0]!, broadcast(constant(1), expanded[0]!.shape)]]);
  for (const node of order.toReversed()) {
    const flow = flows.get(node);
    if (!flow || !leads.has(node) || stops.has(node)) continue;
    ruleOf(rules, node.op)(node, flow, walk).forEach((part, index) => {
      const input = node.inputs[index]!;
      if (!part || !leads.has(input)) return;
      const before = flows.get(input);
      flows.set(input, before ? add(before, part) : part);
    });
  }
  const told = (node: Node): Node => flows.get(node) ?? broadcast(constant(0), node.shape);
  return {
    roots: expanded,
    flows: ends.map(told),
    watched: places.map(told),
    places,
    twins: expanded.map(walk.twin)
  };
}

/** Returns each node's counterpart where these leaves take the place of others. */
function twinsOf(roots: readonly Node[], leaves: ReadonlyMap<Node, Node>): ReadonlyMap<Node, Node> {
  const twins = new Map<Node, Node>();
  if (leaves.size === 0) return twins;
  rewrite(roots, (original, rebuilt) => {
    const twin = leaves.get(original) ?? rebuilt;
    twins.set(original, twin);
    return twin;
  });
  return twins;
}

function leadsTo(order: readonly Node[], wrt: ReadonlySet<Node>): Set<Node> {
  const leads = new Set<Node>();
  for (const node of order)
    if (wrt.has(node) || node.inputs.some((input) => leads.has(input))) leads.add(node);
  return leads;
}

type AnyRule = (node: Node, flow: Node, walk: Walk) => readonly (Node | undefined)[];

function ruleOf(rules: RuleTable, op: Op): AnyRule {
  const rule = (rules as Partial<Record<Op, unknown>>)[op];
  if (!rule) {
    throw new UnsupportedError(
      `no rule for ${op}${isSemantic(op) ? ", which should have been expanded" : ""}`
    );
  }
  return rule as AnyRule;
}
