/** A worker that is being started, in one way after another: what is sent to it meanwhile waits for the first that answers. */
import {DeviceError} from "@ecco/engine";
import type {Endpoint} from "comlink";
import type {FirstWord, Way} from "./ways-to-start.ts";
import {watchRefusals, whyNot} from "./why-not-started.ts";

/** What a page needs of a worker. */
export interface EngineThread extends Endpoint {
  onerror: ((event: ErrorEvent) => unknown) | null;
  terminate(): void;
}

export class StartingWorker extends EventTarget implements EngineThread {
  readonly #url: URL;
  readonly #ways: readonly Way[];
  readonly #refusals = watchRefusals();
  /** Null as soon as the worker answers. */
  #waiting: [message: unknown, transfer: Transferable[]][] | null = [];
  #worker: Worker | undefined;
  #ended = false;
  onerror: EngineThread["onerror"] = null;

  /** Starts the module at *url* in the first of *ways* that can. */
  constructor(url: URL, ways: readonly Way[]) {
    super();
    this.#url = url;
    this.#ways = ways;
    this.#try(0);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (this.#waiting) this.#waiting.push([message, transfer]);
    else this.#worker!.postMessage(message, transfer);
  }

  terminate(): void {
    this.#ended = true;
    this.#refusals.end();
    this.#worker?.terminate();
  }

  #try(index: number): void {
    const way = this.#ways[index]!;
    const fail = (error: unknown, refused: string | null = null): void => {
      worker?.terminate();
      if (this.#ended) return;
      if (index + 1 < this.#ways.length) this.#try(index + 1);
      else void this.#giveUp(error, refused);
    };
    let worker: Worker | undefined;
    try {
      worker = way(this.#url);
    } catch (error) {
      return fail(error);
    }
    this.#worker = worker;
    worker.addEventListener("message", ({data}: MessageEvent<FirstWord>) => {
      if (this.#waiting && "failed" in data) fail(data.failed, data.refused);
      else if (this.#waiting && "ready" in data) this.#begin(worker);
      else this.dispatchEvent(new MessageEvent("message", {data}));
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (this.#waiting) fail(event.message || "no reason");
      else this.onerror?.(event);
    });
  }

  #begin(worker: Worker): void {
    this.#refusals.end();
    for (const [message, transfer] of this.#waiting ?? []) worker.postMessage(message, transfer);
    this.#waiting = null;
  }

  async #giveUp(cause: unknown, refused: string | null): Promise<void> {
    const reason = await whyNot(this.#url, cause, () => refused ?? this.#refusals.seen());
    this.#refusals.end();
    if (this.#ended) return;
    const error = new DeviceError(reason);
    this.onerror?.(new ErrorEvent("error", {message: reason, error, cancelable: true}));
  }
}
