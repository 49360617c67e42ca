/** One run at a time, the newest next: what is asked during a run replaces what waited, and stops the run. */

export interface LatestHandlers<T> {
  /** A run begins. */
  readonly started: () => void;
  /** The answer to what was asked last. */
  readonly answered: (answer: T) => void;
  readonly failed: (error: unknown) => void;
}

type Work<T> = (signal: AbortSignal) => Promise<T>;

export class Latest<T> {
  readonly #handlers: LatestHandlers<T>;
  #running: AbortController | undefined;
  #next: Work<T> | undefined;

  constructor(handlers: LatestHandlers<T>) {
    this.#handlers = handlers;
  }

  /** Whether an answer is still to come. */
  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Asks; of everything asked before, nothing is heard any more. */
  ask(work: Work<T>): void {
    this.#next = work;
    if (this.#running) this.#running.abort();
    else void this.#run();
  }

  /** Asks nothing; what runs is stopped and not heard of. */
  stop(): void {
    this.#next = undefined;
    this.#running?.abort();
  }

  async #run(): Promise<void> {
    while (this.#next) {
      const work = this.#next;
      this.#next = undefined;
      const controller = (this.#running = new AbortController());
      this.#handlers.started();
      let tell: () => void;
      try {
        const answer = await work(controller.signal);
        tell = () => this.#handlers.answered(answer);
      } catch (error) {
        tell = () => this.#handlers.failed(error);
      }
      this.#running = undefined;
      if (!controller.signal.aborted) tell();
    }
  }
}
