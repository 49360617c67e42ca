/** Notebooks that were stopped: they open without running until the reader runs them. Kept in this browser. */

/** So many are kept, those that were stopped last. */
const most = 500;

export class Stopped {
  readonly #key: string;
  /** Where the browser keeps nothing, as long as the page is open. */
  #paths: readonly string[] = [];

  constructor(folder: string) {
    this.#key = `ecco-stopped-${folder}`;
  }

  has(path: string): boolean {
    return this.#load().includes(path);
  }

  set(path: string, stopped: boolean): void {
    const others = this.#load().filter((each) => each !== path);
    this.#paths = stopped ? [...others, path].slice(-most) : others;
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#paths));
    } catch {
      // Full, or not allowed.
    }
  }

  /** Another tab may have stopped one. */
  #load(): readonly string[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#key) ?? "null");
      if (Array.isArray(kept)) return kept.filter((each) => typeof each === "string");
    } catch {
      // Not there, or not ours.
    }
    return this.#paths;
  }
}
