/** When a notebook that runs has come to rest. */

/** How long nothing must run, in ms. */
const quiet = 1000;
/** How long nothing must come to its first end while cells run again and again, as those of an animation do. */
const animated = 3000;

interface Seen {
  readonly id: number;
  readonly busy: boolean;
}

export class Settling {
  /** Cells that have come to an end at least once. */
  readonly #ended = new Set<number>();
  #quietSince: number;
  #newsAt: number;

  /** *now* is a time in ms. */
  constructor(now: number) {
    this.#quietSince = this.#newsAt = now;
  }

  /**
   * Takes how the cells are at that time; *busy*: whether something else is under way. Returns whether nothing ran for
   * a second, or only what runs again and again.
   */
  look(cells: readonly Seen[], busy: boolean, now: number): boolean {
    for (const {id, busy: runs} of cells) {
      if (runs || this.#ended.has(id)) continue;
      this.#ended.add(id);
      this.#newsAt = now;
    }
    const running = cells.filter((cell) => cell.busy);
    if (busy || running.length > 0) this.#quietSince = now;
    if (busy || running.some(({id}) => !this.#ended.has(id))) this.#newsAt = now;
    return now - this.#quietSince >= quiet || now - this.#newsAt >= animated;
  }
}
