/** How a run goes: what is prepared for it, then which share of it is done, and how long the rest will take. */
import {format} from "@ecco/viz";
import {guessOf, shareAfter} from "../engine/pace.ts";
import type {Readying} from "../engine/pace.ts";

/** The bar moves so often while nothing is heard, in ms. */
const beat = 200;
/** What takes less is not worth a number, in ms. */
const short = 2000;

interface Begun {
  readonly state: Readying;
  readonly since: number;
}

export class Course {
  readonly #changed: () => void;
  #readying: Begun | null = null;
  #share: number | null = null;
  /** When there was nothing more to prepare. */
  #begun = performance.now();
  #overtaken = false;
  #over = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** *changed* is called whenever there is something new to show. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** A run begins: nothing is known of it. */
  begin(): void {
    this.#share = null;
    this.#overtaken = this.#over = false;
    this.#begun = performance.now();
    this.#ready(null);
  }

  /** Nobody wants it any more; it may go on for a while. */
  overtake(): void {
    this.#overtaken = true;
  }

  /** It is over: what is said of it later, since a stopped run ends late, starts no clock. */
  end(): void {
    this.#over = true;
    this.#ready(null);
  }

  /** Takes what is prepared for the run, until it is over. */
  readonly prepare = (state: Readying): void => {
    if (this.#over) return;
    if (!state.done) this.#ready({state, since: performance.now() - (state.elapsed || 0)});
    else {
      this.#begun = performance.now();
      this.#ready(null);
    }
    this.#changed();
  };

  /** Hears of the share that is done. */
  advance(share: number): void {
    this.#share = share;
  }

  get preparing(): boolean {
    return this.#readying !== null;
  }

  /** From 0 to 1; null when it is not known. */
  get share(): number | null {
    if (!this.#readying) return this.#share;
    const {state, since} = this.#readying;
    if (state.late) return null;
    return shareAfter(performance.now() - since, guessOf(state));
  }

  /** What goes on, and how long it takes; "" where there is nothing to say but the share. */
  get words(): string {
    const left = this.#left();
    const long = left !== null && left >= short ? `, ${format.timeLeft(left)}` : "";
    if (!this.#readying)
      return long && this.#share !== null
        ? `running ${format.percentShort(this.#share)}${long}`
        : "";
    const {what, late} = this.#readying.state;
    if (late) return `the model does not answer yet: ${what}`;
    return this.#overtaken
      ? `waiting until ${what} is prepared${long}`
      : `preparing ${what}${long}`;
  }

  /** In ms; null when nobody knows. */
  #left(): number | null {
    const now = performance.now();
    if (this.#readying) {
      const {state, since} = this.#readying;
      return state.expected === null || state.expected === undefined
        ? null
        : state.expected - (now - since);
    }
    return this.#share ? ((now - this.#begun) / this.#share) * (1 - this.#share) : null;
  }

  #ready(readying: Begun | null): void {
    this.#readying = readying;
    clearInterval(this.#timer);
    if (readying) this.#timer = setInterval(this.#changed, beat);
  }
}
