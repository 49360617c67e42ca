/**
 * What a neuron writes: its column of the layer that follows it, read through the output head as if it stood in the
 * residual stream alone (Geva et al. 2022, §3), without the final norm. The head of a masked model has a norm and an
 * activation of its own, and makes of so short a vector an answer of rare tokens only: nothing is read through it.
 */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {topological} from "../../graph/node.ts";
import type {Node} from "../../graph/node.ts";
import {input, linear} from "../../graph/ops.ts";
import {textOf} from "../input.ts";
import type {Question, Session} from "../session.ts";
import {rowOf} from "../tensors.ts";
import type {PromotedToken, TopTokens} from "./results.ts";
import type {NeuronStack} from "./sites.ts";

/** Returns the logits [B, 1, V] of what rows of neurons [B, 1, N] write; null where no layer or no such head follows. */
function written(graph: ModelGraph, neurons: Node, width: number): Node | null {
  const next = topological([graph.logits]).find(
    (node) => node.op === "linear" && node.inputs[0] === neurons
  );
  if (next?.op !== "linear" || !graph.head || graph.kind === "masked") return null;
  const row = input("neurons", ["B", 1, width]);
  const column = linear(row, next.inputs[1]!, undefined, next.attributes.layout);
  return graph.head(column, {norm: false});
}

/** Returns the tokens of the vocabulary that the neuron speaks for and against; null where it writes to no head. */
export async function writesOf(
  session: Session,
  {stack, width, siteOf}: NeuronStack,
  layer: number,
  neuron: number,
  top: number,
  signal: AbortSignal | undefined
): Promise<TopTokens["writes"]> {
  const {graph} = session;
  const logits =
    stack === "encoder" ? null : written(graph, graph.sites.get(siteOf(layer))!.node, width);
  if (!logits) return null;
  const question: Question = {key: `writes:${siteOf(layer)}`, outputs: () => ({logits})};
  // What a head says of nothing at all is taken off.
  const data = new Float32Array(2 * width);
  data[neuron] = 1;
  const outputs = await session.ask(question, {
    batch: {ids: [[0]]},
    extra: new Map([["neurons", {shape: [2, 1, width], data}]]),
    rows: 2,
    // No prompt goes forward.
    meter: {forwards: 0, backwards: 0},
    signal
  });
  const [said, usual] = [0, 1].map((row) => rowOf(outputs.get("logits")!, row));
  const all = Array.from(said!, (logit, id): PromotedToken => ({
    id,
    text: textOf(session, id),
    logit: logit - usual![id]!
  }));
  const sorted = all.toSorted((a, b) => b.logit - a.logit);
  return {promotes: sorted.slice(0, top), suppresses: sorted.toReversed().slice(0, top)};
}
