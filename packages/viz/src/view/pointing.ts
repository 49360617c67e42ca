import type {LitElement, ReactiveController} from "lit";
import {TipController} from "./tip.ts";
import type {Tip} from "./tip.ts";
import {walk, within} from "./walk.ts";
import type {Spot} from "./walk.ts";

/** What a view tells about its marks, and what can be done with them. */
export interface Marks {
  /** How many rows and columns there are; undefined while nothing is drawn. */
  readonly extent: () => Spot | undefined;
  readonly tipOf: (spot: Spot) => Tip | null;
  /** A mark is pointed at, or none. */
  readonly point: (spot: Spot | null) => void;
  readonly pin: (spot: Spot) => void;
  /** Lets go of what is pinned; false when nothing is. */
  readonly letGo: () => boolean;
  /** Shows the table, or the picture again. */
  readonly flip: () => void;
  /** Keys of the view's own and what they do, for the help. */
  readonly keys?: () => readonly (readonly [key: string, does: string])[];
}

interface Found {
  readonly spot: Spot;
  readonly mark: HTMLElement | SVGElement;
}

const tipDelay = 80;
const choice = 'select[name="method"], select[name="mode"]';

/** Returns the keys a view has; M only where there is something to choose, and its own. */
function help(own: readonly (readonly [string, string])[], chooses: boolean): Tip {
  const rows = [
    ["arrows, Home, End", "move"],
    ["Enter", "pin"],
    ["Escape", "let go"],
    ["T", "table"],
    ...(chooses ? [["M", "method"] as const] : []),
    ...own
  ] as const;
  return {where: "Keys", rows};
}

const isField = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** Returns the mark an event is about: the element with `data-row` and `data-column`. */
function find(event: Event): Found | undefined {
  for (const node of event.composedPath()) {
    if (!(node instanceof HTMLElement || node instanceof SVGElement)) continue;
    const {row, column} = node.dataset;
    if (row !== undefined) return {spot: {row: Number(row), column: Number(column)}, mark: node};
  }
  return undefined;
}

/** Pointer and keyboard of a view: hover previews, click and Enter pin, arrows walk, one mark is the tab stop. */
export class Pointing implements ReactiveController {
  readonly #host: LitElement;
  readonly #marks: Marks;
  readonly tip: TipController;
  /** The mark that is the tab stop. */
  cursor: Spot = {row: 0, column: 0};
  /** What the pointer or the keyboard is on. */
  pointed: Spot | null = null;

  constructor(host: LitElement, marks: Marks) {
    this.#host = host;
    this.#marks = marks;
    this.tip = new TipController(host);
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener("keydown", this.#key);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("keydown", this.#key);
  }

  /** Keeps both spots inside the marks there are. */
  clamp(extent: Spot): void {
    this.cursor = within(this.cursor, extent);
    const {pointed} = this;
    if (pointed && (pointed.row >= extent.row || pointed.column >= extent.column))
      this.pointed = null;
  }

  #point(spot: Spot | null): void {
    this.pointed = spot;
    this.#host.requestUpdate();
    this.#marks.point(spot);
  }

  readonly over = (event: Event): void => {
    const found = find(event);
    if (!found || !this.#marks.extent()) return this.pointed ? this.leave() : undefined;
    const {row, column} = found.spot;
    if (this.pointed?.row === row && this.pointed.column === column) return;
    this.#point(found.spot);
    this.tip.show(this.#marks.tipOf(found.spot), found.mark, tipDelay);
  };

  readonly leave = (): void => {
    this.tip.hide(120);
    if (this.pointed) this.#point(null);
  };

  readonly focus = (event: Event): void => {
    const found = find(event);
    if (!found || !this.#marks.extent() || !found.mark.matches(":focus-visible")) return;
    this.cursor = found.spot;
    this.#point(found.spot);
    this.tip.show(this.#marks.tipOf(found.spot), found.mark, 0);
  };

  readonly click = (event: Event): void => {
    const found = find(event);
    if (!found || !this.#marks.extent()) return;
    this.cursor = found.spot;
    this.tip.show(this.#marks.tipOf(found.spot), found.mark, 0);
    this.#marks.pin(found.spot);
  };

  #key = (event: KeyboardEvent): void => {
    const {key, ctrlKey, metaKey, altKey, defaultPrevented} = event;
    const target = event.composedPath()[0];
    if (ctrlKey || metaKey || altKey || defaultPrevented || isField(target)) return;
    const found = find(event);
    const name = key.length === 1 ? key.toLowerCase() : key;
    if ((found && this.#moved(found, key)) || this.#keys[name]?.(target)) event.preventDefault();
  };

  #moved({spot, mark}: Found, key: string): boolean {
    const extent = this.#marks.extent();
    if (!extent) return false;
    const rightToLeft = getComputedStyle(mark.parentElement ?? mark).direction === "rtl";
    const next = walk(key, spot, extent, rightToLeft);
    if (next) {
      this.cursor = next;
      this.#host.requestUpdate();
      // Only a drawn mark can be focused; a list of one position draws it in this update, and a view may lead elsewhere.
      void this.#host.updateComplete.then(() => this.#land(this.cursor));
      return true;
    }
    if (key !== "Enter" && key !== " ") return false;
    this.#marks.pin(spot);
    return true;
  }

  /** Puts the focus on *goal*, or where nothing stands there on the nearest mark of its row. */
  #land(goal: Spot): void {
    const mark = this.#mark(goal) ?? this.#nearest(goal);
    if (!mark) return;
    const column = Number(mark.dataset["column"]);
    if (column !== goal.column) {
      this.cursor = {row: goal.row, column};
      this.#host.requestUpdate();
    }
    mark.focus();
  }

  /** What had the focus was drawn over: the table has it now, or the mark it was on before. */
  #stay(): void {
    const table = this.#host.renderRoot.querySelector<HTMLElement>(".body .twin");
    if (table) table.closest<HTMLElement>("[tabindex]")?.focus();
    else this.#land(this.cursor);
  }

  #nearest({row, column}: Spot): HTMLElement | undefined {
    const marks = this.#host.renderRoot.querySelectorAll<HTMLElement>(`.body [data-row="${row}"]`);
    const away = (mark: HTMLElement): number => Math.abs(Number(mark.dataset["column"]) - column);
    return [...marks].toSorted((a, b) => away(a) - away(b))[0];
  }

  #mark({row, column}: Spot): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(
      `.body [data-row="${row}"][data-column="${column}"]`
    );
  }

  readonly #keys: Readonly<Record<string, (target: EventTarget | undefined) => boolean>> = {
    t: (target) => {
      this.tip.hide();
      this.#marks.flip();
      void this.#host.updateComplete.then(() => {
        if (target instanceof Node && !target.isConnected) this.#stay();
      });
      return true;
    },
    m: () => {
      const select = this.#host.renderRoot.querySelector<HTMLElement>(choice);
      select?.focus();
      return select !== null;
    },
    "?": (target) => {
      if (!(target instanceof Element)) return false;
      const chooses = this.#host.renderRoot.querySelector(choice) !== null;
      this.tip.show(help(this.#marks.keys?.() ?? [], chooses), target, 0);
      return true;
    },
    Escape: () => {
      if (!this.tip.shown) return this.#marks.letGo();
      this.tip.hide();
      return true;
    }
  };
}
