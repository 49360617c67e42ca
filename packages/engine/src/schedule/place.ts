/** Where results live: which buffer, and under which coordinates of it. */
import type {Node, NodeOf, Shape} from "../graph/node.ts";

/** A buffer of one run. Its shape may be symbolic; rows are contiguous. */
export interface Storage {
  readonly id: number;
  readonly shape: Shape;
}

/** One change of coordinates on the way from a result to the buffer that holds it. */
export type Move =
  | {readonly kind: "reshape"; readonly to: Shape}
  | {readonly kind: "transpose"; readonly permutation: readonly number[]; readonly to: Shape}
  | {readonly kind: "shift"; readonly axis: number; readonly by: number; readonly to: Shape};

export interface Place {
  readonly storage: Storage;
  /** From the result's coordinates to the storage's; empty where they are the same. */
  readonly path: readonly Move[];
}

type Mover<O extends "reshape" | "transpose"> = (node: NodeOf<O>) => Move;

const movers: {readonly [O in "reshape" | "transpose"]: Mover<O>} = {
  reshape: ({shape}) => ({kind: "reshape", to: shape}),
  transpose: ({shape, attributes: {permutation}}) => ({kind: "transpose", permutation, to: shape})
};

/** Returns the move a view makes of its input's coordinates; undefined where it is not one to one. */
export function moveOf(view: Node): Move | undefined {
  if (view.op === "reshape") return movers.reshape(view);
  if (view.op === "transpose") return movers.transpose(view);
  return undefined;
}

/** Returns where results live: a node read once, through views that only reorder it, is written as it is read. */
export function assignPlaces(
  order: readonly Node[],
  stored: ReadonlySet<Node>,
  kept: ReadonlySet<Node>
): {places: Map<Node, Place>; storages: Storage[]} {
  const users = new Map<Node, Node[]>();
  for (const node of order)
    for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node]);
  const places = new Map<Node, Place>();
  const storages: Storage[] = [];
  const own = (shape: Shape): Storage => {
    const storage = {id: storages.length, shape};
    storages.push(storage);
    return storage;
  };

  function place(node: Node): Place {
    const known = places.get(node);
    if (known) return known;
    const found = follow(node) ?? {storage: own(node.shape), path: []};
    places.set(node, found);
    return found;
  }

  function follow(node: Node): Place | undefined {
    const [user, ...others] = users.get(node) ?? [];
    if (!user || others.length > 0 || kept.has(node)) return undefined;
    if (user.op === "concat") {
      const {storage, path} = place(user);
      const {axis} = user.attributes;
      const by = user.inputs
        .slice(0, user.inputs.indexOf(node))
        .reduce((sum, part) => sum + (part.shape[axis] as number), 0);
      return {storage, path: [{kind: "shift", axis, by, to: user.shape}, ...path]};
    }
    const move = moveOf(user);
    if (!move) return undefined;
    const {storage, path} = place(user);
    return {storage, path: [move, ...path]};
  }

  for (const node of order) if (stored.has(node)) place(node);
  return {places, storages};
}
