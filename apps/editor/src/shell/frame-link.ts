/** The frame that runs a notebook, and the line to it. It lives on another site: it can be stuck, and we are not. */
import {check, hello, toShell} from "../protocol/messages.ts";
import type {ToFrame, ToShell} from "../protocol/messages.ts";

export interface FrameOptions {
  readonly host: Element;
  /** Origin of the frame's site. */
  readonly origin: string;
  readonly title: string;
  readonly hear: (message: ToShell) => void;
  /** Called when the frame stops or begins again to answer. */
  readonly hangs: (does: boolean) => void;
}

/** After so many ms without an answer a frame counts as stuck. */
const patience = 5000;

export class FrameLink {
  readonly #frame = document.createElement("iframe");
  readonly #options: FrameOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #port: MessagePort | undefined;
  #heard = 0;
  #hangs = false;

  constructor(options: FrameOptions) {
    this.#options = options;
    const frame = this.#frame;
    frame.title = options.title;
    // No way to move the page it stands in.
    frame.setAttribute(
      "sandbox",
      "allow-scripts allow-same-origin allow-downloads allow-popups allow-popups-to-escape-sandbox"
    );
    frame.allow = "cross-origin-isolated; clipboard-write";
    frame.src = `${options.origin}/`;
    frame.addEventListener("load", () => this.#greet());
    options.host.replaceChildren(frame);
    this.#timer = setInterval(() => this.#beat(), 1000);
  }

  send(message: ToFrame): void {
    this.#port?.postMessage(message);
  }

  focus(): void {
    this.#frame.focus();
  }

  /** Removes the frame, and with it whatever it does. */
  close(): void {
    clearInterval(this.#timer);
    this.#port?.close();
    this.#frame.remove();
  }

  #greet(): void {
    const {port1, port2} = new MessageChannel();
    this.#port?.close();
    this.#port = port1;
    this.#heard = performance.now();
    port1.onmessage = ({data}) => {
      this.#heard = performance.now();
      const message = check(toShell, data);
      if (message) this.#options.hear(message);
    };
    this.#frame.contentWindow!.postMessage(hello, this.#options.origin, [port2]);
  }

  #beat(): void {
    const now = performance.now();
    // A page that is not seen has its timers held back, the frame's too.
    if (!this.#port || document.hidden) return void (this.#heard = now);
    this.send({kind: "ping", beat: now});
    const hangs = now - this.#heard > patience;
    if (hangs === this.#hangs) return;
    this.#hangs = hangs;
    this.#options.hangs(hangs);
  }
}
