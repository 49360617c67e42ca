/** Answers that are known or on their way: whoever asks the same shares one run. */
import {deferred} from "@ecco/engine";
import type {Readying} from "../engine/pace.ts";

export interface Asker {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((...args: never[]) => void) | undefined;
  readonly preparing?: ((state: Readying) => void) | undefined;
}

type Work<T> = (
  signal: AbortSignal,
  progress: (...args: never[]) => void,
  preparing: (state: Readying) => void
) => Promise<T>;

interface Entry {
  readonly promise: Promise<unknown>;
  readonly controller: AbortController;
  readonly listeners: Set<Asker>;
  /** What is being prepared; null when nothing is. */
  readonly now: {readying: Readying | null};
  waiting: number;
  settled: boolean;
}

/** How many answers are kept; a lens grid of a long prompt is about a megabyte. */
const kept = 48;

export class Answers {
  readonly #entries = new Map<string, Entry>();

  /**
   * Returns the answer to *key*: the one known, the one on its way, or that of a new run of *work*. The run is aborted
   * when everybody who waits for it has stopped waiting. Failures are not kept.
   */
  get<T>(key: string, asker: Asker, work: Work<T>): Promise<T> {
    const {signal} = asker;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const entry = this.#entries.get(key) ?? this.#start(key, work);
    // Used last, dropped last.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#trim();
    return entry.settled ? (entry.promise as Promise<T>) : this.#wait<T>(entry, asker);
  }

  #start(key: string, work: Work<unknown>): Entry {
    const controller = new AbortController();
    const listeners: Entry["listeners"] = new Set();
    const now: Entry["now"] = {readying: null};
    const promise = work(
      controller.signal,
      (...args) => listeners.forEach(({progress}) => progress?.(...args)),
      (state) => {
        now.readying = state.done ? null : state;
        listeners.forEach(({preparing}) => preparing?.(state));
      }
    );
    const entry: Entry = {
      promise,
      controller,
      listeners,
      now,
      waiting: 0,
      settled: false
    };
    const forget = (): void => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    promise.then(() => (entry.settled = true), forget);
    controller.signal.addEventListener("abort", forget);
    return entry;
  }

  async #wait<T>(entry: Entry, asker: Asker): Promise<T> {
    const {signal, preparing} = asker;
    const gone = deferred<never>();
    gone.promise.catch(() => undefined);
    const leave = (): void => {
      entry.waiting--;
      // The last one out waits for the run to end; the others need not.
      if (entry.waiting === 0) entry.controller.abort(signal!.reason);
      else gone.reject(signal!.reason);
    };
    entry.waiting++;
    entry.listeners.add(asker);
    if (entry.now.readying) preparing?.(entry.now.readying);
    signal?.addEventListener("abort", leave, {once: true});
    try {
      const answer = (await Promise.race([entry.promise, gone.promise])) as T;
      signal?.throwIfAborted();
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", leave);
      entry.listeners.delete(asker);
    }
  }

  #trim(): void {
    for (const [key, {settled}] of this.#entries) {
      if (this.#entries.size <= kept) return;
      if (settled) this.#entries.delete(key);
    }
  }
}

/** Returns a key of plain data that does not depend on the order of properties; undefined ones do not count. */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    if (ArrayBuffer.isView(inner)) return digestOf(inner);
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Returns a text that stands for numbers: matrices are too long to be keys themselves (FNV-1a, twice). */
function digestOf({buffer, byteOffset, byteLength}: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ (byte + 0x5b), 0x85ebca6b);
  }
  return `${byteLength}:${a >>> 0}:${b >>> 0}`;
}
