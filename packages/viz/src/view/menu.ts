import {html, nothing} from "lit";
import type {ReactiveController, TemplateResult} from "lit";
import {hasAddress} from "../permalink/page-state.ts";
import {copyText, download} from "./give.ts";
import type {Giver} from "./giver.ts";
import {windowOf} from "./window-of.ts";

/** A view as the menu sees it. */
type Giving = Giver<unknown>;

interface Item {
  readonly word: (view: Giving) => string;
  readonly act: (view: Giving) => Promise<unknown>;
  /** What is said when it is done. */
  readonly done: string;
  /** Whether it makes sense here; always by default. */
  readonly offered?: () => boolean;
  /** A line stands above it. */
  readonly apart?: boolean;
}

const saved = (
  word: string,
  ending: string,
  type: string,
  make: (view: Giving) => Promise<Blob | string> | string
): Item => ({
  word: () => word,
  act: async (view) => download(`${view.fileName}.${ending}`, await make(view), type),
  done: "Saved"
});

const items: readonly Item[] = [
  saved("Save as SVG", "svg", "image/svg+xml", (view) => view.toSvg()),
  saved("Save as PNG", "png", "image/png", (view) => view.toPng()),
  saved("Save as CSV", "csv", "text/csv", (view) => view.toCsv()),
  saved("Save as JSON", "json", "application/json", (view) => view.toJson()),
  saved("Save as HTML page", "html", "text/html", (view) => view.toHtml()),
  {
    word: ({localName}) => `Copy <${localName}>`,
    act: (view) => copyText(view.toSnippet(), windowOf(view)),
    done: "Copied",
    apart: true
  },
  {
    word: () => "Copy link",
    act: (view) => copyText(view.toLink(), windowOf(view)),
    done: "Copied",
    offered: hasAddress
  }
];

/** How long an item says what came of it, in ms. */
const telling = 1200;

/** The menu behind `⋯`: what a view can be saved as. Arrows move, Enter does it, Escape closes. */
export class Menu implements ReactiveController {
  readonly #host: Giving;
  readonly #say: (text: string) => void;
  #open = false;
  /** What an item says in place of its word. */
  #told: {readonly item: Item; readonly words: string} | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Giving, say: (text: string) => void) {
    this.#host = host;
    this.#say = say;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#open = false;
  }

  hostUpdated(): void {
    const menu = this.#menu;
    if (!menu || menu.matches(":popover-open")) return;
    menu.showPopover();
    place(menu, this.#button!.getBoundingClientRect());
    this.#focus(0);
  }

  get #menu(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(".menu");
  }

  get #button(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(".more");
  }

  draw(): TemplateResult {
    return html`<button
        type="button"
        class="more"
        aria-label="Save, copy"
        aria-haspopup="menu"
        aria-expanded=${this.#open}
        @pointerdown=${(event: Event) => this.#open && event.preventDefault()}
        @click=${() => (this.#open ? this.#close() : this.#show())}
        @keydown=${this.#onButton}
      >
        <span aria-hidden="true">⋯</span></button
      >${this.#open ? this.#drawItems() : nothing}`;
  }

  #drawItems(): TemplateResult {
    return html`<div
      class="menu"
      part="menu"
      role="menu"
      aria-label="Save, copy"
      popover="manual"
      @keydown=${this.#key}
      @focusout=${this.#left}
    >
      ${items
        .filter(({offered}) => offered?.() ?? true)
        .map(
          (item) =>
            html`<button
              type="button"
              role="menuitem"
              tabindex="-1"
              class=${item.apart ? "apart" : ""}
              @click=${() => void this.#do(item)}
            >
              ${this.#told?.item === item ? this.#told.words : item.word(this.#host)}
            </button>`
        )}
    </div>`;
  }

  #show(): void {
    this.#open = true;
    this.#told = undefined;
    this.#host.requestUpdate();
  }

  #close(): void {
    const hasFocus = this.#menu?.matches(":focus-within");
    clearTimeout(this.#timer);
    this.#open = false;
    this.#host.requestUpdate();
    if (hasFocus) this.#button?.focus();
  }

  async #do(item: Item): Promise<void> {
    clearTimeout(this.#timer);
    let words = item.done;
    try {
      await item.act(this.#host);
      this.#timer = setTimeout(() => this.#close(), telling);
    } catch (error) {
      // It stays until the reader closes the menu: there is something to read.
      words = error instanceof Error ? error.message : String(error);
    }
    this.#told = {item, words};
    this.#say(words);
    this.#host.requestUpdate();
  }

  #focus(index: number): void {
    const all = this.#menu?.querySelectorAll<HTMLElement>("[role=menuitem]");
    all?.[(index + all.length) % all.length]?.focus();
  }

  readonly #onButton = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" || this.#open) return;
    event.preventDefault();
    this.#show();
  };

  // The view's own keys do not reach into the menu.
  readonly #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const all = [...(this.#menu?.querySelectorAll("[role=menuitem]") ?? [])];
    const at = all.indexOf(event.composedPath()[0] as Element);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.#focus(at + 1),
      ArrowUp: () => this.#focus(at - 1),
      Home: () => this.#focus(0),
      End: () => this.#focus(-1),
      Escape: () => this.#close()
    };
    if (event.key === "Tab") return this.#close();
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]!();
  };

  readonly #left = (event: FocusEvent): void => {
    const next = event.relatedTarget;
    if (this.#open && !(next instanceof Node && this.#menu?.contains(next))) this.#close();
  };
}

/** Under the button, its right edges in line with it; inside the window. */
function place(menu: HTMLElement, {right, bottom, top}: DOMRect): void {
  const {width, height} = menu.getBoundingClientRect();
  const edge = 8;
  const {clientWidth, clientHeight} = menu.ownerDocument.documentElement;
  const below = bottom + 4 + height <= clientHeight - edge;
  menu.style.left = `${Math.max(edge, Math.min(right, clientWidth - edge) - width)}px`;
  menu.style.top = `${below ? bottom + 4 : Math.max(edge, top - 4 - height)}px`;
}
