/** Long arithmetic in slices, so that a page stays alive and can stop it. */

/** Milliseconds of work between two breaths. */
const SLICE = 20;

export class Breath {
  readonly #signal: AbortSignal | undefined;
  #since: number = performance.now();

  constructor(signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.#signal = signal;
  }

  /** Whether the slice is over. */
  get due(): boolean {
    return performance.now() - this.#since >= SLICE;
  }

  /** Lets everything else have its turn. Throws the signal's reason when it was aborted. */
  async take(): Promise<void> {
    // A macrotask: promises alone would keep events and paint waiting.
    await new Promise((resolve) => setTimeout(resolve));
    this.#signal?.throwIfAborted();
    this.#since = performance.now();
  }
}
