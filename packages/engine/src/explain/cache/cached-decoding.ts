/** Distributions of what follows rows that grow: each position is read once. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Tensor} from "../../backends/backend.ts";
import {distributionOf} from "../distribution.ts";
import type {Distribution} from "../distribution.ts";
import type {Encoded} from "../input.ts";
import {nextQuestion} from "../questions.ts";
import type {Meter, Question, Session} from "../session.ts";
import {rowOf, select} from "../tensors.ts";
import {KeyValues} from "./key-values.ts";

const sitesOf = (graph: ModelGraph, kind: "grows" | "stays"): readonly string[] =>
  graph.memories.filter((memory) => memory.kind === kind).map(({site}) => site);

/** The logits at chosen positions, and the keys and values of what is read now. */
export const decodeQuestion = (graph: ModelGraph): Question => ({
  key: "decode",
  outputs: () => ({
    ...nextQuestion(graph).outputs(),
    ...Object.fromEntries(
      sitesOf(graph, "grows").map((site) => [site, graph.sites.get(site)!.node])
    )
  })
});

/** The keys and values that a decoder reads from its source. */
const sourceQuestion = (graph: ModelGraph): Question => ({
  key: "source",
  outputs: () =>
    Object.fromEntries(sitesOf(graph, "stays").map((site) => [site, graph.sites.get(site)!.node]))
});

/** Returns whether rows of this input can go on from what was read: padding would lie between. */
export const isCacheable = (session: Session, {batch}: Encoded): boolean =>
  session.graph.memories.length > 0 &&
  (session.graph.kind === "encoder-decoder" || batch.mask === undefined) &&
  (session.graph.kind === "encoder-decoder" || batch.ids.length === 1);

export interface CachedDecoding {
  /** Returns the distribution of what follows each row; all rows have one length. */
  next(
    rows: readonly (readonly number[])[],
    signal?: AbortSignal,
    /** Which of the encoder's inputs each row answers; defaults to the first. */
    sources?: readonly number[]
  ): Promise<Distribution[]>;
  dispose(): void;
}

/** Returns a reader of rows that go on; of an encoder–decoder model, rows of the decoder. */
export function createCachedDecoding(
  session: Session,
  encoded: Encoded,
  meter: Meter
): CachedDecoding {
  const keys = new KeyValues();
  const graph = session.cachedGraph();
  const decoder = graph.kind === "encoder-decoder";
  const {ids, mask} = encoded.batch;
  let source: ReadonlyMap<string, Tensor> | undefined;
  let turned = false;

  async function readSource(signal: AbortSignal | undefined): Promise<ReadonlyMap<string, Tensor>> {
    if (!decoder) return new Map();
    // The decoder is not read for it: its one position only gives the graph a length.
    return session.ask(sourceQuestion(session.graph), {batch: encoded.batch, meter, signal});
  }

  async function next(
    rows: readonly (readonly number[])[],
    signal?: AbortSignal,
    sources: readonly number[] = rows.map(() => 0)
  ): Promise<Distribution[]> {
    source ??= await readSource(signal);
    const length = rows[0]!.length;
    const turns = length > (graph.turnsBeyond ?? Infinity);
    if (turns !== turned) keys.forget();
    turned = turns;
    const reuse = keys.reuse(rows, sources);
    const {past} = reuse;
    const room = keys.roomFor(length);
    const fresh = rows.map((row) => row.slice(past));
    const extra = new Map<string, Tensor>([
      ["select", select([length - past - 1], length - past, rows.length)]
    ]);
    for (const site of sitesOf(graph, "grows")) {
      const [, heads, , width] = graph.sites.get(site)!.node.shape as [
        string,
        number,
        string,
        number
      ];
      extra.set(`past.${site}`, keys.past(site, {heads, width}, {rows: rows.length, room, reuse}));
    }
    for (const [site, tensor] of source) extra.set(`past.${site}`, rowsAt(tensor, sources));
    try {
      const outputs = await session.ask(decodeQuestion(graph), {
        batch: decoder
          ? {
              ids: sources.map((row) => ids[row]!),
              mask: mask && sources.map((row) => mask[row]!),
              decoderIds: fresh
            }
          : {ids: fresh},
        extra,
        dims: {P: 1, K: room, N: past},
        meter,
        signal
      });
      for (const site of sitesOf(graph, "grows")) keys.add(site, outputs.get(site)!, past);
      keys.know(rows, room, sources);
      const logits = outputs.get("logits")!;
      return rows.map((_, index) => distributionOf(rowOf(logits, index)));
    } catch (error) {
      keys.forget();
      throw error;
    }
  }

  return {
    next,
    dispose() {
      keys.forget();
      source = undefined;
    }
  };
}

/** Returns these rows of a tensor, each as often as it is named. */
function rowsAt(tensor: Tensor, rows: readonly number[]): Tensor {
  const {shape, data} = tensor;
  const count = shape[0]!;
  const same = rows.length === count && rows.every((row, at) => row === at);
  if (same || data instanceof Int32Array) return tensor;
  const size = data.length / count;
  const made =
    data instanceof Float64Array
      ? new Float64Array(rows.length * size)
      : new Float32Array(rows.length * size);
  for (const [at, row] of rows.entries())
    made.set(data.subarray(row * size, (row + 1) * size), at * size);
  return {shape: [rows.length, ...shape.slice(1)], data: made};
}
