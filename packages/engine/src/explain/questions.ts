/** The graphs of the questions people ask: each compiled once per model. */
import {UnsupportedError} from "../errors.ts";
import type {ModelGraph} from "../architectures/architecture.ts";
import {input, matmul, reshape} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Question} from "./session.ts";

/** One-hot rows that choose P positions [B, P, T]. */
const chosen = (): Node => input("select", ["B", "P", "T"], {kind: "select"});

/** What can be asked of a model without a head. */
const ofEncoders =
  "ask for vectors of texts (embed, similarities), for why two texts are alike (alike; ecco embed --against --why), or for its layers (project, compare, probe, neurons, run)";

/** Returns the error for what a model without a head cannot say; `so` tells what does not follow: "so it says no word". */
export const headless = ({headless: reason}: ModelGraph, so: string): UnsupportedError =>
  new UnsupportedError(
    `this model has no head, ${so}${reason === undefined ? "" : `: ${reason}`}; ${ofEncoders}`
  );

/** Whether a model writes on from a text, and so is explained token by token. */
export const writesOn = ({memories, outputsOnly, head, kind}: ModelGraph): boolean =>
  memories.length > 0 || (outputsOnly !== undefined && head !== null && kind !== "masked");

/** Throws UnsupportedError for *what* where only the outputs of a model can be asked for. */
export function needsInside({outputsOnly}: ModelGraph, what: string): void {
  if (outputsOnly !== undefined) throw new UnsupportedError(`${what}: ${outputsOnly}`);
}

/** Returns the logits [B, P, V] at chosen positions only: the head is the dearest part of a small model. */
export function logitsAt(graph: ModelGraph): Node {
  if (graph.kind === "encoder") throw headless(graph, "so it says no word");
  if (graph.kind === "sequence-classifier")
    return reshape(graph.logits, [graph.logits.shape[0]!, 1, graph.logits.shape[1]!]);
  if (!graph.head) return matmul(chosen(), graph.logits);
  return graph.head(matmul(chosen(), graph.residuals.at(-1)!), {norm: true});
}

export const nextQuestion = (graph: ModelGraph): Question => ({
  key: "next",
  outputs: () => ({logits: logitsAt(graph)})
});

export const captureQuestion = (graph: ModelGraph, names: readonly string[]): Question => ({
  key: `capture:${names.join()}`,
  outputs: () => Object.fromEntries(names.map((name) => [name, graph.sites.get(name)!.node]))
});
