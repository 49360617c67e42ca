/** Asks a worker what is in the folder: one list at a time and one that waits, however many ask. */
import {Worker} from "node:worker_threads";
import type {Change, NotebookEntry} from "./folder-list.ts";
import {Refusal} from "./refusal.ts";

type Ask =
  | {readonly kind: "list" | "own files"}
  | {readonly kind: "look"; readonly paths: readonly string[]}
  /** What follows is asked of this folder; null for none. */
  | {readonly kind: "enter"; readonly folder: string | null};
export type Question = Ask & {readonly call: number};

export interface Answer {
  readonly call?: number;
  readonly value?: unknown;
  /** Code of the system. */
  readonly error?: string;
  /** Titles that were read meanwhile. */
  readonly found?: readonly Change[];
  /** Files whose title was read, since the worker began. */
  readonly reads: number;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** A disk that does not answer so long, in ms, is not waited for. */
const patience = 20_000;

/** No call of a lister's. */
const entering = -1;

/** A worker without a folder, for the next server of this process: starting one takes a tenth of a second. */
let free: Worker | null = null;

function release(worker: Worker): void {
  worker.postMessage({kind: "enter", folder: null, call: entering} satisfies Question);
  const ended = (): void => {
    if (free === worker) free = null;
  };
  worker.on("error", ended).on("exit", ended);
  free = worker;
}

export class Lister {
  /** Lists that were made, and files whose title was read for them. */
  readonly counts = {lists: 0, reads: 0};
  /** Called with titles that were read after a list was sent without them. */
  found: (changes: readonly Change[]) => void = () => undefined;
  readonly #folder: string;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #calls = 0;
  #isClosed = false;
  #now: Promise<readonly NotebookEntry[]> | null = null;
  #next: Promise<readonly NotebookEntry[]> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Returns the notebooks, also of folders within, as they are at some time after this was called; files of hidden folders
   * and node_modules are left out.
   */
  list(): Promise<readonly NotebookEntry[]> {
    if (this.#now) {
      this.#next ??= this.#now
        .catch(() => undefined)
        .then(() => {
          this.#next = null;
          return this.list();
        });
      return this.#next;
    }
    this.counts.lists++;
    const listing = this.#ask<readonly NotebookEntry[]>({kind: "list"});
    this.#now = listing.finally(() => (this.#now = null));
    return this.#now;
  }

  /** Returns what has become of files that may have changed. */
  look(paths: readonly string[]): Promise<readonly Change[]> {
    return this.#ask({kind: "look", paths});
  }

  /** Returns the files that Ecco writes beside notebooks while it writes them. */
  ownFiles(): Promise<readonly string[]> {
    return this.#ask({kind: "own files"});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    const answers = this.#pending.size === 0;
    this.#end(new Refusal(503, "the server is closing"));
    worker?.removeAllListeners();
    if (worker && answers && !free) release(worker);
    else await worker?.terminate();
  }

  #ask<T>(ask: Ask): Promise<T> {
    if (this.#isClosed) return Promise.reject(new Refusal(503, "the server is closing"));
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const worker = this.#worker;
        this.#end(new Refusal(503, "the disk does not answer; files can still be opened by name"));
        void worker?.terminate();
      }, patience);
      timer.unref();
      this.#pending.set(call, {resolve: resolve as Pending["resolve"], reject, timer});
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage({...ask, call} satisfies Question);
    });
  }

  #start(): Worker {
    const worker = free ?? new Worker(new URL("list-worker.ts", import.meta.url));
    free = null;
    worker.removeAllListeners();
    let isIn = false;
    worker.on("message", (answer: Answer) => {
      // What comes before is of the folder it was in.
      if (isIn) this.#take(answer);
      else isIn = answer.call === entering;
    });
    const enter = {kind: "enter", folder: this.#folder, call: entering} as const;
    worker.postMessage(enter satisfies Question);
    const end = (): void => {
      if (this.#worker === worker) this.#end(new Refusal(503, "listing has failed; try again"));
    };
    worker.on("error", end).on("exit", end);
    return worker;
  }

  #take({call, value, error, found, reads}: Answer): void {
    this.counts.reads = reads;
    if (found) this.found(found);
    const pending = call === undefined ? undefined : this.#pending.get(call);
    if (!pending) return;
    this.#pending.delete(call!);
    clearTimeout(pending.timer);
    // The process may end while the worker has nothing to answer.
    if (this.#pending.size === 0) this.#worker?.unref();
    if (error === undefined) pending.resolve(value as never);
    else pending.reject(new Refusal(503, `the folder cannot be read: ${error}`));
  }

  /** Answers all who wait. */
  #end(error: Error): void {
    this.#worker = null;
    for (const {reject, timer} of this.#pending.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#pending.clear();
  }
}
