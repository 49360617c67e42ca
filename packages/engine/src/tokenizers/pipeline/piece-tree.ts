/** Texts by their letters: finds all that begin at a place of another text. A hash table of nodes, for large vocabularies. */
export class PieceTree {
  #mask: number;
  #parents: Int32Array;
  #units: Uint16Array;
  #nodes: Int32Array;
  #count = 1;
  /** What ends at a node: a number given with its text; −1: nothing. */
  readonly #values: number[] = [-1];

  constructor() {
    const size = 1024;
    this.#mask = size - 1;
    this.#parents = new Int32Array(size).fill(-1);
    this.#units = new Uint16Array(size);
    this.#nodes = new Int32Array(size);
  }

  #placeOf(parent: number, unit: number): number {
    const hash = Math.imul(parent, 0x9e37_79b1) ^ Math.imul(unit, 0x85eb_ca6b);
    let place = (hash ^ (hash >>> 15)) & this.#mask;
    while (
      this.#parents[place] !== -1 &&
      (this.#parents[place] !== parent || this.#units[place] !== unit)
    )
      place = (place + 1) & this.#mask;
    return place;
  }

  /** Adds a text; of equal ones the last value counts. */
  set(text: string, value: number): void {
    let node = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      let place = this.#placeOf(node, unit);
      if (this.#parents[place] === -1) {
        if (2 * this.#count > this.#mask) {
          this.#grow();
          place = this.#placeOf(node, unit);
        }
        this.#parents[place] = node;
        this.#units[place] = unit;
        this.#nodes[place] = this.#count++;
        this.#values.push(-1);
      }
      node = this.#nodes[place]!;
    }
    this.#values[node] = value;
  }

  /** Returns the value of exactly this text. */
  get(text: string): number | undefined {
    let node = 0;
    for (let at = 0; at < text.length; at++) {
      const place = this.#placeOf(node, text.charCodeAt(at));
      if (this.#parents[place] === -1) return undefined;
      node = this.#nodes[place]!;
    }
    const value = this.#values[node]!;
    return value < 0 ? undefined : value;
  }

  #grow(): void {
    const [parents, units, nodes] = [this.#parents, this.#units, this.#nodes];
    const size = 4 * parents.length;
    this.#mask = size - 1;
    this.#parents = new Int32Array(size).fill(-1);
    this.#units = new Uint16Array(size);
    this.#nodes = new Int32Array(size);
    for (let old = 0; old < parents.length; old++) {
      if (parents[old] === -1) continue;
      const place = this.#placeOf(parents[old]!, units[old]!);
      this.#parents[place] = parents[old]!;
      this.#units[place] = units[old]!;
      this.#nodes[place] = nodes[old]!;
    }
  }

  /** Calls `found` with each text that begins at `from`, the shortest first: its value, and where it ends. */
  each(text: string, from: number, found: (value: number, end: number) => void): void {
    let node = 0;
    for (let at = from; at < text.length; at++) {
      const place = this.#placeOf(node, text.charCodeAt(at));
      if (this.#parents[place] === -1) return;
      node = this.#nodes[place]!;
      const value = this.#values[node]!;
      if (value >= 0) found(value, at + 1);
    }
  }

  /** Returns the longest text that begins at `from`; null where none does. */
  longest(text: string, from: number): {readonly value: number; readonly end: number} | null {
    let longest: {value: number; end: number} | null = null;
    this.each(text, from, (value, end) => {
      longest = {value, end};
    });
    return longest;
  }
}
