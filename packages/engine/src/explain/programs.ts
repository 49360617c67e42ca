/** The questions a backend has prepared: the last used stay. */
import type {Program, Waiting} from "../backends/backend.ts";
import {Preparation} from "./preparation.ts";
import type {Waiter} from "./preparation.ts";

interface Entry {
  readonly preparation: Preparation;
  /** How many questions wait for it or run it. */
  busy: number;
}

/** A page asks a handful; who captures ever other sites must not fill the memory with programs. */
const MOST = 24;

export class Programs {
  readonly #entries = new Map<string, Entry>();
  readonly #most: number;

  constructor(most: number = MOST) {
    this.#most = Math.min(most, MOST);
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * Returns what `work` makes of the program of this key, compiled when there is none. Throws the signal's reason as
   * soon as it is aborted while the program is prepared; what nobody waits for any more is thrown away.
   */
  async use<T>(
    key: string,
    compile: (waiting: Waiting) => Promise<Program>,
    work: (program: Program) => Promise<T>,
    waiter: Waiter = {what: "forward"}
  ): Promise<T> {
    const known = this.#entries.get(key);
    const entry =
      known && !known.preparation.lost ? known : {preparation: new Preparation(compile), busy: 0};
    const {preparation} = entry;
    // Moved to the end: the first are the longest unused.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.busy++;
    try {
      this.#trim();
      return await work(await preparation.wait(waiter));
    } finally {
      entry.busy--;
      if (preparation.lost && this.#entries.get(key) === entry) this.#entries.delete(key);
    }
  }

  #trim(): void {
    for (const [key, {preparation, busy}] of this.#entries) {
      if (this.#entries.size <= this.#most) return;
      if (busy > 0) continue;
      this.#entries.delete(key);
      preparation.dispose();
    }
  }

  dispose(): void {
    for (const {preparation} of this.#entries.values()) preparation.dispose();
    this.#entries.clear();
  }
}
