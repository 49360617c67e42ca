/** A scalar as a function of given embeddings: what the methods take apart. */
import {backward} from "../../autodiff/backward.ts";
import type {Lookup, ModelGraph} from "../../architectures/architecture.ts";
import type {Tensor} from "../../backends/backend.ts";
import {replace} from "../../graph/node.ts";
import type {Node} from "../../graph/node.ts";
import {input} from "../../graph/ops.ts";
import {rowsOf} from "../embeddings.ts";
import type {Encoded} from "../input.ts";
import type {Meter, Question, Session} from "../session.ts";
import {select} from "../tensors.ts";
import type {Rules} from "./rules.ts";
import {sharing} from "./scalar.ts";
import type {Scalar} from "./scalar.ts";

/** The embeddings of one input: a row block [length · C] for each look-up that is explained. */
export type Embeddings = readonly Float64Array[];

/** An input, and the one it is compared with by rules that compare. */
export interface Feed {
  readonly rows: Embeddings;
  readonly other?: Embeddings | undefined;
}

export interface Place {
  readonly shape: readonly number[];
  readonly value: Float64Array;
  readonly flow: Float64Array;
}

/** What has flowed back through one input. */
export interface Walked {
  readonly value: number;
  /** f of the input it was compared with; NaN without one. */
  readonly other: number;
  readonly flow: Embeddings;
  /** Σ number · flow over the tokens that are not explained: those of a span that were fed, a decoder's start. */
  readonly rest: number;
  /** The sites asked for, by name. */
  readonly sites: ReadonlyMap<string, Place>;
}

export type Told = ((done: number) => void) | undefined;

/** The function f of embeddings, and its walks back. */
export interface Target {
  /** The input as it is: the encoder's or only look-up, and the decoder's where it is part of what is explained. */
  readonly embeddings: Embeddings;
  /** Width of the embeddings. */
  readonly width: number;
  /** Returns f of each input. */
  values(inputs: readonly Embeddings[], progress?: Told): Promise<number[]>;
  /** Returns f and what flows back from it by these rules, for each input. */
  walks(
    rules: Rules,
    feeds: readonly Feed[],
    options?: {readonly sites?: readonly string[]; readonly progress?: Told}
  ): Promise<Walked[]>;
}

export interface TargetOptions {
  readonly session: Session;
  readonly encoded: Encoded;
  readonly scalar: Scalar;
  /** Where the logits are read. */
  readonly positions: readonly number[];
  /** Weights of the logits [positions · V]; of readings that have none, nothing. */
  readonly weights?: Float32Array | Float64Array | undefined;
  /** Added to the scalar. */
  readonly offset?: number;
  /** More feeds the scalar needs. */
  readonly extra?: ReadonlyMap<string, Tensor> | undefined;
  readonly meter: Meter;
  readonly signal: AbortSignal | undefined;
  /** How many tokens of each look-up are explained, from the first; the rest stays as it is. 0: not explained. */
  readonly explained: readonly number[];
}

/** Returns the scalar of an input as a function of its embeddings. */
export function createTarget(options: TargetOptions): Target {
  const {session, encoded, meter, signal, offset = 0} = options;
  const scalar = sharing(options.scalar);
  const {graph} = session;
  const {batch} = encoded;
  const ids = graph.lookups.map((_, index) =>
    index === 0 ? batch.ids[0]! : batch.decoderIds![0]!
  );
  const all = graph.lookups.map((lookup, index) => rowsOf(session, lookup, ids[index]!));
  const width = session.weights.get(graph.lookups[0]!.table)!.shape[1]!;
  const counted = options.explained.filter((count) => count > 0);
  const embeddings = counted.map((count, index) => all[index]!.subarray(0, count * width));
  const dims = {P: options.positions.length};
  const answered = (batch.decoderIds ?? batch.ids)[0]!.length;

  function feedsOf(feeds: readonly Feed[]): Map<string, Tensor> {
    const {positions, weights, extra} = options;
    const classes = graph.head ? graph.vocabulary : (graph.logits.shape.at(-1) as number);
    const places = graph.kind === "sequence-classifier" ? 1 : positions.length;
    const made = new Map<string, Tensor>([
      ...(extra ?? []),
      ...(scalar.feeds ?? []),
      ["select", select(positions, answered, feeds.length)],
      ["target", {shape: [places, classes], data: weights ?? new Float32Array(places * classes)}]
    ]);
    const fill = (name: string, index: number, rows: (feed: Feed) => Embeddings): void => {
      const size = all[index]!.length;
      const data = new Float64Array(feeds.length * size);
      feeds.forEach((feed, row) => {
        data.set(all[index]!, row * size);
        const own = rows(feed)[index];
        if (own) data.set(own, row * size);
      });
      made.set(name, {shape: [feeds.length, size / width, width], data});
    };
    graph.lookups.forEach((lookup, index) => {
      fill(rowsName(lookup), index, ({rows}) => rows);
      if (feeds[0]!.other) fill(otherName(lookup), index, ({other}) => other!);
    });
    return made;
  }

  function ask(question: Question, feeds: readonly Feed[]): Promise<Map<string, Tensor>> {
    // Derived inputs are per row of the batch; one row of ids stands for all.
    const types = batch.types?.[0] ?? batch.ids[0]!.map(() => 0);
    return session.ask(question, {
      batch: {...batch, types: feeds.map(() => types)},
      extra: feedsOf(feeds),
      dims,
      rows: feeds.length,
      meter,
      signal
    });
  }

  async function inBatches<T>(
    question: Question,
    feeds: readonly Feed[],
    read: (outputs: Map<string, Tensor>, row: number) => T,
    progress: Told
  ): Promise<T[]> {
    const most = session.rowsAtOnce(question, {batch, dims});
    const size = Math.ceil(feeds.length / Math.ceil(feeds.length / most));
    const results: T[] = [];
    for (let start = 0; start < feeds.length; start += size) {
      const part = feeds.slice(start, start + size);
      const outputs = await ask(question, part);
      part.forEach((_, row) => results.push(read(outputs, row)));
      progress?.(results.length);
    }
    return results;
  }

  /** Returns what flows to the tokens that are explained, and what those beside them take of it. */
  function flowOf(outputs: Map<string, Tensor>, row: number): Pick<Walked, "flow" | "rest"> {
    let rest = 0;
    const flows = graph.lookups.map((lookup, index) => {
      const flow = rowIn(outputs.get(lookup.gradient)!, row);
      const length = embeddings[index]?.length ?? 0;
      for (let at = length; at < flow.length; at++) rest += flow[at]! * all[index]![at]!;
      return flow.subarray(0, length);
    });
    return {flow: flows.slice(0, embeddings.length), rest};
  }

  return {
    embeddings,
    width,
    values: (inputs, progress) =>
      inBatches(
        valueQuestion(graph, scalar),
        inputs.map((rows) => ({rows})),
        (outputs, row) => outputs.get("value")!.data[row]! + offset,
        progress
      ),
    walks: (rules, feeds, {sites = [], progress} = {}) =>
      inBatches(
        walkQuestion(graph, scalar, rules, sites),
        feeds,
        (outputs, row) => ({
          value: outputs.get("value")!.data[row]! + offset,
          other: (outputs.get("other")?.data[row] ?? NaN) + offset,
          ...flowOf(outputs, row),
          sites: new Map(
            sites.map((name) => {
              const value = outputs.get(`value.${name}`)!;
              const flow = rowIn(outputs.get(`flow.${name}`)!, row);
              return [name, {shape: value.shape.slice(1), value: rowIn(value, row), flow}];
            })
          )
        }),
        progress
      )
  };
}

const rowsName = ({ids}: Lookup): string => `rows.${ids}`;
const otherName = ({ids}: Lookup): string => `other.${ids}`;

function rowIn({shape, data}: Tensor, row: number): Float64Array {
  const size = shape.slice(1).reduce((product, length) => product * length, 1);
  return Float64Array.from(data.subarray(row * size, (row + 1) * size));
}

/** The scalar and sites, on embeddings that are fed in place of the look-ups. */
function fed(graph: ModelGraph, scalar: Scalar, sites: readonly string[]): [Node[], Node[]] {
  const rows = graph.lookups.map((lookup) => input(rowsName(lookup), lookup.node.shape));
  const places = sites.map((name) => graph.sites.get(name)!.node);
  const nodes = replace(
    [scalar.node(graph), ...places],
    new Map(graph.lookups.map(({node}, index) => [node, rows[index]!]))
  );
  return [nodes, rows];
}

const valueQuestion = (graph: ModelGraph, scalar: Scalar): Question => ({
  key: `value:${scalar.key}`,
  outputs: () => ({value: fed(graph, scalar, [])[0][0]!})
});

/** Outputs `value`, `other` where runs are compared, the look-ups' gradient names, and value and flow of sites. */
export function walkQuestion(
  graph: ModelGraph,
  scalar: Scalar,
  rules: Rules,
  sites: readonly string[]
): Question {
  return {
    key: `walk:${rules.key}:${sites.join()}:${scalar.key}`,
    what: rules.what,
    gradient: true,
    outputs: () => {
      const {lookups} = graph;
      const [[value, ...places], rows] = fed(graph, scalar, sites) as [[Node, ...Node[]], Node[]];
      const others = rules.compares
        ? lookups.map((lookup, index) => [
            rows[index]!,
            input(otherName(lookup), lookup.node.shape)
          ])
        : [];
      const walked = backward([value], rows, rules.table(), {
        watch: places,
        twins: new Map(others as [Node, Node][])
      });
      const named = (what: string, nodes: readonly Node[]): [string, Node][] =>
        sites.map((name, index) => [`${what}.${name}`, nodes[index]!]);
      return {
        value: walked.roots[0]!,
        ...(rules.compares ? {other: walked.twins[0]!} : {}),
        ...Object.fromEntries([
          ...lookups.map(({gradient}, index) => [gradient, walked.flows[index]!]),
          ...named("value", walked.places),
          ...named("flow", walked.watched)
        ])
      };
    }
  };
}
