/**
 * Value zeroing (Mohebbi et al. 2023, eq. 3 and 4): how far a token's state after a block moves (cosine distance) when
 * one token's value vectors in that block are zero; rows normalised, and multiplied from the first layer up.
 */
import {replace} from "../../../graph/node.ts";
import type {Node} from "../../../graph/node.ts";
import {
  add,
  concat,
  constant,
  div,
  input,
  mul,
  reshape,
  sqrt,
  sub,
  sum
} from "../../../graph/ops.ts";
import type {Batch} from "../../feeds.ts";
import type {Question, Session} from "../../session.ts";
import {followed, plus, readersOf, stepsOf, times} from "./layers.ts";
import type {Map2, Step} from "./layers.ts";
import type {Inside, Method} from "./method.ts";

/** 1 − cosine of two states [B, T, C], as [B, T, 1]. */
function distance(a: Node, b: Node): Node {
  const last = [a.shape.length - 1];
  const dot = (x: Node, y: Node): Node => sum(mul(x, y), last);
  const lengths = sqrt(add(mul(dot(a, a), dot(b, b)), constant(1e-30)));
  return sub(constant(1), div(dot(a, b), lengths));
}

/** The distances of every step [steps, B, T]: row b of the batch has token b's values taken out, in that block alone. */
function zeroingQuestion({graph}: Session, steps: readonly Step[], key: string): Question {
  return {
    key: `zeroing:${key}`,
    outputs: () => {
      const rows = steps.map(({layer, attention}) => {
        const value = graph.sites.get(`${attention}.value`)!;
        const clean = graph.sites.get(`${layer}.residual`)!.node;
        // The batch comes before the site's own axes.
        const axis = value.axes.indexOf("position") + 1;
        const shape = value.node.shape.map((length, at) => (at === 0 || at === axis ? length : 1));
        const kept = reshape(input("kept", ["B", value.node.shape[axis]!]), shape);
        const [zeroed] = replace([clean], new Map([[value.node, mul(value.node, kept)]]));
        const moved = distance(zeroed!, clean);
        return reshape(moved, [1, moved.shape[0]!, moved.shape[1]!]);
      });
      return {distances: concat(rows, 0)};
    }
  };
}

/** Returns, for each step, how much each token (row) moves without each other (column). */
async function movedBy(
  {session, encoded, meter, signal}: Inside,
  steps: readonly Step[],
  key: string,
  length: number,
  told: (rows: number) => void
): Promise<Map2[]> {
  const {batch} = encoded;
  const answers = (steps[0]!.stack === "decoder" ? batch.decoderIds! : batch.ids)[0]!.length;
  const maps = steps.map(() => Array.from({length: answers}, () => new Float64Array(length)));
  const question = zeroingQuestion(session, steps, key);
  const most = session.rowsAtOnce(question, {batch});
  for (let start = 0; start < length; start += most) {
    const rows = Math.min(most, length - start);
    const kept = new Float32Array(rows * length).fill(1);
    for (let row = 0; row < rows; row++) kept[row * length + start + row] = 0;
    const outputs = await session.ask(question, {
      batch: repeated(batch, rows),
      extra: new Map([["kept", {shape: [rows, length], data: kept}]]),
      meter,
      signal
    });
    const {data} = outputs.get("distances")!;
    maps.forEach((map, step) =>
      map.forEach((row, query) => {
        for (let at = 0; at < rows; at++)
          row[start + at] = Math.max(data[(step * rows + at) * answers + query]!, 0);
      })
    );
    told(rows);
  }
  return maps;
}

function repeated(batch: Batch, rows: number): Batch {
  const times = <T>(list: readonly T[] | undefined): T[] | undefined =>
    list && Array.from({length: rows}, () => list[0]!);
  return {
    ids: times(batch.ids)!,
    decoderIds: times(batch.decoderIds),
    types: times(batch.types),
    mask: times(batch.mask)
  };
}

export const valueZeroing: Method = async ({target, inside, progress}) => {
  const {session, encoded, position} = inside;
  const steps = stepsOf(session.graph);
  const lengths = [
    encoded.batch.ids[0]!.length,
    ...(encoded.batch.decoderIds ? [encoded.batch.decoderIds[0]!.length] : [])
  ];
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let done = 0;
  const told = (rows: number): void => progress?.((done += rows), total);
  const found = new Map<Step, Map2>();
  for (const [key, part, length] of [
    ["encoder", steps.filter(({stack}) => stack === "encoder"), lengths[0]!],
    ["decoder", steps.filter(({stack, cross}) => stack === "decoder" && !cross), lengths[1]!],
    ["cross", steps.filter(({cross}) => cross), lengths[0]!]
  ] as const) {
    if (part.length === 0) continue;
    const maps = await movedBy(inside, part, key, length, told);
    part.forEach((step, index) => found.set(step, maps[index]!));
  }
  // A decoder's block is moved by its own tokens and the encoder's: one step of both, shared out together.
  const blocks = steps.filter(({cross}) => !cross);
  const mixed = (own: Map2, index: number, source: Map2): Map2 => {
    const self = found.get(blocks[index]!)!;
    const crossStep = steps.find(({layer, cross}) => cross && layer === blocks[index]!.layer);
    const cross = crossStep ? found.get(crossStep)! : null;
    const sums = self.map((row, query) =>
      [...row, ...(cross?.[query] ?? [])].reduce((sum, x) => sum + x, 0)
    );
    const shares = (map: Map2): Map2 =>
      map.map((row, query) => row.map((x) => (sums[query]! > 0 ? x / sums[query]! : 0)));
    // A token nothing moves keeps what it is.
    const still = own.map((row, query) => (sums[query]! > 0 ? row.map(() => 0) : row));
    const inner = plus(times(shares(self), source), still);
    return cross ? plus(inner, times(shares(cross), encoderStates)) : inner;
  };
  let encoderStates: Map2 = [];
  const encoderBlocks = blocks.filter(({stack}) => stack === "encoder");
  const readers = readersOf(session.graph, encoded, position);
  const scores = followed(blocks, lengths, readers, (own, index, source) => {
    const made = mixed(own, index, source);
    if (index === encoderBlocks.length - 1) encoderStates = made;
    return made;
  });
  const [value] = await target.values([target.embeddings]);
  const count = target.embeddings.reduce((sum, block) => sum + block.length, 0) / target.width;
  return {
    value: value!,
    rows: Array.from({length: count}, (_, token) => Float64Array.of(scores[token]!))
  };
};
