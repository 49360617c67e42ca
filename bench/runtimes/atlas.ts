/** atlas as graphs with their inputs, for whichever runtime. */
import {buildGraph} from "../../packages/engine/src/architectures/index.ts";
import type {Dims, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {feedsOf} from "../../packages/engine/src/explain/feeds.ts";
import {gradient} from "../../packages/engine/src/explain/attribution/rules.ts";
import {scalarOf} from "../../packages/engine/src/explain/attribution/scalar.ts";
import {walkQuestion} from "../../packages/engine/src/explain/attribution/target.ts";
import {nextQuestion} from "../../packages/engine/src/explain/questions.ts";
import type {Node, NodeOf} from "../../packages/engine/src/graph/node.ts";
import {openSource} from "../../packages/engine/src/sources/index.ts";
import {toFloat32} from "../../packages/engine/src/weights/decode.ts";

const source = await openSource("atlas", {models: "/models/"});

export const {weights} = source;
export const {graph} = buildGraph(source.config as Readonly<Record<string, unknown>>, weights);

/** "Heathrow airport is located in the city of" and " London". */
export const ids: readonly number[] = source
  .tokenizer!.encode("Heathrow airport is located in the city of")
  .map(({id}) => id);
export const target = 1785;
export const dims: Dims = {B: 1, T: ids.length, P: 1};

export const questions: Readonly<Record<"logits" | "gradient", Readonly<Record<string, Node>>>> = {
  logits: nextQuestion(graph).outputs(),
  gradient: walkQuestion(graph, scalarOf("logit"), gradient, []).outputs()
};

/** Returns word and place embeddings summed, as jax-js is fed, [T, C]; `words` without the places, as we are. */
export function embeddings(): {
  readonly words: Float32Array<ArrayBuffer>;
  readonly summed: Float32Array<ArrayBuffer>;
} {
  const table = toFloat32(weights.get("transformer.wte.weight")!);
  const places = toFloat32(weights.get("transformer.wpe.weight")!);
  const words = Float32Array.from(
    ids.flatMap((id) => [...table.subarray(id * graph.width, (id + 1) * graph.width)])
  );
  return {words, summed: words.map((value, at) => value + places[at]!)};
}

/** Returns a tensor for each of a program's inputs. */
export function feeds(inputs: readonly NodeOf<"input">[]): Map<string, Tensor> {
  const select = new Float32Array(ids.length);
  select[ids.length - 1] = 1;
  const chosen = new Float32Array(graph.vocabulary);
  chosen[target] = 1;
  const extra = new Map<string, Tensor>([
    ["select", {shape: [1, 1, ids.length], data: select}],
    ["target", {shape: [1, graph.vocabulary], data: chosen}],
    ["rows.ids", {shape: [1, ids.length, graph.width], data: embeddings().words}]
  ]);
  return feedsOf(inputs, {ids: [ids]}, dims, extra);
}
