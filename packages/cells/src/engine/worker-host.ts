/** Keeps a model at hand: in one worker, and in another one where the first does not come back from what was stopped. */
import {DeviceError} from "@ecco/engine";
import type {ModelInfo, Preparing} from "@ecco/engine";
import type {Remote} from "comlink";
import {EngineWorker} from "./engine-worker.ts";
import type {Answered, Hearing} from "./engine-worker.ts";
import type {LoadRequest} from "./load-request.ts";
import {guessOf, paceOf} from "./pace.ts";
import type {Readying} from "./pace.ts";
import type {Engine, Outcome} from "./protocol.ts";
import {isWorthIt, lookAgain} from "./restart.ts";

/** One question from when it is asked to when it is answered, on as many workers as that takes. */
interface Running {
  readonly hearing: Hearing;
  started: number;
  /** When it was stopped; null while it is wanted. */
  stopped: number | null;
  /** How often it was asked again. */
  again: number;
  /** When a part of its work was done last, or its program was ready; null before. */
  heard: number | null;
  /** What one part of its work takes, in ms; null before two were done. */
  part: number | null;
}

/** What a worker is preparing, which nothing can break off. */
interface Blocked {
  readonly state: Preparing;
  readonly since: number;
  /** The questions it is for. */
  readonly by: Set<Running>;
}

/** The reason of calls whose worker was ended for another one's sake. */
const replaced = new Error("the engine was started again");

export class WorkerHost {
  readonly #request: LoadRequest;
  readonly #start: () => Worker;
  readonly #files: File[] = [];
  readonly #running = new Set<Running>();
  readonly #said = new Set<string>();
  readonly #lost = Promise.withResolvers<Error>();
  #worker: EngineWorker;
  /** Fulfilled when the worker has the model. */
  #ready: Promise<void> = Promise.resolve();
  /** When the worker began to load the model again; null when it has it. */
  #reloading: number | null = null;
  #blocked: Blocked | null = null;
  /** When the worker has said something last. */
  #sign = 0;
  /** What it takes from the files to the model, in ms. */
  #reload = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #info: ModelInfo | undefined;

  constructor(request: LoadRequest, start: () => Worker) {
    this.#request = request;
    this.#start = start;
    this.#worker = this.#begin();
  }

  get info(): ModelInfo {
    return this.#info!;
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
    ask: (engine: Remote<Engine>, port: MessagePort) => Promise<Outcome<T>>
  ): Promise<T> {
    const {signal} = hearing;
    signal?.throwIfAborted();
    const running: Running = {
      hearing,
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
          running.again++;
          running.heard = running.part = null;
        }
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#running.delete(running);
      // Without a word that it is done, it has failed, or nobody waited for it.
      this.#blocked?.by.delete(running);
      if (this.#blocked?.by.size === 0) this.#blocked = null;
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
          const now = performance.now();
          if (running.heard !== null) running.part = now - running.heard;
          running.heard = this.#sign = now;
          hearing.progress?.(...args);
        },
        preparing: (state) => worker === this.#worker && this.#prepares(running, state)
      },
      ask
    );
  }

  #taken<T>({backend, reason, value}: Answered<T>): T {
    this.#info = {...this.#info!, backend, reason};
    return value;
  }

  #prepares(by: Running, state: Preparing): void {
    const now = performance.now();
    this.#sign = now;
    const before = this.#blocked;
    const isSame = before?.state.what === state.what && before.state.nodes === state.nodes;
    if (state.done) {
      by.heard = now;
      if (isSame) paceOf(this.info.backend).measured(state.nodes, now - before.since);
      this.#blocked = null;
    } else if (isSame) before.by.add(by);
    else this.#blocked = {state, since: now, by: new Set([by])};
    const since = isSame ? before.since : now;
    const expected = paceOf(this.info.backend).expected(state.nodes);
    this.#tell({...state, elapsed: now - since, expected});
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
    else if (this.#blocked) {
      const {state, since} = this.#blocked;
      const expected = paceOf(this.info.backend).expected(state.nodes);
      preparing?.({...state, elapsed: now - since, expected});
    }
  }

  /** Looks whether what was stopped has ended; where it has not, decides whether a new worker is the faster way. */
  #look(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const all = [...this.#running];
    const stopped = all.filter(({stopped: at}) => at !== null);
    if (stopped.length === 0 || this.#reloading !== null) return;
    const first = Math.min(...stopped.map(({stopped: at}) => at!));
    const wanted = all.filter(({stopped: at}) => at === null);
    const worth = isWorthIt({
      reload: this.#reload,
      waited: now - Math.max(first, this.#sign),
      left: this.#left(now, stopped),
      holdsUp: [...(this.#blocked?.by ?? [])].every(({stopped: at}) => at !== null),
      lost: wanted.map(({started, again}) => ({
        work: Math.max(0, (this.#blocked?.since ?? first) - started),
        again
      }))
    });
    if (worth) this.#replace();
    else this.#timer = setTimeout(() => this.#look(), lookAgain);
  }

  /** Returns how long the worker is still held up, in ms; null when nobody knows. */
  #left(now: number, stopped: readonly Running[]): number | null {
    if (!this.#blocked) {
      // A part of the work is done to its end.
      const parts = stopped.map(({heard, part}) => (part ?? 0) - (now - (heard ?? now)));
      const left = Math.max(...parts);
      return left > 0 ? left : null;
    }
    const {nodes} = this.#blocked.state;
    const expected = paceOf(this.info.backend).expected(nodes);
    const left = guessOf({nodes, expected}) - (now - this.#blocked.since);
    return left > 0 ? left : null;
  }

  #replace(): void {
    const old = this.#worker;
    this.#blocked = null;
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
    worker.died = (error) => worker === this.#worker && this.#lost.resolve(error);
    return worker;
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

/** What is prepared where a worker loads the model again. */
const engineItself = {nodes: 0, what: "the engine again"} as const;

async function unlessAborted(
  promise: Promise<void>,
  signal: AbortSignal | undefined
): Promise<void> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const {promise: aborted, reject} = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", stop, {once: true});
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
