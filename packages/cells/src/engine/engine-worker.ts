/** One worker and the calls that are under way on it. */
import {deferred, DeviceError} from "@ecco/engine";
import {transfer, wrap} from "comlink";
import type {Remote} from "comlink";
import {toError} from "./failures.ts";
import type {Readying} from "./pace.ts";
import {abort, isReadingReport} from "./protocol.ts";
import type {Engine, Outcome, ReadingReport, Report} from "./protocol.ts";
import type {EngineThread} from "./starting-worker.ts";

/** What a call hears, and what stops it. */
export interface Hearing {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((...args: never[]) => void) | undefined;
  readonly notice?: ((message: string) => void) | undefined;
  readonly preparing?: ((state: Readying) => void) | undefined;
  readonly fetched?: ((file: File) => void) | undefined;
}

export type Answered<T> = Extract<Outcome<T>, {readonly value: T}>;

/** Opens a port that carries *abort* there and reports back; closed with the call. */
function open({signal, progress, notice, preparing, fetched}: Hearing): {
  port: MessagePort;
  /** Fulfilled when all that was said has been heard. */
  over: Promise<void>;
  close: () => void;
} {
  const {port1, port2} = new MessageChannel();
  const {promise: over, resolve} = deferred<void>();
  const stop = (): void => port1.postMessage(abort);
  port1.onmessage = ({data}: MessageEvent<Report>) => {
    if ("over" in data) resolve();
    else if ("notice" in data) notice?.(data.notice);
    else if ("preparing" in data) preparing?.({...data.preparing, elapsed: 0, expected: null});
    else if ("fetched" in data) fetched?.(data.fetched);
    else progress?.(...(data.progress as never[]));
  };
  signal?.addEventListener("abort", stop, {once: true});
  return {
    port: port2,
    over,
    close: () => {
      signal?.removeEventListener("abort", stop);
      // What the other end said last may still be on its way.
      setTimeout(() => port1.close(), 0);
    }
  };
}

export class EngineWorker {
  readonly #worker: EngineThread;
  readonly #engine: Remote<Engine>;
  /** Only calls that are under way hear of an end: a promise for all of them would keep every answer ever given. */
  readonly #underway = new Set<(error: Error) => void>();
  #ended: Error | undefined;
  /** Called when it is ended, or has died. */
  ended: (() => void) | undefined;
  /** Called with the reason when the worker dies of itself. */
  died: ((error: Error) => void) | undefined;
  /** Called when it begins and ends to read with what the model brings. */
  reads: ((report: ReadingReport) => void) | undefined;

  constructor(start: () => EngineThread) {
    this.#worker = start();
    this.#engine = wrap<Engine>(this.#worker);
    this.#worker.addEventListener("message", (event) => {
      const {data} = event as MessageEvent<unknown>;
      if (isReadingReport(data)) this.reads?.(data);
    });
    this.#worker.onerror = (event) => {
      event.preventDefault();
      const error =
        event.error instanceof DeviceError
          ? event.error
          : new DeviceError(`the engine's worker stopped: ${event.message}; try again`);
      this.end(error);
      this.died?.(error);
    };
  }

  /** Calls the engine. Throws what it throws, with its code, and the reason when the worker ends before. */
  async call<T>(
    hearing: Hearing,
    ask: (engine: Remote<Engine>, port: MessagePort) => Promise<Outcome<T>>
  ): Promise<Answered<T>> {
    if (this.#ended) throw this.#ended;
    const {port, over, close} = open(hearing);
    const {promise: dead, reject} = deferred<never>();
    dead.catch(() => undefined);
    this.#underway.add(reject);
    try {
      const outcome = await Promise.race([ask(this.#engine, transfer(port, [port])), dead]);
      await Promise.race([over, dead]);
      if (outcome.failure) {
        hearing.signal?.throwIfAborted();
        throw toError(outcome.failure);
      }
      return outcome;
    } finally {
      this.#underway.delete(reject);
      close();
    }
  }

  /** Ends the worker, whatever it does: its memory is free, and calls under way fail with the reason. */
  end(reason: Error): void {
    if (this.#ended) return;
    this.#ended = reason;
    this.#worker.terminate();
    this.ended?.();
    this.#underway.forEach((fail) => fail(reason));
  }
}
