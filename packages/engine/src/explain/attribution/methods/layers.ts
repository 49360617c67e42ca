/** How layers mix tokens: one step per attention, from the first to the last, for methods that follow tokens upwards. */
import type {ModelGraph} from "../../../architectures/architecture.ts";
import {topological} from "../../../graph/node.ts";
import {lastReal} from "../../feeds.ts";
import type {Encoded} from "../../input.ts";

/** Rows of numbers, one row a query: [query][key]. */
export type Map2 = readonly Float64Array[];

/** Where a step mixes from: a stack's own tokens, or (`cross`) the encoder's final ones into the decoder's. */
export interface Step {
  readonly stack: "encoder" | "decoder";
  readonly cross: boolean;
  /** Name of the layer and of its attention: "layers.3", "attention". */
  readonly layer: string;
  readonly attention: string;
}

/** Returns the steps in order; a model of one stack is an "encoder" of tokens whatever its kind. */
export function stepsOf({sites}: ModelGraph): Step[] {
  const steps: Step[] = [];
  const add = (prefix: string, stack: Step["stack"]): void => {
    for (let at = 0; sites.has(`${prefix}layers.${at}.attention.pattern`); at++) {
      const layer = `${prefix}layers.${at}`;
      steps.push({stack, cross: false, layer, attention: `${layer}.attention`});
      if (sites.has(`${layer}.cross.pattern`))
        steps.push({stack, cross: true, layer, attention: `${layer}.cross`});
    }
  };
  add("", "encoder");
  add("encoder.", "encoder");
  add("decoder.", "decoder");
  return steps;
}

/** Returns how much of the answer is read at each position of the last stack; sums to 1. */
export function readersOf(graph: ModelGraph, encoded: Encoded, position: number): Float64Array {
  const ids = (encoded.batch.decoderIds ?? encoded.batch.ids)[0]!;
  const readers = new Float64Array(ids.length);
  if (graph.kind !== "sequence-classifier") {
    readers[position] = 1;
    return readers;
  }
  const fills = topological([graph.logits]).flatMap((node) =>
    node.op === "input" ? [node.attributes.fill] : []
  );
  const last = fills.find((fill) => fill.kind === "last");
  const real = fills.find((fill) => fill.kind === "last-real");
  if (last) readers[ids.lastIndexOf(last.token)] = 1;
  else if (real) readers[lastReal(ids, real.padding, encoded.batch.mask?.[0])] = 1;
  else if (fills.some(({kind}) => kind === "mean")) readers.fill(1 / ids.length);
  else readers[0] = 1;
  return readers;
}

/** Returns how the tokens of the inputs, the encoder's first, are mixed into what each reader reads. */
export function followed(
  steps: readonly Step[],
  lengths: readonly number[],
  readers: Float64Array,
  mixed: (own: Map2, step: number, source: Map2) => Map2
): Float64Array {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const identity = (length: number, from: number): Map2 =>
    Array.from({length}, (_, row) =>
      Float64Array.from({length: total}, (_x, at) => Number(at === from + row))
    );
  const states = {
    encoder: identity(lengths[0]!, 0),
    decoder: identity(lengths[1] ?? 0, lengths[0]!)
  };
  steps.forEach(({stack, cross}, index) => {
    const source = cross ? states.encoder : states[stack];
    states[stack] = mixed(states[stack], index, source);
  });
  const last = states[steps.at(-1)!.stack];
  const read = new Float64Array(total);
  last.forEach((row, at) => row.forEach((x, token) => (read[token]! += readers[at]! * x)));
  return read;
}

/** Returns map · rows. */
export function times(map: Map2, rows: Map2): Map2 {
  return map.map((weights) => {
    const sum = new Float64Array(rows[0]!.length);
    weights.forEach((weight, key) => {
      if (weight !== 0) rows[key]!.forEach((x, at) => (sum[at]! += weight * x));
    });
    return sum;
  });
}

export const plus = (a: Map2, b: Map2, weightA: number = 1, weightB: number = 1): Map2 =>
  a.map((row, index) => row.map((x, at) => weightA * x + weightB * b[index]![at]!));

/** Returns the mean over heads of f [head, query, key]. */
export function meanOverHeads(shape: readonly number[], f: (at: number) => number): Map2 {
  const [heads, queries, keys] = shape as [number, number, number];
  return Array.from({length: queries}, (_, query) =>
    Float64Array.from({length: keys}, (_x, key) => {
      let sum = 0;
      for (let head = 0; head < heads; head++) sum += f((head * queries + query) * keys + key);
      return sum / heads;
    })
  );
}
