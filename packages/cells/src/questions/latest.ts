/** One run at a time, the newest next: what is asked during a run replaces what waited, and soon stops the run. */

export interface LatestHandlers<T> {
  /** A run begins. */
  readonly started: () => void;
  /** The answer to what was asked last, or to what a short run was about while somebody goes on asking. */
  readonly answered: (answer: T) => void;
  /** What was asked last has failed. */
  readonly failed: (error: unknown) => void;
}

type Work<T> = (signal: AbortSignal) => Promise<T>;

interface Run {
  readonly controller: AbortController;
  readonly started: number;
}

/**
 * A run that is overtaken may end within this time after its start, in ms: who types on and on shall see more than the
 * last picture. The last answer comes later by no more than this.
 */
const spared = 250;

export class Latest<T> {
  readonly #handlers: LatestHandlers<T>;
  #running: Run | undefined;
  #next: Work<T> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What a run takes, as far as is known, in ms. */
  #took = 0;

  constructor(handlers: LatestHandlers<T>) {
    this.#handlers = handlers;
  }

  /** Whether an answer is still to come. */
  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Asks; what waited is forgotten, and what runs is stopped unless it is about to end. */
  ask(work: Work<T>): void {
    const overtaken = this.#next !== undefined;
    this.#next = work;
    if (!this.#running) return void this.#run();
    const {controller, started} = this.#running;
    const left = started + spared - performance.now();
    // Long runs would never make it in time, and only take the processor from others.
    if (left <= 0 || this.#took > spared) controller.abort();
    else if (!overtaken) this.#timer = setTimeout(() => controller.abort(), left);
  }

  /** Asks nothing; what runs is stopped and not heard of. */
  stop(): void {
    this.#next = undefined;
    this.#running?.controller.abort();
  }

  async #run(): Promise<void> {
    while (this.#next) {
      const work = this.#next;
      this.#next = undefined;
      const controller = new AbortController();
      const started = performance.now();
      this.#running = {controller, started};
      this.#handlers.started();
      let tell: () => void;
      try {
        const answer = await work(controller.signal);
        tell = () => this.#handlers.answered(answer);
      } catch (error) {
        tell = () => this.#next ?? this.#handlers.failed(error);
      }
      clearTimeout(this.#timer);
      this.#running = undefined;
      const took = performance.now() - started;
      // The first run compiles as well: long ones are given another chance now and then.
      this.#took = controller.signal.aborted ? Math.max(took, this.#took / 2) : took;
      if (!controller.signal.aborted) tell();
    }
  }
}
