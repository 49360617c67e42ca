/** Finds which of several parts of a text is being read, while the reader scrolls. */
import type {LitElement, ReactiveController} from "lit";

/** How long a part is read before it counts, in ms: what is only passed does not. */
const patience = 120;

interface Reading {
  /** The parts, in their order. */
  readonly parts: () => readonly Element[];
  /** How far down the window the reader reads, in px. */
  readonly line: () => number;
  readonly read: (index: number) => void;
}

export class ReadingPlace implements ReactiveController {
  readonly #reading: Reading;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where the page is being scrolled to by itself. */
  #bound: number | undefined;

  constructor(host: LitElement, reading: Reading) {
    this.#reading = reading;
    host.addController(this);
  }

  hostConnected(): void {
    // In the way down, so that boxes within the page that scroll are heard of too.
    document.addEventListener("scroll", this.look, {passive: true, capture: true});
    addEventListener("resize", this.look);
    for (const type of ["wheel", "touchmove", "keydown"])
      addEventListener(type, this.#byHand, {passive: true});
    this.look();
  }

  hostDisconnected(): void {
    document.removeEventListener("scroll", this.look, {capture: true});
    removeEventListener("resize", this.look);
    for (const type of ["wheel", "touchmove", "keydown"]) removeEventListener(type, this.#byHand);
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
  }

  /** Scrolls to a part; what is passed on the way is not read. */
  scrollTo(index: number): void {
    const part = this.#reading.parts()[index];
    if (!part) return;
    clearTimeout(this.#timer);
    this.#bound = index;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    part.scrollIntoView({block: "start", behavior: still ? "instant" : "smooth"});
  }

  readonly #byHand = (): void => {
    this.#bound = undefined;
  };

  /** Looks, with the next frame, which part is read. */
  readonly look = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      clearTimeout(this.#timer);
      const index = this.#index();
      if (index === undefined) return;
      if (this.#bound !== undefined && index !== this.#bound) return;
      this.#timer = setTimeout(() => this.#reading.read(index), patience);
    });
  };

  /** The last part that begins above the line; at the end of the page the last that is in sight. */
  #index(): number | undefined {
    const {scrollTop, scrollHeight, clientHeight} = document.scrollingElement!;
    const atEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2;
    const line = atEnd ? clientHeight - 1 : this.#reading.line();
    const parts = this.#reading.parts();
    if (parts.length === 0) return undefined;
    const above = parts.findLastIndex((part) => part.getBoundingClientRect().top <= line);
    return Math.max(0, above);
  }
}
