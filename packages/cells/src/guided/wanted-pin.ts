/** Keeps a mark of a view pinned, in every result that comes, until the reader pins something else. */
import type {LitElement, ReactiveController} from "lit";
import {hasMarks, pinMark} from "./pin-mark.ts";
import type {Pin} from "./step-settings.ts";

/** What pins need of a view. */
type Pinning = LitElement & {
  readonly data?: unknown;
  readonly state?: string;
};

/** Called with what is wrong; null when nothing is. */
export type Problem = (words: string | null) => void;

/** States in which another result is on its way. */
const unsettled: ReadonlySet<string | undefined> = new Set([
  "offered",
  "loading",
  "preparing",
  "running",
  "partial"
]);

export class WantedPin implements ReactiveController {
  readonly #view: Pinning;
  #problem: Problem = () => undefined;
  #wanted: Pin | null | undefined;
  #of: unknown;
  #own = false;
  #watching = false;

  constructor(view: Pinning) {
    this.#view = view;
  }

  /** Pins that mark, now or when it is drawn; undefined: what was pinned by a step is let go. */
  want(pin: Pin | null | undefined, problem: Problem): void {
    const had = this.#wanted;
    this.#problem = problem;
    this.#wanted = pin;
    this.#of = undefined;
    if (pin === undefined) {
      if (had !== undefined && had !== null) this.#pin(null);
      return;
    }
    this.#watch();
    this.#look();
  }

  leave(): void {
    if (!this.#watching) return;
    this.#watching = false;
    this.#view.removeController(this);
    this.#view.removeEventListener("input", this.#byReader);
  }

  hostUpdated(): void {
    // What others hear of it is not part of this update.
    queueMicrotask(() => this.#look());
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#view.addController(this);
    this.#view.addEventListener("input", this.#byReader);
  }

  readonly #byReader = (event: Event): void => {
    if (!this.#own && event.target === this.#view) this.#wanted = undefined;
  };

  #look(): void {
    const {data, state} = this.#view;
    const wanted = this.#wanted;
    if (wanted === undefined || data === undefined || data === this.#of) return;
    const found = this.#pin(wanted);
    if (unsettled.has(state)) return;
    this.#of = data;
    this.#problem(
      found
        ? null
        : `pin: <${this.#view.localName}> shows no mark with ${wordsOf(wanted)}, and has no attribute of that name`
    );
  }

  #pin(wanted: Pin | null): boolean {
    this.#own = true;
    try {
      return hasMarks(this.#view) && pinMark(this.#view, wanted);
    } finally {
      this.#own = false;
    }
  }
}

const wordsOf = (pin: Pin | null): string =>
  typeof pin === "object" && pin !== null
    ? Object.entries(pin)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join(", ")
    : String(pin);
