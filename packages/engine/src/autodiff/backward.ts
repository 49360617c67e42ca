/** The reverse walker: one walk for every rule table, so gradients and relevances are graphs like any other. */
import {UnsupportedError} from "../errors.ts";
import {expand} from "../graph/decompose.ts";
import {add, constant, broadcast} from "../graph/ops.ts";
import {isSemantic, topological} from "../graph/node.ts";
import type {Node, NodeOf, Op, PrimitiveOp, SemanticOp} from "../graph/node.ts";

/** Returns what flows to each input, given what flows to the output; undefined where nothing does. */
export type Rule<O extends Op> = (node: NodeOf<O>, flow: Node) => readonly (Node | undefined)[];

/** Every primitive has a rule; a semantic operation without one is expanded first. */
export type RuleTable = {readonly [O in PrimitiveOp]: Rule<O>} & {
  readonly [O in SemanticOp]?: Rule<O>;
};

export interface Backward {
  /** The roots as walked: with the operations expanded that the table has no rule for. */
  readonly roots: readonly Node[];
  /** One per `wrt`, of its shape; a zero where the root does not depend on it. */
  readonly flows: readonly Node[];
}

/**
 * Walks back from the first root, seeded with ones, to each of `wrt`.
 * `wrt` must be leaves, or nodes no expansion replaces.
 */
export function backward(roots: readonly Node[], wrt: readonly Node[], rules: RuleTable): Backward {
  const expanded = expand(roots, (op) => (rules as Partial<Record<Op, unknown>>)[op] !== undefined);
  const order = topological(expanded.slice(0, 1));
  const leads = leadsTo(order, new Set(wrt));
  const flows = new Map<Node, Node>([[expanded[0]!, broadcast(constant(1), expanded[0]!.shape)]]);
  for (const node of order.toReversed()) {
    const flow = flows.get(node);
    if (!flow || !leads.has(node) || wrt.includes(node)) continue;
    const rule = ruleOf(rules, node.op);
    rule(node, flow).forEach((part, index) => {
      const input = node.inputs[index]!;
      if (!part || !leads.has(input)) return;
      const before = flows.get(input);
      flows.set(input, before ? add(before, part) : part);
    });
  }
  return {
    roots: expanded,
    flows: wrt.map((node) => flows.get(node) ?? broadcast(constant(0), node.shape))
  };
}

function leadsTo(order: readonly Node[], wrt: ReadonlySet<Node>): Set<Node> {
  const leads = new Set<Node>();
  for (const node of order)
    if (wrt.has(node) || node.inputs.some((input) => leads.has(input))) leads.add(node);
  return leads;
}

function ruleOf(
  rules: RuleTable,
  op: Op
): (node: Node, flow: Node) => readonly (Node | undefined)[] {
  const rule = (rules as Partial<Record<Op, unknown>>)[op];
  if (!rule) {
    throw new UnsupportedError(
      `no rule for ${op}${isSemantic(op) ? ", which should have been expanded" : ""}`
    );
  }
  return rule as (node: Node, flow: Node) => readonly (Node | undefined)[];
}
