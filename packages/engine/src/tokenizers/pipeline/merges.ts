/** Pairs of tokens that become one: a hash table of ids, for lookups without allocation. */
export class MergeTable {
  readonly #mask: number;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #rank: Int32Array;
  readonly #made: Int32Array;

  /** `count`: pairs at most. */
  constructor(count: number) {
    let size = 16;
    while (size < 2 * count) size *= 2;
    this.#mask = size - 1;
    this.#left = new Int32Array(size).fill(-1);
    this.#right = new Int32Array(size);
    this.#rank = new Int32Array(size);
    this.#made = new Int32Array(size);
  }

  #placeOf(left: number, right: number): number {
    const hash = Math.imul(left, 0x9e37_79b1) ^ Math.imul(right, 0x85eb_ca6b);
    let place = (hash ^ (hash >>> 15)) & this.#mask;
    while (this.#left[place] !== -1 && (this.#left[place] !== left || this.#right[place] !== right))
      place = (place + 1) & this.#mask;
    return place;
  }

  /** Sets what two tokens make; the last rank counts. */
  set(left: number, right: number, rank: number, made: number): void {
    const place = this.#placeOf(left, right);
    this.#left[place] = left;
    this.#right[place] = right;
    this.#rank[place] = rank;
    this.#made[place] = made;
  }

  /** Returns where a pair stands; −1 for one that stays two. */
  find(left: number, right: number): number {
    const place = this.#placeOf(left, right);
    return this.#left[place] === -1 ? -1 : place;
  }

  rankAt(place: number): number {
    return this.#rank[place]!;
  }

  madeAt(place: number): number {
    return this.#made[place]!;
  }
}

/** Merges to do, the lowest rank first, and of one rank the leftmost. */
class Queue {
  readonly #keys: number[] = [];

  /** More than there are symbols of a word. */
  static readonly places = 2 ** 30;

  push(rank: number, at: number): void {
    const keys = this.#keys;
    const key = rank * Queue.places + at;
    let place = keys.push(key) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (keys[parent]! <= key) break;
      keys[place] = keys[parent]!;
      place = parent;
    }
    keys[place] = key;
  }

  pop(): number | undefined {
    const keys = this.#keys;
    const top = keys[0];
    const last = keys.pop();
    if (top === undefined || last === undefined || keys.length === 0) return top;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= keys.length) break;
      if (child + 1 < keys.length && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= last) break;
      keys[place] = keys[child]!;
      place = child;
    }
    keys[place] = last;
    return top;
  }
}

/**
 * Merges symbols in place, best pair first: a symbol that has become part of the one before has length 0 afterwards.
 * Takes n log n steps for n symbols.
 */
export function mergeAll(ids: number[], lengths: number[], merges: MergeTable): void {
  const count = ids.length;
  const next = Int32Array.from({length: count}, (_, at) => at + 1);
  const before = Int32Array.from({length: count}, (_, at) => at - 1);
  const queue = new Queue();
  const offer = (at: number): void => {
    const place = merges.find(ids[at]!, ids[next[at]!]!);
    if (place >= 0) queue.push(merges.rankAt(place), at);
  };
  for (let at = 0; at + 1 < count; at++) offer(at);
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const at = key % Queue.places;
    const right = next[at]!;
    if (lengths[at] === 0 || right >= count) continue;
    const place = merges.find(ids[at]!, ids[right]!);
    // What was offered before one of the two was merged is no offer any more.
    if (place < 0 || merges.rankAt(place) !== (key - at) / Queue.places) continue;
    ids[at] = merges.madeAt(place);
    lengths[at]! += lengths[right]!;
    lengths[right] = 0;
    const after = next[right]!;
    next[at] = after;
    if (after < count) {
      before[after] = at;
      offer(at);
    }
    if (before[at]! >= 0) offer(before[at]!);
  }
}
