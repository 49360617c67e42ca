import type {ReactiveController, ReactiveControllerHost} from "lit";

/** Says what changed in a live region, at most one message a second. */
export class Announcer implements ReactiveController {
  #host: ReactiveControllerHost;
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the live region holds. */
  text = "";

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  say(text: string): void {
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#last + 1000 - Date.now());
    this.#timer = setTimeout(() => {
      this.#last = Date.now();
      if (text === this.text) return;
      this.text = text;
      this.#host.requestUpdate();
    }, wait);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }
}
