/** When a notebook that runs has come to rest. */

/** How long nothing must run, in ms. */
const quiet = 1000;
/** How long nothing must come to its first end while cells run again and again, as those of an animation do. */
const animated = 3000;

interface Seen {
  readonly id: number;
  /** pending: it has not come to its end. */
  readonly state: string;
  /** Whether it runs, or will by itself; one that waits for a reader does not. */
  readonly busy: boolean;
}

export class Settling {
  readonly #ended = new Set<number>();
  #quietSince: number;
  #newsAt: number;

  /** *now* is a time in ms. */
  constructor(now: number) {
    this.#quietSince = this.#newsAt = now;
  }

  /** Whether a cell has come to an end at least once. */
  hasEnded(id: number): boolean {
    return this.#ended.has(id);
  }

  /** A second look at the notebook begins: nothing must run for a second again. */
  again(now: number): void {
    this.#quietSince = this.#newsAt = now;
  }

  /**
   * Takes how the cells are at that time; *busy*: whether something else is under way. Returns whether nothing ran for
   * a second, or only what runs again and again.
   */
  look(cells: readonly Seen[], busy: boolean, now: number): boolean {
    for (const {id, state} of cells) {
      if (state === "pending" || this.#ended.has(id)) continue;
      this.#ended.add(id);
      this.#newsAt = now;
    }
    const running = cells.filter((cell) => cell.busy);
    if (busy || running.length > 0) this.#quietSince = now;
    if (busy || running.some(({id}) => !this.#ended.has(id))) this.#newsAt = now;
    return now - this.#quietSince >= quiet || now - this.#newsAt >= animated;
  }
}
