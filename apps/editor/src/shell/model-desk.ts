/** What notebooks ask for models: nothing is downloaded before the reader has agreed. */
import {TokenWanted} from "@ecco/cells/model-picker";
import type {Described, ModelTransfer, Shelf} from "@ecco/cells/model-picker";
import type {ToFrame, ToShell} from "../protocol/messages.ts";
import type {Grants} from "./grants.ts";
import {bring} from "./server-shelf.ts";

/** A model a notebook wants, and how far that is. */
export interface Wanted {
  readonly src: string;
  readonly described: Described;
  /** Whether the host wants to know who asks. */
  readonly token: boolean;
  readonly transfer: ModelTransfer | null;
  readonly message: string;
}

interface Wish extends Wanted {
  /** The calls that wait for it. */
  readonly calls: Set<number>;
  readonly controller: AbortController;
}

export interface DeskOptions {
  /** Path of the notebook: what models that are named by their place lie beside. */
  readonly notebook: string;
  /** What the reader has agreed to for this notebook. */
  readonly grants: Grants;
  readonly shelf: Shelf;
  readonly send: (message: ToFrame) => void;
  readonly changed: () => void;
}

/** Whether a model is named by its place, and not by a scheme: hf:, https:, local:. */
const isPlace = (src: string): boolean => !/^[a-z][a-z+.-]+:/i.test(src);

type Asking = Extract<ToShell, {call: number}>;

export class ModelDesk {
  readonly #wishes = new Map<string, Wish>();
  /** The calls that wait for a model, from before it is described: two views ask for the same one at once. */
  readonly #calls = new Map<string, Set<number>>();
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** What the reader has to decide, or waits for. */
  get wanted(): readonly Wanted[] {
    return [...this.#wishes.values()];
  }

  hear(message: Asking): void {
    const {call} = message;
    const work: {readonly [K in Asking["kind"]]: () => Promise<void> | void} = {
      "wants model": () => this.#want(call, (message as {src: string}).src),
      "lists models": async () => {
        const models = await this.#options.shelf.list();
        this.#send({kind: "models", call, models: [...models]});
      },
      "keeps files": async () => {
        const {files} = message as {files: File[]};
        const progress = (transfer: ModelTransfer): void =>
          this.#send({kind: "model progress", call, transfer});
        this.#answer(call, await this.#options.shelf.keep(files, {progress}));
      },
      "leaves model": () => this.#leave(call)
    };
    Promise.resolve(work[message.kind]()).catch((error: unknown) => this.#refuse(call, error));
  }

  /** Begins the download the reader has agreed to. */
  accept(src: string, token: string | null): void {
    const wish = this.#wishes.get(src);
    if (wish && !wish.transfer) void this.#bring(wish, token ?? undefined);
  }

  decline(src: string): void {
    const wish = this.#wishes.get(src);
    if (!wish) return;
    wish.controller.abort();
    this.#forget(src);
    const refusal = new Error(`${src} was not downloaded; run the cell again to be asked again`);
    for (const call of wish.calls) this.#refuse(call, refusal);
    this.#options.changed();
  }

  close(): void {
    for (const {controller} of this.#wishes.values()) controller.abort();
    this.#wishes.clear();
    this.#calls.clear();
  }

  async #want(call: number, src: string): Promise<void> {
    const known = this.#calls.get(src);
    if (known) return void known.add(call);
    const calls = new Set([call]);
    this.#calls.set(src, calls);
    const controller = new AbortController();
    const wish = (described: Described, token: boolean, message = ""): Wish => ({
      src,
      described,
      token,
      message,
      transfer: null,
      calls,
      controller
    });
    if (isPlace(src)) {
      const beside = {name: src, bytes: null, here: true, host: null};
      this.#wishes.set(src, wish(beside, false));
      return this.#bring(this.#wishes.get(src)!, undefined, this.#options.notebook);
    }
    try {
      const described = await this.#options.shelf.describe(src, {signal: controller.signal});
      if (calls.size === 0) return;
      const own = wish(described, false);
      this.#wishes.set(src, own);
      if (described.here || described.host === null) await this.#bring(own, undefined);
    } catch (error) {
      if (!(error instanceof TokenWanted)) {
        this.#calls.delete(src);
        for (const waiting of calls) this.#refuse(waiting, error);
        return;
      }
      const unknown = {name: src, bytes: null, here: false, host: "the hub"};
      this.#wishes.set(src, wish(unknown, true, error.message));
    }
    this.#options.changed();
  }

  async #bring(wish: Wish, token: string | undefined, beside?: string): Promise<void> {
    const {src, described, controller} = wish;
    const set = (change: Partial<Wanted>): void => {
      const now = this.#wishes.get(src);
      if (now) this.#wishes.set(src, {...now, ...change});
      this.#options.changed();
    };
    const start = {name: described.name, loaded: 0, total: described.bytes};
    set({transfer: described.here ? null : start, message: ""});
    try {
      const address = await bring(src, {
        signal: controller.signal,
        token,
        beside,
        progress: (transfer) => {
          set({transfer});
          for (const call of wish.calls) this.#send({kind: "model progress", call, transfer});
        }
      });
      this.#forget(src);
      for (const call of wish.calls) this.#answer(call, address);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (error instanceof TokenWanted)
        return set({token: true, transfer: null, message: error.message});
      this.#forget(src);
      for (const call of wish.calls) this.#refuse(call, error);
    } finally {
      this.#options.changed();
    }
  }

  /** Stops what nobody waits for any more. */
  #leave(call: number): void {
    for (const [src, calls] of this.#calls) {
      if (!calls.delete(call) || calls.size > 0) continue;
      this.#wishes.get(src)?.controller.abort();
      this.#forget(src);
    }
    this.#options.changed();
  }

  #forget(src: string): void {
    this.#wishes.delete(src);
    this.#calls.delete(src);
  }

  #send(message: ToFrame): void {
    this.#options.send(message);
  }
  #answer(call: number, value: string): void {
    this.#send({kind: "model answer", call, value, error: null});
  }
  #refuse(call: number, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#send({kind: "model answer", call, value: null, error: message});
  }
}
