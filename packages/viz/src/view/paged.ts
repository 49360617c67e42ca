import {html} from "lit";
import type {TemplateResult} from "lit";
import {AsyncDirective, directive} from "lit/async-directive.js";
import {count} from "../format.ts";

/** A page has at most so many rows … */
const mostRows = 500;
/** … and not many more cells than these: a row may be wide. */
const mostCells = 12_000;

/** Returns how many rows a page has. */
export const pageSize = (columns: number): number =>
  Math.min(mostRows, Math.max(20, Math.floor(mostCells / Math.max(1, columns))));

/** Draws the rows from *first* to before *end*. */
type DrawRows = (first: number, end: number) => TemplateResult;

/** Rows page by page; all of them where they fit on one. */
class Paged extends AsyncDirective {
  #first = 0;
  #last: [rows: number, size: number, draw: DrawRows] | undefined;

  override render(rows: number, size: number, draw: DrawRows): TemplateResult {
    this.#last = [rows, size, draw];
    if (rows <= size) return draw(0, rows);
    if (this.#first >= rows) this.#first = 0;
    const first = this.#first;
    const end = Math.min(rows, first + size);
    const button = (word: string, to: number, name: string): TemplateResult =>
      html`<button
        type="button"
        class="btn"
        aria-label=${name}
        aria-disabled=${to < 0 || to >= rows ? "true" : "false"}
        @click=${() => this.#go(to)}
      >
        ${word}
      </button>`;
    return html`<div class="pages" role="group" aria-label="Pages of the table">
        ${button("‹", first - size, "earlier rows")}
        <span role="status">rows ${count(first + 1)}–${count(end)} of ${count(rows)}</span>
        ${button("›", first + size, "later rows")}
      </div>
      ${draw(first, end)}`;
  }

  #go(first: number): void {
    const [rows, size, draw] = this.#last!;
    if (first < 0 || first >= rows) return;
    this.#first = first;
    this.setValue(this.render(rows, size, draw));
  }
}

const create = directive(Paged);
/** Draws rows page by page, with buttons from page to page where there is more than one. */
export const paged = (rows: number, size: number, draw: DrawRows): unknown =>
  create(rows, size, draw);
