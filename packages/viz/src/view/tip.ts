import {html, nothing} from "lit";
import type {LitElement, ReactiveController, TemplateResult} from "lit";
import {windowOf} from "./window-of.ts";

/** A tooltip: first line where, then at most five rows. */
export interface Tip {
  readonly where: TemplateResult | string;
  readonly rows: readonly (readonly [string, string])[];
}

type Host = LitElement;

/** A value of more letters is a sentence, and wraps. */
const long = 36;

/** Shows one tooltip beside a mark: at once on focus, after 80 ms on hover; it can be hovered. */
export class TipController implements ReactiveController {
  #host: Host;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #anchor: Element | undefined;
  /** Whose scrolling is followed: once the view has moved, its window is another. */
  #window: Window | undefined;
  tip: Tip | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  get shown(): boolean {
    return this.tip !== null;
  }

  show(tip: Tip | null, anchor: Element, delay: number): void {
    clearTimeout(this.#timer);
    const set = (): void => {
      this.tip = tip;
      this.#anchor = anchor;
      this.#host.requestUpdate();
    };
    if (delay) this.#timer = setTimeout(set, delay);
    else set();
  }

  /** Closes after *delay* ms, which leaves time to reach the tooltip itself. */
  hide(delay = 0): void {
    clearTimeout(this.#timer);
    const close = (): void => {
      if (!this.tip) return;
      this.tip = null;
      this.#host.requestUpdate();
    };
    if (delay) this.#timer = setTimeout(close, delay);
    else close();
  }

  // Focus scrolls its mark into view: the tooltip goes along, and away when its mark has left the window.
  #scrolled = (): void => {
    const element = this.#host.renderRoot?.querySelector<HTMLElement>(".tip");
    if (!element || !this.#anchor) return;
    const mark = this.#anchor.getBoundingClientRect();
    if (mark.bottom < 0 || mark.top > windowOf(this.#host).innerHeight) this.hide();
    else place(element, mark);
  };

  hostConnected(): void {
    this.#window = windowOf(this.#host);
    this.#window.addEventListener("scroll", this.#scrolled, {passive: true, capture: true});
  }

  hostDisconnected(): void {
    this.#window?.removeEventListener("scroll", this.#scrolled, {capture: true});
    clearTimeout(this.#timer);
    this.tip = null;
  }

  hostUpdated(): void {
    const element = this.#host.renderRoot?.querySelector<HTMLElement>(".tip");
    if (!element || !this.#anchor?.isConnected) return;
    // The top layer: neither the view's own box nor a neighbour may cut it off.
    if (!element.matches(":popover-open")) element.showPopover();
    place(element, this.#anchor.getBoundingClientRect());
  }

  draw(): TemplateResult | typeof nothing {
    if (!this.tip) return nothing;
    const {where, rows} = this.tip;
    return html`<div
      class="tip"
      popover="manual"
      role="tooltip"
      @pointerenter=${() => clearTimeout(this.#timer)}
      @pointerleave=${() => this.hide(120)}
    >
      <div class="where">${where}</div>
      <table role="presentation">
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <td translate="no">${name}</td>
              <td class=${value.length > long ? "long" : ""}>${value}</td>
            </tr>`
        )}
      </table>
    </div>`;
  }
}

/** Beside the mark and never over it: below, else above; inside the window. */
function place(element: HTMLElement, mark: DOMRect): void {
  const {width, height} = element.getBoundingClientRect();
  const gap = 6;
  const edge = 8;
  const room = element.ownerDocument.documentElement;
  const left = Math.max(edge, Math.min(mark.left, room.clientWidth - width - edge));
  const below = mark.bottom + gap;
  const top =
    below + height <= room.clientHeight - edge ? below : Math.max(edge, mark.top - gap - height);
  element.style.left = `${left}px`;
  element.style.top = `${top}px`;
}
