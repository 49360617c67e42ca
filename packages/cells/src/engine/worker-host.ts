/** Keeps a model at hand: in one worker, and in another one where the first does not come back from what was stopped. */
import {deferred, DeviceError, doingOf, overdue, readingLimits} from "@ecco/engine";
import type {ModelInfo, Reading, ReadingLimits} from "@ecco/engine";
import type {Remote} from "comlink";
import {EngineWorker} from "./engine-worker.ts";
import type {Answered, Hearing} from "./engine-worker.ts";
import type {LoadRequest} from "./load-request.ts";
import {Occupation} from "./occupation.ts";
import type {Running} from "./occupation.ts";
import {paceOf} from "./pace.ts";
import type {Pace, Readying} from "./pace.ts";
import type {Engine, Outcome} from "./protocol.ts";
import {ReadingClock} from "./reading-clock.ts";
import {isWorthIt, lookAgain} from "./restart.ts";
import type {EngineThread} from "./starting-worker.ts";

/** The reason of calls whose worker was ended for another one's sake. */
const replaced = new Error("the engine was started again");

export class WorkerHost {
  readonly #request: LoadRequest;
  readonly #start: () => EngineThread;
  readonly #limits: ReadingLimits;
  readonly #files: File[] = [];
  readonly #running = new Set<Running>();
  readonly #said = new Set<string>();
  readonly #lost = deferred<Error>();
  #worker: EngineWorker;
  /** Fulfilled when the worker has the model. */
  #ready: Promise<void> = Promise.resolve();
  /** When the worker began to load the model again; null when it has it. */
  #reloading: number | null = null;
  #occupation = new Occupation();
  /** What it takes from the files to the model, in ms. */
  #reload = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #info: ModelInfo | undefined;

  constructor(
    request: LoadRequest,
    start: () => EngineThread,
    limits: ReadingLimits = readingLimits
  ) {
    this.#request = request;
    this.#start = start;
    this.#limits = limits;
    this.#worker = this.#begin();
  }

  get info(): ModelInfo {
    return this.#info!;
  }

  get #pace(): Pace {
    return paceOf(this.info.backend);
  }

  /** Fulfilled with the reason when the worker has died of itself. */
  get lost(): Promise<Error> {
    return this.#lost.promise;
  }

  /** Loads the model for the first time. */
  async load(hearing: Hearing): Promise<void> {
    try {
      await this.#load(this.#request, {...hearing, fetched: (file) => this.#files.push(file)});
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Asks the model; who asks hears of what is prepared, also for others, since that holds all of them up. */
  async call<T>(
    hearing: Hearing,
    about: unknown,
    ask: (engine: Remote<Engine>, port: MessagePort) => Promise<Outcome<T>>
  ): Promise<T> {
    const {signal} = hearing;
    signal?.throwIfAborted();
    const running: Running = {
      hearing,
      about,
      failed: null,
      started: performance.now(),
      stopped: null,
      again: 0,
      heard: null,
      part: null
    };
    const stop = (): void => {
      running.stopped = performance.now();
      this.#look();
    };
    signal?.addEventListener("abort", stop, {once: true});
    this.#running.add(running);
    try {
      for (;;) {
        try {
          return this.#taken(await this.#once(running, ask));
        } catch (error) {
          if (error !== replaced) throw error;
          signal?.throwIfAborted();
          if (running.failed) throw running.failed;
          running.again++;
          running.heard = running.part = null;
        }
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#running.delete(running);
      this.#occupation.forget(running);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#worker.end(new DeviceError("this model was disposed; load it again"));
    this.#files.length = 0;
  }

  async #once<T>(
    running: Running,
    ask: (engine: Remote<Engine>, port: MessagePort) => Promise<Outcome<T>>
  ): Promise<Answered<T>> {
    const {hearing} = running;
    this.#tellNewcomer(hearing);
    await unlessAborted(this.#ready, hearing.signal);
    running.started = performance.now();
    const worker = this.#worker;
    return worker.call(
      {
        ...hearing,
        progress: (...args: never[]) => {
          this.#occupation.advances(running);
          hearing.progress?.(...args);
        },
        preparing: (state) =>
          worker === this.#worker &&
          this.#tell(this.#occupation.prepares(running, state, this.#pace))
      },
      ask
    );
  }

  #taken<T>({backend, reason, value}: Answered<T>): T {
    this.#info = {...this.#info!, backend, reason};
    return value;
  }

  #tell(state: Readying): void {
    for (const {hearing} of this.#running) hearing.preparing?.(state);
  }

  /** Says what the worker is busy with to who asks meanwhile. */
  #tellNewcomer({preparing}: Hearing): void {
    const now = performance.now();
    if (this.#reloading !== null)
      preparing?.({
        ...engineItself,
        done: false,
        elapsed: now - this.#reloading,
        expected: this.#reload
      });
    else {
      const readying = this.#occupation.now(this.#pace);
      if (readying) preparing?.(readying);
    }
  }

  /** Looks whether what was stopped has ended; where it has not, decides whether a new worker is the faster way. */
  #look(): void {
    clearTimeout(this.#timer);
    if (this.#reloading !== null) return;
    const situation = this.#occupation.situation([...this.#running], this.#reload, this.#pace);
    if (!situation) return;
    if (isWorthIt(situation)) this.#replace();
    else this.#timer = setTimeout(() => this.#look(), lookAgain);
  }

  #replace(): void {
    const old = this.#worker;
    this.#occupation = new Occupation();
    this.#reloading = performance.now();
    this.#worker = this.#begin();
    const files = this.#files.length > 0 ? {files: this.#files, name: this.info.name} : {};
    this.#ready = this.#load({...this.#request, ...files}, {}).then(
      () => this.#tell({...engineItself, done: true, elapsed: 0, expected: null}),
      (error: unknown) => {
        this.#lost.resolve(error as Error);
        throw error;
      }
    );
    this.#ready.catch(() => undefined).finally(() => (this.#reloading = null));
    old.end(replaced);
  }

  #begin(): EngineWorker {
    const worker = new EngineWorker(this.#start);
    const isOurs = (): boolean => worker === this.#worker;
    const clock = new ReadingClock(
      {
        late: (reading) => isOurs() && this.#tell(lateness(reading, this.#limits)),
        over: (reading, of) => isOurs() && this.#endReading(reading, of)
      },
      this.#limits
    );
    worker.reads = clock.hear;
    worker.ended = () => clock.stop();
    worker.died = (error) => isOurs() && this.#lost.resolve(error);
    return worker;
  }

  /** Ends what does not end by itself: who has asked for it hears why, the others are asked again. */
  #endReading(reading: Reading, of: unknown): void {
    const error = overdue(reading, this.#limits.ended);
    if (!this.#info || this.#reloading !== null) return this.#worker.end(error);
    const all = [...this.#running];
    const read = JSON.stringify(of);
    const own = of === null ? [] : all.filter(({about}) => JSON.stringify(about).includes(read));
    // Where it is not known whose it is, none of them is asked for ever.
    for (const running of own.length > 0 ? own : all) running.failed = error;
    clearTimeout(this.#timer);
    this.#replace();
  }

  async #load(request: LoadRequest, {progress, notice, ...hearing}: Hearing): Promise<void> {
    const started = performance.now();
    let last = started;
    const {value} = await this.#worker.call(
      {
        ...hearing,
        progress: (...args: never[]) => {
          last = performance.now();
          progress?.(...args);
        },
        notice: (message) => {
          if (!this.#said.has(message)) notice?.(message);
          this.#said.add(message);
        }
      },
      (engine, port) => engine.load(request, port) as Promise<Outcome<ModelInfo>>
    );
    // The first time the files had to come; from then on they are here.
    this.#reload = performance.now() - (this.#info ? started : last);
    this.#info = value;
  }
}

/** What is said of a worker that does not come back from reading, and that it has. */
const lateness = (reading: Reading | null, {said}: ReadingLimits): Readying => ({
  nodes: 0,
  what: reading === null ? "" : doingOf(reading),
  done: reading === null,
  elapsed: said,
  expected: null,
  late: true
});

/** What is prepared where a worker loads the model again. */
const engineItself = {nodes: 0, what: "the engine again"} as const;

async function unlessAborted(
  promise: Promise<void>,
  signal: AbortSignal | undefined
): Promise<void> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const {promise: aborted, reject} = deferred<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", stop, {once: true});
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
