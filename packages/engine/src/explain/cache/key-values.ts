/** Keys and values of what was read, on the host: a text that goes on is not read again. */
import {smallestOf} from "../../lists.ts";
import type {Tensor} from "../../backends/backend.ts";
import {rewriteRows} from "./rows.ts";

/** Room grows by this many keys at a time, so that most steps find the same shapes as the one before. */
const ROOM = 64;

type Floats = Float32Array | Float64Array;

export interface Reuse {
  /** For each row the row of before that it goes on from. */
  readonly parents: readonly number[];
  /** How many leading ids all rows share with theirs; at least one id is left to read. */
  readonly past: number;
}

export class KeyValues {
  #rows: readonly (readonly number[])[] = [];
  /** What a decoder's row reads beside itself: two rows of the same ids are not the same where it differs. */
  #sources: readonly number[] = [];
  #room = 0;
  readonly #data = new Map<string, {readonly shape: readonly number[]; readonly data: Floats}>();

  /** Returns from where these rows go on. */
  reuse(rows: readonly (readonly number[])[], sources: readonly number[] = []): Reuse {
    const found = rows.map((row, at) =>
      longestPrefix(row, this.#rows, (other) => this.#sources[other] === sources[at])
    );
    const past = Math.min(smallestOf(found.map(({length}) => length)), rows[0]!.length - 1);
    return {parents: found.map(({index}) => index), past};
  }

  /** Returns how many keys there is room for once this many are read. */
  roomFor(length: number): number {
    return length <= this.#room ? this.#room : Math.ceil((length + 1) / ROOM) * ROOM;
  }

  /**
   * Returns what was read before for each row, [rows, heads, room, width]: zeros where nothing was. What lies behind
   * `past` is zero too: the graph adds there.
   */
  past(site: string, sizes: {readonly heads: number; readonly width: number}, next: Next): Tensor {
    const {rows, room, reuse} = next;
    const shape = [rows, sizes.heads, room, sizes.width];
    const known = this.#data.get(site);
    const to = {heads: sizes.heads, width: sizes.width, rows, room};
    const data = known
      ? rewriteRows(known.data, known.shape, to, reuse)
      : new Float32Array(rows * sizes.heads * room * sizes.width);
    this.#data.set(site, {shape, data});
    return {shape, data};
  }

  /** Writes what was read now, [rows, heads, length, width], behind the past. */
  add(site: string, fresh: Tensor, past: number): void {
    if (fresh.data instanceof Int32Array) throw new TypeError("expected floats");
    const [rows, heads, length, width] = fresh.shape as [number, number, number, number];
    const known = this.#data.get(site)!;
    const {shape} = known;
    let {data} = known;
    // The reference backend computes in float64, and its past must lose nothing.
    if (fresh.data instanceof Float64Array && data instanceof Float32Array)
      data = Float64Array.from(data);
    const room = shape[2]!;
    for (let head = 0; head < rows * heads; head++) {
      const from = head * length * width;
      data.set(fresh.data.subarray(from, from + length * width), (head * room + past) * width);
    }
    this.#data.set(site, {shape, data});
  }

  /** Says what the keys are of, once all were added. */
  know(rows: readonly (readonly number[])[], room: number, sources: readonly number[] = []): void {
    this.#rows = rows.map((row) => [...row]);
    this.#sources = sources;
    this.#room = room;
  }

  /** Forgets all: after a run that broke off, keys may be of no row. */
  forget(): void {
    this.#rows = [];
    this.#room = 0;
    this.#data.clear();
  }
}

export interface Next {
  readonly rows: number;
  readonly room: number;
  readonly reuse: Reuse;
}

function longestPrefix(
  row: readonly number[],
  among: readonly (readonly number[])[],
  counts: (index: number) => boolean
): {readonly index: number; readonly length: number} {
  let best = {index: 0, length: 0};
  for (const [index, other] of among.entries()) {
    if (!counts(index)) continue;
    let length = 0;
    while (length < row.length && length < other.length && row[length] === other[length]) length++;
    if (length > best.length) best = {index, length};
  }
  return best;
}
