/** Keeps the time of what a worker reads with what a model brings: the worker itself cannot, it is busy. */
import {readingLimits} from "@ecco/engine";
import type {Reading, ReadingLimits} from "@ecco/engine";
import type {ReadingReport} from "./protocol.ts";

interface Told {
  /** It takes long; null when it has come back after all. */
  readonly late: (reading: Reading | null) => void;
  /** It has not ended in time. */
  readonly over: (reading: Reading, of: unknown) => void;
}

/** What has come back meanwhile is heard of before it is ended: a page may have slept, in ms. */
const grace = 100;

export class ReadingClock {
  readonly #told: Told;
  readonly #limits: ReadingLimits;
  readonly #timers: ReturnType<typeof setTimeout>[] = [];
  #isLate = false;

  constructor(told: Told, limits: ReadingLimits = readingLimits) {
    this.#told = told;
    this.#limits = limits;
  }

  /** Hears that something begins, or has ended. */
  readonly hear = ({reading, of}: ReadingReport): void => {
    this.stop();
    if (reading === null) return;
    const {said, ended} = this.#limits;
    this.#after(said, () => {
      this.#isLate = true;
      this.#told.late(reading);
    });
    this.#after(ended, () => this.#after(grace, () => this.#told.over(reading, of)));
  };

  /** Nothing is read any more. */
  stop(): void {
    this.#timers.forEach(clearTimeout);
    this.#timers.length = 0;
    if (!this.#isLate) return;
    this.#isLate = false;
    this.#told.late(null);
  }

  #after(milliseconds: number, then: () => void): void {
    this.#timers.push(setTimeout(then, milliseconds));
  }
}
