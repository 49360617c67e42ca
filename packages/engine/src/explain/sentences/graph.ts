/** A text's vector as a graph: the states of the last layer, pooled, and what comes behind. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {topological} from "../../graph/node.ts";
import type {Dim, Node} from "../../graph/node.ts";
import {
  activation,
  add,
  broadcast,
  concat,
  div,
  input,
  linear,
  matmul,
  max,
  mul,
  parameter,
  reshape,
  sqrt,
  sum,
  tanh
} from "../../graph/ops.ts";
import type {AfterPooling, DenseActivation, SentenceModules} from "./modules.ts";
import {isLinear} from "./weights.ts";

const known = new WeakMap<ModelGraph, Node>();

/**
 * Returns what a model's layers end in [B, length, C]: behind the final norm, where it has one, and what projects it, and before any head. Of
 * models with two stacks the encoder's.
 */
export function lastStates(graph: ModelGraph): Node {
  const found = known.get(graph) ?? graph.states;
  if (found) return found;
  const layers = [...graph.sites.keys()].filter((name) =>
    /^(?:encoder\.)?layers\.\d+\.residual$/.test(name)
  );
  const last = graph.sites.get(layers.at(-1)!)!.node;
  const norm = topological([graph.logits]).find(
    ({op, inputs}) => (op === "layerNorm" || op === "rmsNorm") && inputs[0] === last
  );
  const states = norm ?? last;
  known.set(graph, states);
  return states;
}

/** Whether each row of a batch has tokens of its own that count, or all have the same. */
export type Rows = "own" | "same";

/** Returns states [B, length, C] pooled [B, poolings · C]; which tokens count is fed (weights.ts). */
function pooledOf(states: Node, {poolings}: Pick<SentenceModules, "poolings">, rows: Rows): Node {
  const [, length, width] = states.shape as readonly [Dim, Dim, number];
  const count = rows === "own" ? "B" : 1;
  const parts = poolings.map((name) =>
    isLinear(name)
      ? matmul(broadcast(input(`pool.${name}`, [count, 1, length]), ["B", 1, length]), states)
      : max(add(states, input(`pool.${name}`, [count, length, 1])), [1])
  );
  const all = parts.length === 1 ? parts[0]! : concat(parts, 1);
  return reshape(all, ["B", poolings.length * width]);
}

/** Returns each row divided by its length. */
export const normalised = (x: Node): Node => div(x, sqrt(sum(mul(x, x), [x.shape.length - 1])));

const activate: {readonly [A in DenseActivation]: (x: Node) => Node} = {
  tanh,
  relu: (x) => activation(x, "relu"),
  gelu: (x) => activation(x, "gelu"),
  silu: (x) => activation(x, "silu"),
  identity: (x) => x
};

function stepOf(x: Node, step: AfterPooling): Node {
  if (step.kind === "normalise") return normalised(x);
  const {folder, widths, bias} = step;
  const [inner, out] = widths;
  const weight = parameter(`${folder}.linear.weight`, [out, inner]);
  const offset = bias ? parameter(`${folder}.linear.bias`, [out]) : undefined;
  return activate[step.activation](linear(x, weight, offset));
}

/** Returns the vectors of texts [B, dimensions]. */
export const vectorOf = (graph: ModelGraph, modules: SentenceModules, rows: Rows = "own"): Node =>
  modules.after.reduce(stepOf, pooledOf(lastStates(graph), modules, rows));

/** Names what `vectorOf` computes: the same key always means the same node. */
export const keyOf = ({poolings, after}: SentenceModules): string =>
  JSON.stringify([poolings, after]);
