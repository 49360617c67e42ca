/** The target of a causal question, read in edited runs. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import type {Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import type {Node} from "../../graph/node.ts";
import {subjectOf} from "../attribution/subject.ts";
import {sharing} from "../attribution/scalar.ts";
import type {Subject} from "../attribution/asked.ts";
import type {Batch} from "../feeds.ts";
import type {Encoded} from "../input.ts";
import type {Meter, Question, Session} from "../session.ts";
import {select} from "../tensors.ts";
import {editNodes, replacements} from "./edits.ts";
import type {Grain} from "./edits.ts";
import type {CausalTarget} from "./options.ts";

/** What is asked, and where the work is counted and stopped. */
export interface Work {
  readonly session: Session;
  readonly subject: Subject;
  readonly meter: Meter;
  readonly signal: AbortSignal | undefined;
}

/** Returns what is to be read, as it is meant in this input. Throws InputError where options contradict each other. */
export async function workOf(
  session: Session,
  encoded: Encoded,
  options: CausalTarget & {readonly signal?: AbortSignal},
  meter: Meter
): Promise<Work> {
  const {target, foil, of, position, against, expression, signal} = options;
  const all = {target, foil, of, position, against, expression, signal};
  const given = Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined)
  ) as CausalTarget;
  const subject = await subjectOf(session, encoded, given, meter);
  if (subject.less)
    throw new InputError(
      `foil: got ${JSON.stringify(foil)}, a continuation of several tokens, expected one token; name its first one`
    );
  return {session, subject, meter, signal};
}

/** Returns this input as so many rows of one batch. */
export function repeated({batch}: Encoded, rows: number): Batch {
  const times = <T>(list: readonly (readonly T[])[] | undefined): T[][] | undefined =>
    list && Array.from({length: rows}, () => [...list[0]!]);
  return {
    ids: times(batch.ids)!,
    decoderIds: times(batch.decoderIds),
    types: times(batch.types),
    mask: times(batch.mask)
  };
}

const dimsOf = ({positions}: Subject) => ({P: positions.length});

/** Returns how many rows of this input are read at once. */
export const rowsAtOnce = (
  {session, subject}: Work,
  question: Question,
  {batch}: Encoded
): number => session.rowsAtOnce(question, {batch, dims: dimsOf(subject)});

/** Returns outputs of a question about these rows, with the feeds of the target. */
export function askWith(
  {session, subject, meter, signal}: Work,
  question: Question,
  batch: Batch,
  feeds: ReadonlyMap<string, Tensor> = new Map()
): Promise<Map<string, Tensor>> {
  const {graph} = session;
  const {positions, weights, extra} = subject;
  const {feeds: ofKind = new Map<string, Tensor>()} = sharing(subject.scalar);
  const {length} = (batch.decoderIds ?? batch.ids)[0]!;
  const classes = graph.head ? graph.vocabulary : (graph.logits.shape.at(-1) as number);
  const places = graph.kind === "sequence-classifier" ? 1 : positions.length;
  return session.ask(question, {
    batch,
    extra: new Map([
      ...(extra ?? []),
      ...ofKind,
      ["select", select(positions, length, batch.ids.length)],
      ["target", {shape: [places, classes], data: weights ?? new Float32Array(places * classes)}],
      ...feeds
    ]),
    dims: dimsOf(subject),
    meter,
    signal
  });
}

/** Returns the target in each row. */
export const valuesOf = (
  {subject: {offset = 0}}: Work,
  outputs: ReadonlyMap<string, Tensor>
): number[] => Array.from(outputs.get("value")!.data, (value) => value + offset);

/** The target, and inner values of these sites. */
export function readQuestion({session, subject}: Work, sites: readonly string[]): Question {
  const {key, node} = sharing(subject.scalar);
  return {
    key: `causal:read:${sites.join()}:${key}`,
    outputs: () => ({value: node(session.graph), ...nodesOf(session.graph, sites)})
  };
}

/** The target with cells of `sites` replaced, and inner values of `read` as they then are, before changes of their own. */
export function editQuestion(
  {session: {graph}, subject}: Work,
  sites: readonly string[],
  {grain = "row", read = []}: {readonly grain?: Grain; readonly read?: readonly string[]} = {}
): Question {
  const {key, node} = sharing(subject.scalar);
  return {
    key: `causal:edit:${grain}:${sites.join()}:${read.join()}:${key}`,
    outputs: () => {
      const roots = [node(graph), ...Object.values(nodesOf(graph, read))];
      const [value, ...values] = editNodes(roots, replacements(graph, sites, grain));
      return {value: value!, ...Object.fromEntries(read.map((site, at) => [site, values[at]!]))};
    }
  };
}

const nodesOf = (graph: ModelGraph, sites: readonly string[]): Readonly<Record<string, Node>> =>
  Object.fromEntries(sites.map((site) => [site, graph.sites.get(site)!.node]));

/** Returns row `at` of a batch's tensor, as a batch of one. */
export function oneRow({shape, data}: Tensor, at: number): Tensor {
  const size = data.length / shape[0]!;
  return {shape: [1, ...shape.slice(1)], data: data.slice(at * size, (at + 1) * size)};
}
