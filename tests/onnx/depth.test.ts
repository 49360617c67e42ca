/** Programs grow with depth linearly: each further block has as many nodes as the one before. */
import {expect, test} from "vitest";
import {buildGraph} from "../../packages/engine/src/architectures/index.ts";
import {emit} from "../../packages/engine/src/backends/onnx/emit.ts";
import {
  deepLifts,
  gradient,
  relevance
} from "../../packages/engine/src/explain/attribution/rules.ts";
import {scalarOf, sharing} from "../../packages/engine/src/explain/attribution/scalar.ts";
import {walkQuestion} from "../../packages/engine/src/explain/attribution/target.ts";
import {nextQuestion} from "../../packages/engine/src/explain/questions.ts";
import {openSource} from "../../packages/engine/src/sources/index.ts";
import type {Weights} from "../../packages/engine/src/weights/weights.ts";
import {fixture} from "../engine/oracle.ts";

const layered = /^(.*?\b(?:h|layers)\.)(\d+)(\..*)$/;

/** Returns the weights of a model of so many blocks, each with those of one that there is. */
function deeper(weights: Weights, from: number, to: number): Weights {
  const made = new Map(weights);
  for (const [name, tensor] of weights) {
    const [, before, layer, after] = layered.exec(name) ?? [];
    if (layer === undefined) continue;
    for (let at = from; at < to; at++)
      if (at % from === Number(layer)) made.set(`${before}${at}${after}`, tensor);
  }
  return made;
}

test.each([
  ["gpt2", "n_layer"],
  ["llama", "num_hidden_layers"]
])("%s", async (name, depth) => {
  const {config, weights} = await openSource(fixture(`architectures/${name}`));
  const known = config as Readonly<Record<string, unknown>>;
  const from = known[depth] as number;
  const nodesAt = (layers: number): Readonly<Record<string, number>> => {
    const all = deeper(weights, from, layers);
    const {graph} = buildGraph({...known, [depth]: layers}, all);
    const scalar = sharing(scalarOf("logprob"));
    const questions = {
      forward: nextQuestion(graph),
      gradient: walkQuestion(graph, scalar, gradient, []),
      DeepLift: walkQuestion(graph, scalar, deepLifts.bounded, []),
      relevance: walkQuestion(graph, scalar, relevance({}), [])
    };
    return Object.fromEntries(
      Object.entries(questions).map(([what, {outputs}]) => [what, emit(outputs(), all).nodes])
    );
  };
  const [three, six, twelve] = [nodesAt(3), nodesAt(6), nodesAt(12)];
  for (const [what, nodes] of Object.entries(six)) {
    const block = (nodes - three[what]!) / 3;
    expect(block).toBeGreaterThan(10);
    expect([what, twelve[what]! - nodes]).toEqual([what, 6 * block]);
  }
});
