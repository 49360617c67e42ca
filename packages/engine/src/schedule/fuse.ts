/** Decides what is computed inside what: which results are stored, and which live only inside a kernel. */
import {largestOf} from "../lists.ts";
import type {Node} from "../graph/node.ts";
import {roleOf} from "./roles.ts";

export interface Kernel {
  readonly core: Node | null;
  readonly results: readonly Node[];
  readonly reads: readonly Node[];
}

interface Pending {
  /** The rows or product operation it finishes; null for numbers that stand alone. */
  readonly core: Node | null;
  readonly reads: ReadonlySet<Node>;
  /** Operations in it. */
  readonly size: number;
}

/** Longer chains are cut: a kernel's text, and so its compilation, should stay small. */
const LONGEST = 80;

/**
 * Returns the stored results and the kernels that write them, in order.
 *
 * A result is stored when it is kept, read by several, or read by a product (which reads each number often).
 * A rows or product operation is finished, before its numbers are stored, by what alone reads them.
 */
export function fuse(
  order: readonly Node[],
  kept: ReadonlySet<Node>,
  maxReads: number
): {stored: Set<Node>; kernels: Kernel[]} {
  const uses = countUses(order, kept);
  const pending = new Map<Node, Pending>();
  const stored = new Set<Node>();
  const kernels: Kernel[] = [];

  const store = (node: Node): void => {
    if (stored.has(node)) return;
    const {core, reads} = pending.get(node)!;
    stored.add(node);
    kernels.push({core, results: [node], reads: [...reads]});
  };

  for (const node of order) {
    const role = roleOf(node);
    if (role === "leaf" || (role === "view" && !kept.has(node))) continue;
    const own = role === "rows" || role === "product" ? node : null;
    const made = {core: own as Node | null, reads: new Set<Node>(), size: 1};
    // Last first: of two cores the later is finished here, the other was complete before.
    for (const input of node.inputs.toReversed()) {
      const base = throughViews(input, kept, stored);
      const part = pending.get(base);
      if (!part || stored.has(base)) {
        if (base.op !== "constant") made.reads.add(base);
        continue;
      }
      if (takes(node, input, base, part, made)) {
        made.core ??= part.core;
        for (const read of part.reads) made.reads.add(read);
        made.size += part.size;
      } else {
        store(base);
        made.reads.add(base);
      }
    }
    pending.set(node, made);
    if (kept.has(node) || role === "join" || ((uses.get(node) ?? 0) > 1 && made.reads.size > 0))
      store(node);
  }
  return {stored, kernels: join(kernels, stored, maxReads + 1)};

  function takes(node: Node, input: Node, base: Node, part: Pending, made: Pending): boolean {
    const role = roleOf(node);
    // Constants cost nothing anywhere; a sum of them is a loop all the same.
    if (part.reads.size === 0 && !part.core) return true;
    // These read each number often: it should be there, not computed each time.
    if (role === "join" || role === "product" || node.op === "put") return false;
    if (
      part.size + made.size > LONGEST ||
      union(part.reads, made.reads) + node.inputs.length > maxReads
    )
      return false;
    if (!part.core) return true;
    // The core's loop is the kernel's: its numbers must be read one by one, where they are.
    return (
      isElementwise(node) &&
      base === input &&
      made.core === null &&
      base.shape.join() === node.shape.join()
    );
  }
}

/**
 * Returns the kernels with those that only continue another, number by number, made part of it: an activation whose
 * input is kept for the way back is written along with its input.
 */
function join(kernels: readonly Kernel[], stored: ReadonlySet<Node>, maxBuffers: number): Kernel[] {
  const joined: {core: Node | null; results: Node[]; reads: readonly Node[]}[] = [];
  const maker = new Map<Node, number>();
  for (const {core, results, reads} of kernels) {
    const [result] = results as readonly [Node];
    const last = Math.max(-1, largestOf(reads.map((read) => maker.get(read) ?? -1)));
    const host = joined[last];
    const all = host && [
      ...new Set([...host.reads, ...reads.filter((read) => !host.results.includes(read))])
    ];
    if (
      host &&
      !core &&
      isElementwise(result) &&
      host.results[0]!.shape.join() === result.shape.join() &&
      ["point", "rows", "product"].includes(roleOf(host.results[0]!)) &&
      all!.length + host.results.length + 1 <= maxBuffers &&
      continues(result, new Set(host.results), stored)
    ) {
      host.results.push(result);
      host.reads = all!;
      maker.set(result, last);
    } else {
      maker.set(result, joined.length);
      joined.push({core, results: [...results], reads});
    }
  }
  return joined;
}

/** Whether the node meets these results only at its own position. */
function continues(node: Node, results: ReadonlySet<Node>, stored: ReadonlySet<Node>): boolean {
  const visit = (at: Node, same: boolean): boolean => {
    if (results.has(at)) return same && at.shape.join() === node.shape.join();
    if (at !== node && (stored.has(at) || roleOf(at) === "leaf")) return true;
    const still = same && isElementwise(at);
    return at.inputs.every((input) => visit(input, still));
  };
  return visit(node, true);
}

const union = (a: ReadonlySet<Node>, b: ReadonlySet<Node>): number => new Set([...a, ...b]).size;

const elsewhere: ReadonlySet<string> = new Set(["pad", "gather", "take", "put", "rotary"]);
/** Whether each number comes from the numbers at the same place. */
const isElementwise = (node: Node): boolean => roleOf(node) === "point" && !elsewhere.has(node.op);

function throughViews(node: Node, kept: ReadonlySet<Node>, stored: ReadonlySet<Node>): Node {
  let at = node;
  while (roleOf(at) === "view" && !kept.has(at) && !stored.has(at)) at = at.inputs[0]!;
  return at;
}

/** Counts who reads each node's numbers, through views. */
function countUses(order: readonly Node[], kept: ReadonlySet<Node>): Map<Node, number> {
  const uses = new Map<Node, number>();
  for (const node of kept) uses.set(node, 1);
  for (const node of order.toReversed()) {
    const count = roleOf(node) === "view" && !kept.has(node) ? (uses.get(node) ?? 0) : 1;
    for (const input of new Set(node.inputs)) uses.set(input, (uses.get(input) ?? 0) + count);
  }
  return uses;
}
