/** A target on given embeddings: the function methods take apart. */
import type {Lookup} from "../../architectures/architecture.ts";
import type {Tensor} from "../../backends/backend.ts";
import type {TargetKind} from "../../results.ts";
import {rowsOf} from "../embeddings.ts";
import type {Encoded} from "../input.ts";
import {gradientQuestion, valueQuestion} from "../questions.ts";
import type {Question, Meter, Session} from "../session.ts";
import {select} from "../tensors.ts";

/** Tokens in a batch at most: bounds memory, and lets a signal in between batches. */
const TOKENS_PER_BATCH = 1024;

/** The embeddings of one input: a row block [length · C] for each look-up that is explained. */
export type Embeddings = readonly Float64Array[];

export interface Target {
  readonly session: Session;
  /** What is explained: the encoder's or only look-up, and the decoder's where it is part of the input. */
  readonly lookups: readonly Lookup[];
  /** The input as it is. */
  readonly embeddings: Embeddings;
  /** Width of the embeddings. */
  readonly width: number;
  /** Returns f of each input. */
  values(inputs: readonly Embeddings[], progress?: (done: number) => void): Promise<number[]>;
  /** Returns f and its gradient for each input. */
  gradients(
    inputs: readonly Embeddings[],
    progress?: (done: number) => void
  ): Promise<{value: number; gradient: Embeddings}[]>;
}

export interface TargetOptions {
  readonly session: Session;
  readonly encoded: Encoded;
  readonly position: number;
  readonly id: number;
  readonly foil: number | null;
  readonly of: TargetKind;
  readonly meter: Meter;
  readonly signal: AbortSignal | undefined;
  readonly withDecoder: boolean;
}

/** Returns f(embeddings) = reading of the target's logit (minus the foil's) at the position. */
export function createTarget({
  session,
  encoded,
  position,
  id,
  foil,
  of,
  meter,
  signal,
  withDecoder
}: TargetOptions): Target {
  const {graph} = session;
  const {batch} = encoded;
  const lengths = [batch.ids[0]!.length, batch.decoderIds?.[0]?.length ?? 0];
  const all = graph.lookups.map((lookup, index) =>
    rowsOf(session, lookup, index === 0 ? batch.ids[0]! : batch.decoderIds![0]!)
  );
  const explained = withDecoder ? graph.lookups.length : 1;
  const width = session.weights.get(graph.lookups[0]!.table)!.shape[1]!;
  const answers = graph.head ? graph.vocabulary : (graph.logits.shape.at(-1) as number);
  const weights = new Float32Array(answers);
  weights[id] = 1;
  if (foil !== null) weights[foil] = -1;
  const length = lengths[1]! || lengths[0]!;

  async function ask(
    question: Question,
    inputs: readonly Embeddings[]
  ): Promise<Map<string, Tensor>> {
    const rows = inputs.length;
    const extra = new Map<string, Tensor>([
      ["select", select([position], length, rows)],
      ["target", {shape: [answers], data: weights}]
    ]);
    graph.lookups.forEach(({ids}, index) => {
      const size = all[index]!.length;
      const data = new Float64Array(rows * size);
      inputs.forEach((input, row) => data.set(input[index] ?? all[index]!, row * size));
      extra.set(`rows.${ids}`, {shape: [rows, size / width, width], data});
    });
    // Derived inputs are per row of the batch; one row of ids stands for all.
    const repeated = {
      ...batch,
      types: batch.types && inputs.map(() => batch.types![0]!),
      ids: batch.ids
    };
    const types = repeated.types ?? inputs.map(() => batch.ids[0]!.map(() => 0));
    return session.ask(question, {
      batch: {...repeated, types},
      extra,
      dims: {P: 1},
      rows,
      meter,
      signal
    });
  }

  async function inBatches<T>(
    question: Question,
    inputs: readonly Embeddings[],
    read: (outputs: Map<string, Tensor>, row: number) => T,
    progress?: (done: number) => void
  ): Promise<T[]> {
    const most = Math.max(1, Math.floor(TOKENS_PER_BATCH / (lengths[0]! + lengths[1]!)));
    const batches = Math.ceil(inputs.length / most);
    const size = Math.ceil(inputs.length / batches);
    const results: T[] = [];
    for (let start = 0; start < inputs.length; start += size) {
      const part = inputs.slice(start, start + size);
      const outputs = await ask(question, part);
      part.forEach((_, row) => results.push(read(outputs, row)));
      progress?.(results.length);
    }
    return results;
  }

  const valueAt = (outputs: Map<string, Tensor>, row: number): number =>
    outputs.get("value")!.data[row]!;
  return {
    session,
    lookups: graph.lookups.slice(0, explained),
    embeddings: all.slice(0, explained),
    width,
    values: (inputs, progress) => inBatches(valueQuestion(graph, of), inputs, valueAt, progress),
    gradients: (inputs, progress) =>
      inBatches(
        gradientQuestion(graph, of),
        inputs,
        (outputs, row) => ({
          value: valueAt(outputs, row),
          gradient: graph.lookups.slice(0, explained).map(({gradient}, index) => {
            const size = all[index]!.length;
            return Float64Array.from(
              outputs.get(gradient)!.data.subarray(row * size, (row + 1) * size)
            );
          })
        }),
        progress
      )
  };
}
