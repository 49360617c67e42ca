/** Methods that follow attention patterns. They say where information may have gone, not what it did (docs/methods.md). */
import {captureQuestion} from "../../questions.ts";
import {gradient} from "../rules.ts";
import {maxFlows} from "./max-flow.ts";
import type {Edge} from "./max-flow.ts";
import {followed, meanOverHeads, plus, readersOf, stepsOf, times} from "./layers.ts";
import type {Map2, Step} from "./layers.ts";
import type {Inside, Method, Task} from "./method.ts";

interface Attended {
  readonly steps: readonly Step[];
  /** Mean over the heads of each step's pattern. */
  readonly maps: readonly Map2[];
  readonly lengths: readonly number[];
  readonly readers: Float64Array;
}

const lengthsOf = ({encoded: {batch}}: Inside): number[] => [
  batch.ids[0]!.length,
  ...(batch.decoderIds ? [batch.decoderIds[0]!.length] : [])
];

async function attended({inside}: Task): Promise<Attended> {
  const {session, encoded, position, meter, signal} = inside;
  const steps = stepsOf(session.graph);
  const names = steps.map(({attention}) => `${attention}.pattern`);
  const outputs = await session.ask(captureQuestion(session.graph, names), {
    batch: encoded.batch,
    meter,
    signal
  });
  const maps = names.map((name) => {
    const {shape, data} = outputs.get(name)!;
    return meanOverHeads(shape.slice(1), (at) => data[at]!);
  });
  const readers = readersOf(session.graph, encoded, position);
  return {steps, maps, lengths: lengthsOf(inside), readers};
}

/** Scores of the tokens that are explained: a decoder's are left out where they are not. */
async function scored({target}: Task, scores: Float64Array): ReturnType<Method> {
  const count = target.embeddings.reduce((sum, block) => sum + block.length, 0) / target.width;
  const [value] = await target.values([target.embeddings]);
  return {
    value: value!,
    rows: Array.from({length: count}, (_, token) => Float64Array.of(scores[token]!))
  };
}

/** Products of ½A + ½I from the first layer up (Abnar & Zuidema 2020, §3); a decoder mixes in the encoder's outputs. */
export const attentionRollout: Method = async (task) => {
  const {steps, maps, lengths, readers} = await attended(task);
  const half = (own: Map2, step: number, source: Map2): Map2 =>
    plus(own, times(normalised(maps[step]!), source), 0.5, 0.5);
  return scored(task, followed(steps, lengths, readers, half));
};

/** Rows that sum to 1 (patterns do, but for float32 and heads that attend to nothing). */
const normalised = (map: Map2): Map2 =>
  map.map((row) => {
    const sum = row.reduce((all, x) => all + x, 0);
    return sum > 0 ? row.map((x) => x / sum) : row;
  });

/** Maximal flow from the answer to each token through capacities ½A + ½I (Abnar & Zuidema 2020, §3). */
export const attentionFlow: Method = async (task) => {
  const {steps, maps, lengths, readers} = await attended(task);
  const {edges, sinks, source, size} = networkOf(steps, maps, lengths, readers);
  const {signal} = task.inside;
  const scores = await maxFlows({
    edges,
    size,
    source,
    sinks,
    progress: (done) => {
      signal?.throwIfAborted();
      task.progress?.(done, sinks.length);
    }
  });
  return scored(task, scores);
};

/** Nodes are tokens before each step, those above hold what flows in from below. */
function networkOf(
  steps: readonly Step[],
  maps: readonly Map2[],
  lengths: readonly number[],
  readers: Float64Array
): {edges: Edge[]; sinks: number[]; source: number; size: number} {
  const edges: Edge[] = [];
  let size = 0;
  const layerOf = (length: number): number[] => Array.from({length}, () => size++);
  const states = {encoder: layerOf(lengths[0]!), decoder: layerOf(lengths[1] ?? 0)};
  const sinks = [...states.encoder, ...states.decoder];
  steps.forEach(({stack, cross}, index) => {
    const below = states[stack];
    const from = cross ? states.encoder : below;
    const above = layerOf(below.length);
    above.forEach((node, query) => {
      edges.push({from: node, to: below[query]!, capacity: 0.5});
      maps[index]![query]!.forEach((weight, key) => {
        if (weight > 0) edges.push({from: node, to: from[key]!, capacity: 0.5 * weight});
      });
    });
    states[stack] = above;
  });
  const source = size++;
  states[steps.at(-1)!.stack].forEach((node, at) => {
    if (readers[at]! > 0) edges.push({from: source, to: node, capacity: readers[at]!});
  });
  return {edges, sinks, source, size};
}

/** Ā = mean over heads of max(A · ∂f/∂A, 0), R ← R + Ā R (Chefer et al. 2021, eq. 5 and 6; eq. 8 for two stacks). */
export const gradientAttention: Method = async (task) => {
  const {target, inside} = task;
  const {session, encoded, position} = inside;
  const steps = stepsOf(session.graph);
  const names = steps.map(({attention}) => `${attention}.pattern`);
  const [found] = await target.walks(gradient, [{rows: target.embeddings}], {sites: names});
  const maps = names.map((name) => {
    const {shape, value, flow} = found!.sites.get(name)!;
    return meanOverHeads(shape, (at) => Math.max(value[at]! * flow[at]!, 0));
  });
  const readers = readersOf(session.graph, encoded, position);
  const added = (own: Map2, step: number, source: Map2): Map2 =>
    plus(own, times(maps[step]!, source));
  return scored(task, followed(steps, lengthsOf(inside), readers, added));
};
