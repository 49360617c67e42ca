/** The graphs of the questions people ask: each compiled once per model. */
import {UnsupportedError} from "../errors.ts";
import {gradientRules} from "../autodiff/gradient.ts";
import {backward} from "../autodiff/backward.ts";
import type {ModelGraph} from "../architectures/architecture.ts";
import {concat, input, logSoftmax, matmul, mul, reshape, softmax, sum} from "../graph/ops.ts";
import {replace} from "../graph/node.ts";
import type {Dim, Node} from "../graph/node.ts";
import type {TargetKind} from "../results.ts";
import type {Question} from "./session.ts";

/** One-hot rows that choose P positions [B, P, T]. */
const chosen = (): Node => input("select", ["B", "P", "T"], {kind: "select"});

/** Returns the logits [B, P, V] at chosen positions only: the head is the dearest part of a small model. */
function logitsAt(graph: ModelGraph): Node {
  if (graph.kind === "encoder")
    throw new UnsupportedError(
      "this model has no head: it answers with the states of its layers; ask for layers.*.residual, patterns or neurons"
    );
  if (graph.kind === "sequence-classifier")
    return reshape(graph.logits, [graph.logits.shape[0]!, 1, graph.logits.shape[1]!]);
  if (!graph.head) return matmul(chosen(), graph.logits);
  return graph.head(matmul(chosen(), graph.residuals.at(-1)!), {norm: true});
}

export const nextQuestion = (graph: ModelGraph): Question => ({
  key: "next",
  outputs: () => ({logits: logitsAt(graph)})
});

/** The head on every residual at chosen positions: [layers + 1, B, P, V], the embedding first. */
export function lensQuestion(graph: ModelGraph, norm: boolean, bare: boolean): Question {
  return {
    key: `lens:${norm}:${bare}`,
    outputs: () => {
      const rows = graph.residuals.map((residual) => {
        const picked = matmul(chosen(), residual);
        return reshape(picked, [1, ...picked.shape]);
      });
      return {logits: graph.head!(concat(rows, 0), {norm, bare})};
    }
  };
}

const readings: {readonly [K in TargetKind]: (logits: Node) => Node} = {
  logit: (logits) => logits,
  logprob: logSoftmax,
  probability: softmax
};

/** Inputs that take the place of the look-ups: embeddings given row by row. */
const rowsOf = (graph: ModelGraph): Node[] =>
  graph.lookups.map(({ids, node}) => input(`rows.${ids}`, node.shape));

/** The target [B]: Σ weights · reading of the logits at the chosen position, on embeddings that are fed. */
function targetOf(graph: ModelGraph, of: TargetKind): {value: Node; rows: Node[]} {
  const logits = logitsAt(graph); // [B, 1, V]
  const classes = logits.shape[2] as Dim;
  const read = readings[of](logits);
  const one = read.shape[1] === "P" ? reshapeChosen(read) : reshape(read, ["B", classes]);
  const value = reshape(sum(mul(one, input("target", [classes], {kind: "target"})), [1]), ["B"]);
  const rows = rowsOf(graph);
  const [fed] = replace(
    [value],
    new Map(graph.lookups.map(({node}, index) => [node, rows[index]!]))
  );
  return {value: fed!, rows};
}

/** Sums over P, of which a target has one. */
const reshapeChosen = (read: Node): Node => reshape(sum(read, [1]), ["B", read.shape[2]!]);

export const valueQuestion = (graph: ModelGraph, of: TargetKind): Question => ({
  key: `value:${of}`,
  outputs: () => ({value: targetOf(graph, of).value})
});

/** The target and its gradient by every look-up: outputs `value` and the look-ups' gradient names. */
export function gradientQuestion(graph: ModelGraph, of: TargetKind): Question {
  return {
    key: `gradient:${of}`,
    gradient: true,
    outputs: () => {
      const {value, rows} = targetOf(graph, of);
      const {roots, flows} = backward([value], rows, gradientRules);
      return {
        value: roots[0]!,
        ...Object.fromEntries(graph.lookups.map(({gradient}, index) => [gradient, flows[index]!]))
      };
    }
  };
}

export const captureQuestion = (graph: ModelGraph, names: readonly string[]): Question => ({
  key: `capture:${names.join()}`,
  outputs: () => Object.fromEntries(names.map((name) => [name, graph.sites.get(name)!.node]))
});
