import {nothing, render} from "lit";
import type {TemplateResult} from "lit";
import {AsyncDirective, directive} from "lit/async-directive.js";
import type {DirectiveResult} from "lit/async-directive.js";
import type {ElementPart} from "lit";
import type {Spot} from "../view/walk.ts";
import {windowOf} from "../view/window-of.ts";
import {boxOf, drawPlot, drawTwin, placed} from "./draw-plot.ts";
import type {Grid, GridOptions} from "./grid.ts";
import {inksOf} from "./inks.ts";
import type {Inks} from "./inks.ts";
import {layoutOf, rangeOf, spotAt} from "./layout.ts";
import type {Layout} from "./layout.ts";
import {alike, cellsOf, paint} from "./paint.ts";
import type {Cells, Part} from "./paint.ts";

/** Painted beyond what is seen, in px: a scroll shows nothing unpainted. */
const beyond = 240;
/** What is seen before there is anything to measure, in px. */
const guess = 640;
const media = ["(forced-colors: active)", "(pointer: coarse)", "print"];

const same = (a: Part | undefined, b: Part): boolean =>
  !!a &&
  (Object.keys(b) as (keyof Part)[]).every((k) => JSON.stringify(a[k]) === JSON.stringify(b[k]));

/** Keeps a large grid painted inside an element that scrolls: what is seen of it, with names and marks as elements. */
class Plot {
  readonly #box: HTMLElement;
  #grid!: Grid;
  #options!: GridOptions;
  #layout!: Layout;
  #part: Part | undefined;
  #cells: Cells = [];
  #inks: Inks | undefined;
  #twin: TemplateResult | typeof nothing = nothing;
  #turn: 0 | 1 = 0;
  #over: Spot | undefined;
  /** A click has moved the cursor: the focus follows. */
  #follow = false;
  #observer: ResizeObserver | undefined;
  #media: readonly MediaQueryList[] = [];

  constructor(box: HTMLElement) {
    this.#box = box;
  }

  connect(): void {
    const box = this.#box;
    const window = windowOf(box);
    this.#observer = new window.ResizeObserver(() => this.#draw());
    this.#observer.observe(box);
    this.#media = media.map((query) => window.matchMedia(query));
    box.addEventListener("scroll", this.#scrolled, {passive: true});
    box.addEventListener("pointermove", this.#moved);
    box.addEventListener("pointerleave", this.#left);
    box.addEventListener("click", this.#clicked);
    box.addEventListener("transitionend", this.#recoloured);
    for (const list of this.#media) list.addEventListener("change", this.recolour);
  }

  disconnect(): void {
    this.#observer?.disconnect();
    for (const list of this.#media) list.removeEventListener("change", this.recolour);
  }

  set(grid: Grid, options: GridOptions): void {
    const before = this.#options?.cursor;
    const {cursor} = options;
    if (before?.row !== cursor?.row || before?.column !== cursor?.column)
      this.#turn = this.#turn ? 0 : 1;
    this.#grid = grid;
    this.#options = options;
    this.#draw();
    // Focus tells the view, which is in the middle of its update.
    if (this.#follow)
      queueMicrotask(() =>
        this.#box.querySelector<HTMLElement>(".spot[data-row]")?.focus({preventScroll: true})
      );
    this.#follow = false;
  }

  #draw(): void {
    const {width = 800} = this.#options;
    const coarse = this.#media[1]!.matches;
    const ratio = windowOf(this.#box).devicePixelRatio;
    this.#layout = layoutOf(this.#grid, this.#options, width, {coarse, ratio});
    const part = this.#seen(beyond);
    const cells = cellsOf(this.#grid, part);
    const moved = !same(this.#part, part);
    const changed =
      moved ||
      cells.length !== this.#cells.length ||
      !cells.every((cell, i) => alike(cell, this.#cells[i]));
    if (changed) this.#twin = drawTwin(this.#grid);
    this.#part = part;
    this.#cells = cells;
    const {options, layout} = {options: this.#options, layout: this.#layout};
    render(
      drawPlot({grid: this.#grid, options, layout, part, turn: this.#turn, twin: this.#twin}),
      this.#box
    );
    if (changed || !this.#inks) this.#paint();
  }

  /** What is seen, and *more* px around it. */
  #seen(more: number): Part {
    const {across, down, headWidth, headHeight} = this.#layout;
    const {scrollLeft, scrollTop, clientWidth, clientHeight} = this.#box;
    const width = (clientWidth || this.#options.width || guess) - headWidth;
    const height = (clientHeight || guess) - headHeight;
    const columns = rangeOf(across, scrollLeft - more, scrollLeft + width + more);
    const rows = rangeOf(down, scrollTop - more, scrollTop + height + more);
    const left = across.starts[columns.first] ?? 0;
    const top = down.starts[rows.first] ?? 0;
    return {
      rows,
      columns,
      left,
      top,
      width: (across.starts[columns.last] ?? 0) + across.size - left,
      height: (down.starts[rows.last] ?? 0) + down.size - top
    };
  }

  // The style sheet has the colours only where it can see the element.
  #paint(): void {
    const part = this.#part!;
    const box = this.#box.querySelector<HTMLElement>(".inks");
    const canvas = this.#box.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!box || !canvas || !context || !this.#box.isConnected) return;
    this.#inks ??= inksOf(box);
    const ratio = windowOf(this.#box).devicePixelRatio;
    canvas.width = Math.round(part.width * ratio);
    canvas.height = Math.round(part.height * ratio);
    canvas.style.cssText = placed(part);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, this.#cells, this.#layout, part, this.#inks);
  }

  #scrolled = (): void => {
    const {rows, columns} = this.#seen(0);
    const part = this.#part!;
    const inside =
      part.rows.first <= rows.first &&
      part.rows.last >= rows.last &&
      part.columns.first <= columns.first &&
      part.columns.last >= columns.last;
    if (!inside) this.#draw();
  };

  readonly recolour = (): void => {
    this.#inks = undefined;
    this.#draw();
  };

  // A page may change its scheme or a token at any time, and nothing tells but a transition.
  #recoloured = (event: Event): void => {
    if ((event.target as Element).matches(".watch")) this.recolour();
  };

  /** Puts the mark under the pointer on its cell, whose event then tells the view. */
  #point(event: MouseEvent): HTMLElement | undefined {
    const area = this.#box.querySelector(".area")!;
    const {left, top} = area.getBoundingClientRect();
    const spot = (event.target as Element).closest(".area")
      ? spotAt(this.#layout, event.clientX - left, event.clientY - top)
      : undefined;
    const mark = this.#box.querySelector<HTMLElement>(".over")!;
    mark.hidden = !spot || this.#grid.cell(spot.row, spot.column) === undefined;
    if (!spot || mark.hidden) return undefined;
    mark.style.cssText = placed(boxOf(this.#layout, spot));
    Object.assign(mark.dataset, {row: spot.row, column: spot.column, position: spot.column});
    this.#over = spot;
    return mark;
  }

  #moved = (event: PointerEvent): void => {
    const before = this.#over;
    const mark = this.#point(event);
    if (!mark) {
      this.#left();
      if (before) this.#box.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
      return;
    }
    if (before?.row === this.#over?.row && before?.column === this.#over?.column) return;
    mark.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
  };

  #left = (): void => {
    this.#over = undefined;
    const mark = this.#box.querySelector<HTMLElement>(".over");
    if (mark) mark.hidden = true;
  };

  #clicked = (event: MouseEvent): void => {
    // Our own, from the mark, goes on to the view.
    if ((event.target as Element).matches(".over")) return;
    event.stopPropagation();
    const mark = this.#point(event);
    if (!mark) return;
    this.#follow = true;
    mark.dispatchEvent(new MouseEvent("click", {bubbles: true}));
  };
}

class PlotDirective extends AsyncDirective {
  #plot: Plot | undefined;

  override render(_grid: Grid, _options: GridOptions): typeof nothing {
    return nothing;
  }

  override update({element}: ElementPart, [grid, options]: [Grid, GridOptions]): typeof nothing {
    if (!this.#plot) {
      this.#plot = new Plot(element as HTMLElement);
      this.#plot.connect();
    }
    this.#plot.set(grid, options);
    return nothing;
  }

  override disconnected(): void {
    this.#plot?.disconnect();
  }

  override reconnected(): void {
    this.#plot?.connect();
    // Another place can have other colours.
    this.#plot?.recolour();
  }
}

const create = directive(PlotDirective);
/** Paints a grid inside the element it stands on. */
export const plot = (grid: Grid, options: GridOptions): DirectiveResult => create(grid, options);
