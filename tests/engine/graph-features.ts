/**
 * What a model's graphs are made of: every operation with the kind of its attributes and of its operands, what a host
 * fills, the kinds of sites, the facts of the model, and which rule of which method meets which operation.
 */
import {buildGraph} from "../../packages/engine/src/architectures/index.ts";
import type {ModelGraph} from "../../packages/engine/src/architectures/architecture.ts";
import {backward} from "../../packages/engine/src/autodiff/backward.ts";
import type {RuleTable, Walk} from "../../packages/engine/src/autodiff/backward.ts";
import {
  deconvolution,
  deepLifts,
  gradient,
  guided,
  relevance
} from "../../packages/engine/src/explain/attribution/rules.ts";
import {topological} from "../../packages/engine/src/graph/node.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {input, sum} from "../../packages/engine/src/graph/ops.ts";
import {openSource} from "../../packages/engine/src/sources/index.ts";

/** The tables of rules that methods walk back by. */
const tables: Readonly<Record<string, () => RuleTable>> = {
  gradient: gradient.table,
  guided: guided.table,
  deconvolution: deconvolution.table,
  bounded: deepLifts.bounded.table,
  elementwise: deepLifts.elementwise.table,
  "attn-lrp": relevance({}).table,
  "cp-lrp": relevance({constantPatterns: true}).table,
  "lrp epsilon": relevance({linear: {rule: "epsilon", epsilon: 0.1}}).table,
  "lrp gamma": relevance({linear: {rule: "gamma", gamma: 0.1}}).table,
  "lrp alpha": relevance({linear: {rule: "alpha1-beta0"}}).table
};

/** Attributes whose numbers say how large something is: that they are there counts, not how large. */
const sizes: ReadonlySet<string> = new Set([
  "epsilon",
  "start",
  "end",
  "before",
  "after",
  "length",
  "window",
  "buckets",
  "maxDistance",
  "farthest",
  "span",
  "token",
  "value",
  "offset",
  "padding",
  "frequencies",
  "slopes",
  "long"
]);

/** Returns the attributes without sizes: names, booleans, axes, and which of the others there are. */
function kindOf(attributes: object): string {
  return Object.entries(attributes)
    .map(([key, value]: [string, unknown]) => {
      if (key === "name") return "";
      if (key === "alpha" || key === "factor") return value === 1 ? "" : key;
      if (sizes.has(key)) return value === null ? `${key} none` : key;
      if (key === "shape") return lengths(value as Node["shape"]);
      if (typeof value === "object" && value !== null && !Array.isArray(value))
        return `${key} {${kindOf(value)}}`;
      return `${key} ${JSON.stringify(value)}`;
    })
    .filter(Boolean)
    .join(" ");
}

/** A shape with ones, and a sign for every other length: what broadcasts, and along which axis. */
const lengths = (shape: Node["shape"]): string =>
  `[${shape.map((length) => (length === 1 ? "1" : "n")).join()}]`;

const nodeOf = ({op, attributes, inputs}: Node): string =>
  `${op} ${kindOf(attributes)} ${inputs.map(({shape}) => shape.length).join()}`;

const leaves: ReadonlySet<string> = new Set(["input", "parameter", "constant"]);

const general = (name: string): string => name.replaceAll(/\d+/g, "#");

/** Returns the features of the model in a folder. */
export async function featuresOf(folder: string): Promise<ReadonlySet<string>> {
  const {config, weights} = await openSource(folder);
  const {graph, cached} = buildGraph(config as Readonly<Record<string, unknown>>, weights);
  const found = new Set<string>();
  const take = (roots: readonly Node[]): void => {
    for (const node of topological(roots)) {
      found.add(`operation: ${nodeOf(node)}`);
      // What follows what: backends make one program of neighbours.
      for (const {op} of node.inputs) if (!leaves.has(op)) found.add(`${op}, then ${node.op}`);
    }
  };
  take(rootsOf(graph));
  if (graph.memories.length > 0) take(rootsOf(cached()));
  for (const fact of factsOf(graph, weights)) found.add(`model: ${fact}`);
  for (const [name, {axes}] of graph.sites) found.add(`site: ${general(name)} ${axes.join()}`);
  if (graph.head && graph.kind !== "encoder")
    take([
      graph.head(graph.residuals.at(-1)!, {norm: true}),
      graph.head(graph.residuals.at(-1)!, {norm: false}),
      graph.head(graph.residuals.at(-1)!, {norm: false, bare: true})
    ]);
  for (const [name, table] of Object.entries(tables)) {
    const met = (feature: string): void => void found.add(`${name}: ${feature}`);
    const {flows} = walkOf(graph, noting(table(), met), name);
    take(flows);
  }
  return found;
}

/** All that laws read of a graph. */
const rootsOf = (graph: ModelGraph): readonly Node[] => [
  graph.logits,
  ...graph.residuals,
  ...[...graph.sites.values()].map(({node}) => node)
];

/** What a model is, beside its operations. */
function* factsOf(
  graph: ModelGraph,
  weights: ReadonlyMap<string, {readonly dtype: string}>
): Generator<string> {
  yield graph.kind;
  yield `${graph.lookups.length} look-ups`;
  yield `context ${Number.isFinite(graph.context) ? "ends" : "has no end"}`;
  if (graph.head) yield "head";
  if (graph.start !== null) yield "start";
  if (graph.shiftedBy !== undefined) yield "shifted";
  if (graph.turnsBeyond !== undefined) yield "turns beyond";
  for (const {kind} of graph.memories) yield `memory ${kind}`;
  for (const {dtype} of weights.values()) yield `weights ${dtype}`;
}

/** Walks back from all logits to the look-ups by a table of rules. */
function walkOf(graph: ModelGraph, table: RuleTable, name: string): {flows: readonly Node[]} {
  const value = sum(
    graph.logits,
    graph.logits.shape.map((_, axis) => axis)
  );
  const compares = name === "bounded" || name === "elementwise";
  const rows = graph.lookups.map(({node}) => node);
  const twins = new Map(rows.map((row) => [row, input(`other.${row.id}`, row.shape)]));
  return backward([value], rows, table, compares ? {twins} : {});
}

/** Returns the table; its rules say what operation they meet, and which of its operands lead to what is asked. */
function noting(table: RuleTable, met: (feature: string) => void): RuleTable {
  const entries = Object.entries(table) as [string, (...args: unknown[]) => unknown][];
  return Object.fromEntries(
    entries.map(([op, rule]) => [
      op,
      (node: Node, flow: Node, walk: Walk) => {
        const leads = node.inputs.map((one) => (walk.leads(one) ? "x" : "-")).join("");
        met(`${op} ${kindOf(node.attributes)} ${leads}`);
        return rule(node, flow, walk);
      }
    ])
  ) as unknown as RuleTable;
}
