/** What runs, in which order: the graph cut into kernels, each with everything that can be computed along with it. */
import {topological} from "../graph/node.ts";
import {constant, mul} from "../graph/ops.ts";
import type {Node, NodeOf, Shape} from "../graph/node.ts";
import {fuse} from "./fuse.ts";
import {assignPlaces} from "./place.ts";
import type {Place, Storage} from "./place.ts";
import {simplify} from "./simplify.ts";

/** One kernel: reads buffers, writes results. */
export interface Step {
  /** The rows or product operation inside; null where every number stands alone. */
  readonly core: NodeOf<"linear"> | Node | null;
  /** What is written: the results have one shape. A result that only `moves` is read from its own place. */
  readonly results: readonly {
    readonly node: Node;
    readonly place: Place;
    readonly moves: boolean;
  }[];
  /** Inputs, parameters and stored results it reads. */
  readonly reads: readonly Node[];
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly inputs: readonly NodeOf<"input">[];
  /** Where inputs (one each) and stored results live; parameters have buffers of their own. */
  readonly places: ReadonlyMap<Node, Place>;
  readonly storages: readonly Storage[];
  /** The first step that writes a storage (−1: before all) and the last that reads it (the number of steps: kept). */
  readonly lives: readonly {readonly from: number; readonly to: number}[];
  readonly outputs: ReadonlyMap<string, {readonly node: Node; readonly shape: Shape}>;
}

export interface PlanOptions {
  /** The most buffers one kernel may read. */
  readonly maxReads: number;
}

/** Returns the node whose numbers are an output's, in the same order. Parameters and constants are computed anew. */
const endOf = (node: Node): Node => {
  if (node.op === "reshape") return endOf(node.inputs[0]!);
  return node.op === "parameter" || node.op === "constant" ? mul(node, constant(1)) : node;
};

/** Returns the plan of the outputs. Pure: knows no device, and lengths only as symbols. */
export function plan(outputs: Readonly<Record<string, Node>>, {maxReads}: PlanOptions): Plan {
  const names = Object.keys(outputs);
  const roots = simplify(Object.values(outputs));
  const ends = roots.map(endOf);
  const order = topological(ends);
  const kept = new Set(ends);
  const {stored, kernels} = fuse(order, kept, maxReads);
  const {places, storages} = assignPlaces(order, stored, kept);

  const inputs = topological(Object.values(outputs)).filter((node) => node.op === "input");
  for (const node of inputs) {
    const storage = {id: storages.length, shape: node.shape};
    storages.push(storage);
    places.set(node, {storage, path: []});
  }

  const steps: Step[] = [];
  for (const {core, results, reads} of kernels) {
    const written = results.map((node) => ({node, place: places.get(node)!, moves: false}));
    if (results[0]!.op !== "concat") {
      // A kept view whose input was written in its order needs no kernel.
      if (core || !isPlacedBy(results[0]!, places)) steps.push({core, results: written, reads});
      continue;
    }
    const [{node, place}] = written as [(typeof written)[number]];
    let by = 0;
    const {axis} = (node as NodeOf<"concat">).attributes;
    for (const part of node.inputs) {
      const base = places.get(part);
      const path = [{kind: "shift", axis, by, to: node.shape} as const, ...place.path];
      if (base?.storage !== place.storage) {
        const result = {node: part, place: {storage: place.storage, path}, moves: true};
        steps.push({core: null, results: [result], reads: readsOf(part, places)});
      }
      by += part.shape[axis] as number;
    }
  }
  return {
    steps,
    inputs,
    places,
    storages,
    lives: livesOf(steps, places, storages, kept),
    outputs: new Map(
      names.map((name, index) => [name, {node: ends[index]!, shape: roots[index]!.shape}])
    )
  };
}

const isPlacedBy = (node: Node, places: ReadonlyMap<Node, Place>): boolean => {
  if (node.op !== "transpose" && node.op !== "reshape") return false;
  const [input] = node.inputs;
  const [mine, its] = [places.get(node), places.get(input!)];
  return its !== undefined && its.storage === mine?.storage;
};

/** Returns what is read to know a node that may be a view of something stored. */
function readsOf(node: Node, places: ReadonlyMap<Node, Place>): Node[] {
  if (node.op === "constant") return [];
  if (places.has(node) || node.op === "parameter") return [node];
  return [...new Set(node.inputs.flatMap((input) => readsOf(input, places)))];
}

function livesOf(
  steps: readonly Step[],
  places: ReadonlyMap<Node, Place>,
  storages: readonly Storage[],
  kept: ReadonlySet<Node>
): Plan["lives"] {
  const lives = storages.map(() => ({from: steps.length, to: -1}));
  const touch = (node: Node, at: number): void => {
    const life = lives[places.get(node)?.storage.id ?? -1];
    if (!life) return;
    life.from = Math.min(life.from, at);
    life.to = Math.max(life.to, at);
  };
  steps.forEach(({results, reads}, at) => {
    for (const {place} of results) {
      const life = lives[place.storage.id]!;
      life.from = Math.min(life.from, at);
      life.to = Math.max(life.to, at);
    }
    for (const node of reads) touch(node, at);
  });
  for (const node of places.keys()) if (node.op === "input") touch(node, -1);
  for (const node of kept) touch(node, steps.length);
  return lives;
}
