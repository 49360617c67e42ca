/** What a worker is busy with, and for how long it will be. */
import type {Preparing} from "@ecco/engine";
import type {Hearing} from "./engine-worker.ts";
import {guessOf} from "./pace.ts";
import type {Pace, Readying} from "./pace.ts";
import type {Situation} from "./restart.ts";

/** One question from when it is asked to when it is answered, on as many workers as that takes. */
export interface Running {
  readonly hearing: Hearing;
  /** What is asked, with what about. */
  readonly about: unknown;
  /** Why it is not asked again; null while it may be. */
  failed: Error | null;
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

/** A program that is prepared, which nothing can break off. */
interface Blocked {
  readonly state: Preparing;
  readonly since: number;
  /** The questions it is for. */
  readonly by: Set<Running>;
}

const same = (a: Preparing, b: Preparing): boolean => a.what === b.what && a.nodes === b.nodes;

export class Occupation {
  #blocked: Blocked | null = null;
  /** When the worker has said something last. */
  #sign = 0;

  /** Hears that a part of a question's work is done. */
  advances(running: Running): void {
    const now = performance.now();
    if (running.heard !== null) running.part = now - running.heard;
    running.heard = this.#sign = now;
  }

  /** Hears of what is prepared for a question; returns what is to be said of it. */
  prepares(by: Running, state: Preparing, pace: Pace): Readying {
    const now = (this.#sign = performance.now());
    const before = this.#blocked && same(this.#blocked.state, state) ? this.#blocked : null;
    if (state.done) {
      by.heard = now;
      if (before) pace.measured(state.nodes, now - before.since);
      this.#blocked = null;
    } else if (before) before.by.add(by);
    else this.#blocked = {state, since: now, by: new Set([by])};
    const elapsed = now - (before?.since ?? now);
    return {...state, elapsed, expected: pace.expected(state.nodes)};
  }

  /** Returns what is prepared now, for who comes meanwhile; null for nothing. */
  now(pace: Pace): Readying | null {
    if (!this.#blocked) return null;
    const {state, since} = this.#blocked;
    return {
      ...state,
      elapsed: performance.now() - since,
      expected: pace.expected(state.nodes)
    };
  }

  /** A question is over; without a word that its program is ready, that has failed, or nobody waited for it. */
  forget(running: Running): void {
    this.#blocked?.by.delete(running);
    if (this.#blocked?.by.size === 0) this.#blocked = null;
  }

  /** Returns how things stand with those that were stopped and have not ended; null when there are none. */
  situation(all: readonly Running[], reload: number, pace: Pace): Situation | null {
    const stopped = all.filter((each) => each.stopped !== null);
    if (stopped.length === 0) return null;
    const now = performance.now();
    const first = Math.min(...stopped.map((each) => each.stopped!));
    const wanted = all.filter((each) => each.stopped === null);
    return {
      reload,
      waited: now - Math.max(first, this.#sign),
      left: this.#left(now, stopped, pace),
      holdsUp: [...(this.#blocked?.by ?? [])].every((each) => each.stopped !== null),
      lost: wanted.map(({started, again}) => ({
        work: Math.max(0, (this.#blocked?.since ?? first) - started),
        again
      }))
    };
  }

  /** Returns how long the worker is still held up, in ms; null when nobody knows. */
  #left(now: number, stopped: readonly Running[], pace: Pace): number | null {
    const {state, since} = this.#blocked ?? {};
    const left =
      state && since !== undefined
        ? guessOf({nodes: state.nodes, expected: pace.expected(state.nodes)}) - (now - since)
        : // A part of the work is done to its end.
          Math.max(...stopped.map(({heard, part}) => (part ?? 0) - (now - (heard ?? now))));
    return left > 0 ? left : null;
  }
}
