/** The questions a backend has prepared: the last used stay. */
import type {Program} from "../backends/backend.ts";

interface Entry {
  readonly program: Promise<Program>;
  /** How many runs are under way. */
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

  /** Returns what `work` makes of the program of this key, compiled when there is none. */
  async use<T>(
    key: string,
    compile: () => Promise<Program>,
    work: (program: Program) => Promise<T>
  ): Promise<T> {
    const entry = this.#entries.get(key) ?? {program: compile(), busy: 0};
    // Moved to the end: the first are the longest unused.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.busy++;
    try {
      this.#trim();
      return await work(await entry.program);
    } catch (error) {
      await entry.program.catch(() => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      });
      throw error;
    } finally {
      entry.busy--;
    }
  }

  #trim(): void {
    for (const [key, {program, busy}] of this.#entries) {
      if (this.#entries.size <= this.#most) return;
      if (busy > 0) continue;
      this.#entries.delete(key);
      dispose(program);
    }
  }

  dispose(): void {
    for (const {program} of this.#entries.values()) dispose(program);
    this.#entries.clear();
  }
}

function dispose(program: Promise<Program>): void {
  program.then(
    (made) => made.dispose(),
    () => {}
  );
}
