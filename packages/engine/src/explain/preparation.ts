/** One program from when it is first asked for: those who wait for it are told, and may stop to wait. */
import {deferred} from "../deferred.ts";
import type {Preparing} from "../api.ts";
import type {Program, Waiting} from "../backends/backend.ts";

export interface Waiter {
  /** What is prepared, in words. */
  readonly what: string;
  readonly preparing?: ((state: Preparing) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class Preparation {
  readonly #program: Promise<Program>;
  readonly #stop = new AbortController();
  readonly #waiting = new Set<Waiter>();
  /** Operations of the program, from when the runtime has begun. */
  #nodes: number | null = null;
  #ready = false;
  #lost = false;

  constructor(compile: (waiting: Waiting) => Promise<Program>) {
    const started = (nodes: number): void => {
      this.#nodes = nodes;
      for (const waiter of this.#waiting) this.#tell(waiter, false);
    };
    this.#program = compile({started, signal: this.#stop.signal});
    this.#program.then(
      () => {
        this.#ready = true;
      },
      () => {
        this.#lost = true;
      }
    );
  }

  /** Whether there is no program and there will be none: it failed, or nobody waited for it. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Returns the program when it is ready. Throws the signal's reason when aborted before. */
  async wait(waiter: Waiter): Promise<Program> {
    if (this.#ready) return this.#program;
    this.#waiting.add(waiter);
    if (this.#nodes !== null) this.#tell(waiter, false);
    try {
      const program = await unlessAborted(this.#program, waiter.signal);
      if (this.#nodes !== null) this.#tell(waiter, true);
      return program;
    } finally {
      this.#waiting.delete(waiter);
      if (!this.#ready && this.#waiting.size === 0) this.#giveUp();
    }
  }

  #tell({what, preparing}: Waiter, done: boolean): void {
    preparing?.({nodes: this.#nodes!, what, done});
  }

  #giveUp(): void {
    this.#lost = true;
    this.#stop.abort();
    this.dispose();
  }

  dispose(): void {
    this.#program.then(
      (program) => program.dispose(),
      () => {}
    );
  }
}

/** Returns the promise's value. Throws the signal's reason as soon as it is aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const {promise: aborted, reject} = deferred<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", stop, {once: true});
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
