import type {LitElement, ReactiveController} from "lit";
import {windowOf} from "./window-of.ts";

type Host = LitElement;

/** Measures the room a view has inside its padding, before the first paint and on every change. */
export class Width implements ReactiveController {
  #host: Host;
  #observer: ResizeObserver | undefined;
  /** In px; 0 until measured. */
  value = 0;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new (windowOf(this.#host).ResizeObserver)(() => this.#measure());
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  // Before the first render there is no body to measure, only the room around it; a right guess saves a second render.
  hostUpdate(): void {
    if (this.value) return;
    const frame = this.#host.hasAttribute("flat")
      ? 0
      : windowOf(this.#host).matchMedia("(max-width: 480px)").matches
        ? 30
        : 42;
    this.value = Math.max(0, this.#host.clientWidth - frame);
  }

  #measure(): void {
    const body = this.#host.renderRoot?.querySelector(".body");
    const width = body ? Math.floor(body.getBoundingClientRect().width) : 0;
    if (!width || width === this.value) return;
    this.value = width;
    this.#host.requestUpdate();
  }
}
