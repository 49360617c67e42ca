/** Where the nodes of a beam tree stand: a column a token, the most probable texts on top. */
import type {BeamNode, Generation} from "./data.ts";

export interface PlacedNode {
  readonly node: BeamNode;
  /** 0 = the most probable text of that length. */
  readonly row: number;
  /** Whether what is returned goes through it. */
  readonly chosen: boolean;
}

export interface PlacedTree {
  readonly columns: readonly (readonly PlacedNode[])[];
  readonly byId: ReadonlyMap<number, PlacedNode>;
  /** Nodes of the longest column. */
  readonly rows: number;
}

const paths = new WeakMap<Generation, readonly number[]>();

/** Returns the ids of the nodes from the first token to the last of what is returned. */
export function pathOf(data: Generation): readonly number[] {
  const known = paths.get(data);
  if (known) return known;
  const {tree = [], leaf} = data;
  const path: number[] = [];
  // A parent that comes back to its child leads nowhere.
  for (let id = leaf ?? null; id !== null && path.length <= tree.length;) {
    path.push(id);
    id = tree[id]?.parent ?? null;
  }
  path.reverse();
  paths.set(data, path);
  return path;
}

export function placeTree(data: Generation): PlacedTree {
  const path = new Set(pathOf(data));
  const columns: PlacedNode[][] = [];
  const byId = new Map<number, PlacedNode>();
  const best = (data.tree ?? []).toSorted((a, b) => b.logprob - a.logprob);
  for (const node of best) {
    const column = (columns[node.step] ??= []);
    const placed = {node, row: column.length, chosen: path.has(node.id)};
    column.push(placed);
    byId.set(node.id, placed);
  }
  return {columns, byId, rows: Math.max(0, ...columns.map(({length}) => length))};
}

/** Returns the node's best continuation that stayed among the beams, else any. */
export function childOf({columns}: PlacedTree, {node}: PlacedNode): PlacedNode | undefined {
  const children = (columns[node.step + 1] ?? []).filter(({node: {parent}}) => parent === node.id);
  return (
    children.find(({chosen}) => chosen) ?? children.find(({node: {kept}}) => kept) ?? children[0]
  );
}
