/**
 * Distributions at many positions: the states of the last layer are read first, then the output head a few positions
 * at a time. The logits of a long text over a large vocabulary are never there all at once.
 */
import type {Tensor} from "../../backends/backend.ts";
import {input} from "../../graph/ops.ts";
import {batchOf} from "../batches.ts";
import {distributionOf} from "../distribution.ts";
import type {Distribution} from "../distribution.ts";
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Meter, Question, Session} from "../session.ts";
import {rowOf} from "../tensors.ts";
import type {Row} from "./plan.ts";

/** Logits held at once at most: 32 MB of them. */
const LOGITS_AT_ONCE = 1 << 23;

export interface Reading {
  readonly row: number;
  /** Which of the row's reads. */
  readonly read: number;
  readonly distribution: Distribution;
}

/** The states that the output head reads. */
export const statesQuestion = (graph: ModelGraph): Question => ({
  key: "states:last",
  outputs: () => ({states: graph.residuals.at(-1)!})
});

const headQuestion = (graph: ModelGraph, width: number): Question => ({
  key: "head",
  what: "output head",
  outputs: () => ({logits: graph.head!(input("states", ["B", "P", width]), {norm: true})})
});

/** Yields the distributions of every read of these rows, which are read together, a few at a time. */
export async function* distributionsOf(
  session: Session,
  rows: readonly Row[],
  meter: Meter,
  signal: AbortSignal | undefined
): AsyncGenerator<readonly Reading[]> {
  const {graph} = session;
  const batch = batchOf(
    session,
    rows.map(({encoded}) => encoded)
  );
  const outputs = await session.ask(statesQuestion(graph), {batch, meter, signal});
  const states = outputs.get("states")!;
  const [, length, width] = states.shape as [number, number, number];
  const reads = rows.flatMap((row, index) =>
    row.reads.map(({at}, read) => ({row: index, read, place: index * length + at}))
  );
  const size = Math.max(1, Math.floor(LOGITS_AT_ONCE / graph.vocabulary));
  for (let start = 0; start < reads.length; start += size) {
    const part = reads.slice(start, start + size);
    const outputs = await session.ask(headQuestion(graph, width), {
      batch: {ids: [[0]]},
      extra: new Map([["states", chosen(states, part)]]),
      dims: {P: part.length},
      // No prompt goes forward.
      meter: {...meter, forwards: 0, backwards: 0},
      signal
    });
    const logits = outputs.get("logits")!;
    yield part.map(({row, read}, index) => ({
      row,
      read,
      distribution: distributionOf(rowOf(logits, index))
    }));
  }
}

/** Returns these places' rows of the states [1, P, C]. */
function chosen(states: Tensor, reads: readonly {readonly place: number}[]): Tensor {
  const width = states.shape.at(-1)!;
  const data =
    states.data instanceof Float64Array
      ? new Float64Array(reads.length * width)
      : new Float32Array(reads.length * width);
  for (const [index, {place}] of reads.entries()) data.set(rowOf(states, place), index * width);
  return {shape: [1, reads.length, width], data};
}
