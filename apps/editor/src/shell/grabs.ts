/** Notices a frame that takes the focus away from the editor as soon as it has it, so that no key reaches Stop. */

/** A hand that goes from the editor into the notebook is hardly faster than this, in ms. */
const atOnce = 150;
/** So often within so many ms is no chance; with the pointer over the notebook it may be a quick hand. */
const often = {count: 5, pointed: 12, within: 10_000};

export class Grabs {
  readonly #frame: Element;
  readonly #grabbed: () => void;
  readonly #events = new AbortController();
  /** When the editor got the focus. */
  #since = -Infinity;
  #grabs: readonly number[] = [];

  constructor(frame: Element, grabbed: () => void) {
    this.#frame = frame;
    this.#grabbed = grabbed;
    const {signal} = this.#events;
    document.addEventListener(
      "focusin",
      ({target}) => {
        if (target !== frame) this.#since = performance.now();
      },
      {signal}
    );
    // The reader's own way into the notebook.
    const key = (event: KeyboardEvent): void => {
      if (event.key === "Tab") this.allow();
    };
    addEventListener("keydown", key, {signal, capture: true});
    // Some browsers say who has it only afterwards.
    const look = (): void => this.#look();
    const blur = (): void => {
      look();
      setTimeout(look);
    };
    addEventListener("blur", blur, {signal});
  }

  /** The editor itself gives the focus to the frame. */
  allow(): void {
    this.#since = -Infinity;
  }

  close(): void {
    this.#events.abort();
  }

  #look(): void {
    const now = performance.now();
    if (document.activeElement !== this.#frame || now - this.#since > atOnce) return;
    this.#since = -Infinity;
    this.#grabs = [...this.#grabs.filter((time) => now - time < often.within), now];
    const most = this.#frame.matches(":hover") ? often.pointed : often.count;
    if (this.#grabs.length >= most) this.#grabbed();
  }
}
