/**
 * What a part of a model writes towards every token of the vocabulary: the same linear function of what is written into
 * the residual stream that direct logit attribution takes apart, read for all tokens at once. What a part does through
 * later parts is theirs.
 */
import type {ModelInput} from "../../api.ts";
import type {Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import type {ModelGraph} from "../../architectures/architecture.ts";
import {input as feed, mul} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import {repeated} from "../causal/reading.ts";
import {encode, positionOf} from "../input.ts";
import {tokensOf} from "../lens/read.ts";
import {labelOf} from "../next.ts";
import type {Answer} from "../provenance.ts";
import {headless, logitsAt} from "../questions.ts";
import type {Meter, Question, Session} from "../session.ts";
import {rowOf, select} from "../tensors.ts";
import {linearised} from "./linear.ts";
import type {DirectGrain, WritesOptions, WritesSite} from "./options.ts";
import {writersOf} from "./parts.ts";
import type {Writer} from "./parts.ts";
import type {Writes} from "./results.ts";

/** How fine the parts of a site are. */
const grains: {readonly [S in WritesSite]: DirectGrain} = {
  residual: "layer",
  attention: "layer",
  mlp: "layer",
  head: "head",
  neuron: "neuron"
};

/** Kinds of writers whose units are chosen one by one: of heads [B, H, T, D] along 1, of neurons [B, T, F] along 2. */
const unitAxis = ({kind}: Writer, by: DirectGrain): number | null =>
  by === "head" && (kind === "attention" || kind === "cross")
    ? 1
    : by === "neuron" && kind === "mlp"
      ? 2
      : null;

const keptName = (index: number): string => `kept.${index}`;

/** What of a writer is kept in each row of the batch: a factor, or one for each of its units. */
function keptShape(writer: Writer, by: DirectGrain): (number | string)[] {
  const {shape} = writer.node;
  const axis = unitAxis(writer, by);
  // Rows of position may have no batch of their own.
  const own = shape.length < 3 ? ["B", ...shape] : shape;
  return own.map((length, at) => (at === 0 ? "B" : at === axis ? (length as number) : 1));
}

/** The logits as a function of the parts alone, each times what is kept of it. */
const writesQuestion = (graph: ModelGraph, by: DirectGrain): Question => ({
  key: `writes:${by}`,
  what: "direct logits",
  outputs: () => {
    const root = logitsAt(graph);
    const changes = writersOf(graph, by, root).map((writer, index): [Node, Node] => [
      writer.node,
      mul(writer.node, feed(keptName(index), keptShape(writer, by)))
    ]);
    return {logits: linearised(root, new Map(changes))};
  }
});

/** Returns the tokens that a part speaks for and against at a position. Throws InputError for a part there is none of. */
export async function writes(
  session: Session,
  input: ModelInput,
  options: WritesOptions,
  meter: Meter
): Promise<Answer<Writes>> {
  const {graph} = session;
  const {site, layer, stack = "decoder", top = 10, signal} = options;
  if (!Object.hasOwn(grains, site))
    throw new InputError(`unknown site: ${String(site)}; one of ${Object.keys(grains).join(", ")}`);
  if (graph.kind === "encoder") throw headless(graph, "so nothing in it speaks for a token");
  if (!Number.isInteger(top) || top < 1)
    throw new InputError(`top: got ${top}, expected a whole number of at least 1`);
  const encoded = encode(session, input);
  const position = positionOf(session, encoded, options.position);
  const by = grains[site];
  const writers = writersOf(graph, by, logitsAt(graph));
  const kept = keptOf(graph, writers, options);
  const {length} = (encoded.batch.decoderIds ?? encoded.batch.ids)[0]!;
  const outputs = await session.ask(writesQuestion(graph, by), {
    // What the biases add, when nothing is written, is taken off.
    batch: repeated(encoded, 2),
    extra: new Map([["select", select([position], length, 2)], ...feedsOf(writers, by, kept)]),
    dims: {P: 1},
    meter,
    signal
  });
  const logits = outputs.get("logits")!;
  const [said, nothing] = [0, 1].map((row) => rowOf(logits, row));
  const raw = Float64Array.from(said!, (logit, id) => logit - nothing![id]!);
  const mean = raw.reduce((sum, x) => sum + x, 0) / raw.length;
  const all = [...raw.keys()].toSorted((a, b) => raw[b]! - raw[a]! || a - b);
  const named = (id: number): Writes["promotes"][number] => ({
    id,
    text: labelOf(session, id),
    logit: raw[id]! - mean
  });
  return {
    site,
    layer,
    head: options.head ?? null,
    neuron: options.neuron ?? null,
    stack,
    position,
    tokens: tokensOf(session, encoded, {stack: "decoder"}),
    promotes: all.slice(0, top).map(named),
    suppresses: all.slice(-top).toReversed().map(named),
    mean
  };
}

/** Returns what is kept of each writer: all of it (null), one unit, or nothing (left out). */
function keptOf(
  graph: ModelGraph,
  writers: readonly Writer[],
  {site, layer, head, neuron, stack = "decoder"}: WritesOptions
): ReadonlyMap<Writer, number | null> {
  if (stack !== "decoder" && !(stack === "cross" && (site === "attention" || site === "head")))
    throw new InputError(
      `stack: got ${stack} with ${site}; expected decoder, or of attention to a source cross`
    );
  const unit = unitOf(site, {head, neuron});
  const last = site === "residual" ? graph.layers : graph.layers - 1;
  if (!Number.isInteger(layer) || layer < 0 || layer > last)
    throw new InputError(`layer: got ${layer}, expected a whole number from 0 to ${last}`);
  if (site === "residual")
    return new Map(
      writers.filter((one) => one.layer === null || one.layer < layer).map((one) => [one, null])
    );
  const kind =
    site === "mlp" || site === "neuron" ? "mlp" : stack === "cross" ? "cross" : "attention";
  const writer = writers.find((one) => one.kind === kind && one.layer === layer);
  if (!writer) throw new InputError(`site: layer ${layer} of this model has no ${kind}`);
  const axis = unitAxis(writer, grains[site]);
  const count = axis === null ? null : (writer.node.shape[axis] as number);
  if (unit !== null && !(Number.isInteger(unit) && unit >= 0 && unit < count!))
    throw new InputError(`${site}: got ${unit}, expected a whole number from 0 to ${count! - 1}`);
  return new Map([[writer, unit]]);
}

/** Returns the head or neuron; null of sites that are whole. Throws InputError where there is one too many or too few. */
function unitOf(
  site: WritesSite,
  given: {readonly head: number | undefined; readonly neuron: number | undefined}
): number | null {
  for (const name of ["head", "neuron"] as const) {
    const own = given[name];
    if ((own !== undefined) === (site === name)) continue;
    throw new InputError(
      own === undefined
        ? `${name}: got none, expected a whole number: the site is ${name}`
        : `${name}: got ${own}, but the site is ${site}; leave it out, or name the site ${name}`
    );
  }
  return given.head ?? given.neuron ?? null;
}

/** Returns the factors of each writer for two rows: what is kept, and nothing. */
function feedsOf(
  writers: readonly Writer[],
  by: DirectGrain,
  kept: ReadonlyMap<Writer, number | null>
): [string, Tensor][] {
  return writers.map((writer, index) => {
    const shape = keptShape(writer, by).map((length) => (length === "B" ? 2 : (length as number)));
    const size = shape.reduce((product, length) => product * length, 1);
    const data = new Float32Array(size);
    const unit = kept.get(writer);
    if (unit === null) data.fill(1, 0, size / 2);
    else if (unit !== undefined) data[unit] = 1;
    return [keptName(index), {shape, data}];
  });
}
