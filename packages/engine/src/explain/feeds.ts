/** Fills the inputs a graph asks for: what depends on lengths and masks alone is made here. */
import {InputError, ShapeError} from "../errors.ts";
import type {Dims, Tensor} from "../backends/backend.ts";
import type {Fill, NodeOf} from "../graph/node.ts";
import {bind, sizeOf} from "../graph/shape.ts";

/** One batch of token ids; rows have one length, padded ones are masked. */
export interface Batch {
  readonly ids: readonly (readonly number[])[];
  readonly decoderIds?: readonly (readonly number[])[] | undefined;
  readonly types?: readonly (readonly number[])[] | undefined;
  /** 1 = real, 0 = padding; defaults to all real. */
  readonly mask?: readonly (readonly number[])[] | undefined;
  /** What is to be said of the input with every answer about it. */
  readonly notices?: readonly string[] | undefined;
}

/** Added to the score of what must not be looked at: its weight underflows to 0, and a row of nothing else stays finite. */
const MASKED = -1e30;

type Filler<K extends Fill["kind"]> = (
  fill: Extract<Fill, {kind: K}>,
  shape: readonly number[],
  batch: Batch,
  /** How many positions were read before. */
  past: number
) => Tensor["data"];

const fillers: {readonly [K in Exclude<Fill["kind"], "given" | "select" | "target">]: Filler<K>} = {
  positions: ({counted, padding, offset = 0}, shape, {ids, mask}, past) => {
    if (!counted) return Int32Array.from({length: shape[0]!}, (_, at) => past + at + offset);
    const [rows, length] = shape as [number, number];
    const real = (row: number, at: number): boolean =>
      counted === "mask"
        ? (mask?.[mask.length === 1 ? 0 : row]?.[at] ?? 1) !== 0
        : ids[ids.length === 1 ? 0 : row]![at] !== padding;
    const data = new Int32Array(rows * length);
    for (let row = 0; row < rows; row++) {
      let count = past;
      for (let at = 0; at < length; at++)
        data[row * length + at] = (real(row, at) ? count++ : -1) + offset;
    }
    return data;
  },
  alibi: ({slopes}, [heads, , keys]) =>
    Float32Array.from({length: heads! * keys!}, (_, at) => {
      return slopes[Math.floor(at / keys!)]! * (at % keys!);
    }),
  placement: (_, [keys, length], _batch, past) => {
    const data = new Float32Array(keys! * length!);
    for (let at = 0; at < length!; at++) data[(past + at) * length! + at] = 1;
    return data;
  },
  first: (_, shape) => {
    const [rows, , length] = shape as [number, number, number];
    const data = new Float32Array(sizeOf(shape));
    for (let row = 0; row < rows; row++) data[row * length] = 1;
    return data;
  },
  mean: (_, shape, {mask}) => {
    const [rows, , length] = shape as [number, number, number];
    const data = new Float64Array(sizeOf(shape));
    for (let row = 0; row < rows; row++) {
      const real = mask?.[mask.length === 1 ? 0 : row];
      const count = real?.reduce((sum, one) => sum + (one === 0 ? 0 : 1), 0) ?? length;
      for (let at = 0; at < length; at++)
        data[row * length + at] = real?.[at] === 0 ? 0 : 1 / Math.max(count, 1);
    }
    return data;
  },
  distances: ({buckets, farthest, span, back = false}, shape) => {
    const [rows, columns] = shape as [number, number];
    return Int32Array.from({length: rows * columns}, (_, at) => {
      const distance = (Math.floor(at / columns) - (at % columns)) * (back ? -1 : 1);
      const bucket = buckets === null ? distance : farBucket(distance, buckets, farthest);
      return Math.min(Math.max(bucket + span, 0), 2 * span - 1);
    });
  },
  last: ({token}, shape, {ids}) => {
    const [rows, , length] = shape as [number, number, number];
    const data = new Float32Array(sizeOf(shape));
    for (let row = 0; row < rows; row++) {
      const at = ids[ids.length === 1 ? 0 : row]!.lastIndexOf(token);
      if (at < 0)
        throw new InputError(
          `this classifier reads at the last end token (#${token}), and the input has none; end it with that token`
        );
      data[row * length + at] = 1;
    }
    return data;
  },
  "last-real": ({padding}, shape, {ids, mask}) => {
    const [rows, , length] = shape as [number, number, number];
    const data = new Float32Array(sizeOf(shape));
    for (let row = 0; row < rows; row++) {
      const real = mask?.[mask.length === 1 ? 0 : row];
      data[row * length + lastReal(ids[ids.length === 1 ? 0 : row]!, padding, real)] = 1;
    }
    return data;
  },
  sinusoids: (_, shape, _batch, past) => {
    const [length, width] = shape as [number, number];
    const half = width / 2;
    return Float64Array.from({length: length * width}, (_, at) => {
      const [position, channel] = [past + Math.floor(at / width), at % width];
      const angle = position / 10_000 ** ((2 * (channel % half)) / width);
      return channel < half ? Math.sin(angle) : Math.cos(angle);
    });
  },
  mask: ({causal, keys, window = Infinity, both = false}, shape, batch, past) => {
    const [rows, , queries, length] = shape as [number, number, number, number];
    const data = new Float32Array(sizeOf(shape));
    // A decoder's own tokens are never padding; the mask a caller gives is of the (only or encoder's) input.
    const real = keys === "encoder" || !batch.decoderIds ? batch.mask : undefined;
    let at = 0;
    for (let row = 0; row < rows; row++) {
      const seen = real?.[real.length === 1 ? 0 : row];
      for (let query = 0; query < queries; query++) {
        for (let key = 0; key < length; key++) {
          const behind = past + query - key;
          const hidden =
            (causal && behind < 0) ||
            (both ? Math.abs(behind) : behind) >= window ||
            seen?.[key] === 0;
          data[at++] = hidden ? MASKED : 0;
        }
      }
    }
    return data;
  },
  rotary: ({part, frequencies: usual, layout, factor = 1, long}, shape, _, past) => {
    const [length, width] = shape as [number, number];
    const frequencies = long && past + length > long.beyond ? long.frequencies : usual;
    const wave = part === "cos" ? Math.cos : Math.sin;
    const pairOf =
      layout === "halves" ? (c: number) => c % frequencies.length : (c: number) => c >> 1;
    return Float64Array.from({length: length * width}, (_, at) => {
      return factor * wave((past + Math.floor(at / width)) * frequencies[pairOf(at % width)]!);
    });
  },
  "relative-buckets": (fill, shape, _, past) => {
    const [queries, keys] = shape as [number, number];
    return Int32Array.from({length: queries * keys}, (_, at) =>
      bucket((at % keys) - Math.floor(at / keys) - past, fill)
    );
  }
};

/** Returns the last place of a real token that is no padding; the first place where there is none. */
export function lastReal(
  ids: readonly number[],
  padding: number | null,
  mask?: readonly number[]
): number {
  const at = ids.findLastIndex((id, place) => id !== padding && mask?.[place] !== 0);
  return Math.max(at, 0);
}

/** Returns the bucket of a distance key − query: exact when near, logarithmic further out (T5). */
function bucket(
  distance: number,
  {
    bidirectional,
    buckets,
    maxDistance
  }: {bidirectional: boolean; buckets: number; maxDistance: number}
): number {
  const half = bidirectional ? buckets / 2 : buckets;
  const side = bidirectional && distance > 0 ? half : 0;
  const away = bidirectional ? Math.abs(distance) : Math.max(-distance, 0);
  const exact = Math.floor(half / 2);
  if (away < exact) return side + away;
  // float32, as the original: at powers of the base float64 would fall on the other side of the step
  const ratio = Math.fround(
    Math.fround(Math.log(Math.fround(away / exact))) / Math.fround(Math.log(maxDistance / exact))
  );
  return side + Math.min(exact + Math.trunc(Math.fround(ratio * (half - exact))), half - 1);
}

/** Returns the bucket of a distance query − key: itself when near, logarithmic further out, with its sign (DeBERTa v2). */
function farBucket(distance: number, buckets: number, farthest: number): number {
  const middle = Math.floor(buckets / 2);
  const away = Math.abs(distance);
  if (away <= middle) return distance;
  const share = Math.log(away / middle) / Math.log((farthest - 1) / middle);
  return Math.sign(distance) * (Math.ceil(share * (middle - 1)) + middle);
}

const flat = (rows: readonly (readonly number[])[]): Int32Array => Int32Array.from(rows.flat());

/** Returns a tensor for every input: the caller's `extra` first, then ids, then what the fills say. */
export function feedsOf(
  inputs: readonly NodeOf<"input">[],
  batch: Batch,
  dims: Dims,
  extra: ReadonlyMap<string, Tensor>
): Map<string, Tensor> {
  const given: Readonly<Record<string, () => Int32Array>> = {
    ids: () => flat(batch.ids),
    "decoder.ids": () => flat(batch.decoderIds ?? []),
    types: () => flat(batch.types ?? batch.ids.map((row) => row.map(() => 0)))
  };
  return new Map(
    inputs.map((node) => {
      const {name, fill} = node.attributes;
      const shape = bind(node.shape, dims);
      const known = extra.get(name);
      if (known) return [name, known];
      if (fill.kind === "given" || fill.kind === "select" || fill.kind === "target") {
        const make = given[name];
        if (!make) throw new ShapeError(`input ${name} was not given`);
        return [name, {shape, data: make()}];
      }
      const filler = fillers[fill.kind] as Filler<typeof fill.kind>;
      // An encoder's positions (S) never follow others; N is how many a cache holds.
      const past = node.shape.includes("T") ? (dims.N ?? 0) : 0;
      return [name, {shape, data: filler(fill as never, shape, batch, past)}];
    })
  );
}
