import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {count} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import type {Spot} from "../view/walk.ts";
import type {Grid, GridHead, GridOptions} from "./grid.ts";
import type {Layout} from "./layout.ts";
import type {Part} from "./paint.ts";
import {spokenCell, spokenHead} from "./spoken.ts";

/** A larger grid is described instead of written out as an unseen table; `Table` still shows all of it. */
const mostWritten = 10_000;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Returns a place as a style. */
export const placed = ({left, top, width, height}: Box): string =>
  `left:${left}px;top:${top}px;width:${width}px;height:${height}px`;

/** Returns where a cell lies. */
export const boxOf = ({across, down}: Layout, {row, column}: Spot): Box => ({
  left: across.starts[column] ?? 0,
  top: down.starts[row] ?? 0,
  width: across.size,
  height: down.size
});

export interface PlotParts {
  readonly grid: Grid;
  readonly options: GridOptions;
  readonly layout: Layout;
  readonly part: Part;
  /** Which of the two marks of the cursor stands on it: the focus goes from one to the other, so it is told. */
  readonly turn: 0 | 1;
  /** The unseen twin. */
  readonly twin: TemplateResult | typeof nothing;
}

/** Draws what is not painted: names that stay at the edges, the cursor, what is pinned and linked, the unseen twin. */
export function drawPlot({grid, options, layout, part, turn, twin}: PlotParts): TemplateResult {
  const {kind = "", label, corner} = grid;
  const {headWidth, headHeight, across, down} = layout;
  const {below = false, pinned = null} = options;
  const sizes = [`${headHeight}px`, `${down.length}px`];
  const columns = html`<div class="heads x" aria-hidden="true">
    ${heads(grid.columns, part.columns, (head, i) => columnHead(head, i, layout, options))}
  </div>`;
  const area = html`<div
    class=${classes("area", kind)}
    role="grid"
    aria-label=${label}
    aria-rowcount=${grid.rows.length}
    aria-colcount=${grid.columns.length}
  >
    <canvas aria-hidden="true"></canvas>
    ${([0, 1] as const).map((which) => cursorMark(grid, options, layout, which === turn))}
    ${linked(layout, options)}
    ${pinned ? html`<i class="mark cur" .style=${placed(boxOf(layout, pinned))}></i>` : nothing}
    <i class="mark over" hidden></i>
  </div>`;
  return html`<div
      class=${classes("plot", below && "below")}
      translate="no"
      .style=${`--head:${headWidth}px;grid-template:${(below ? sizes.toReversed() : sizes).join(" ")} / ${headWidth}px ${across.length}px`}
    >
      <span class="hidden">${corner}</span>
      <div class="corner" aria-hidden="true"></div>
      ${columns}
      <div class="heads y" aria-hidden="true">
        ${heads(grid.rows, part.rows, (head, i) => rowHead(head, i, layout, options))}
      </div>
      ${area}
      <div class=${classes("grid", kind, "inks")} aria-hidden="true"></div>
      <i class="watch" aria-hidden="true"></i>
    </div>
    ${twin}`;
}

function heads(
  all: readonly GridHead[],
  {first, last}: Part["rows"],
  draw: (head: GridHead, index: number) => TemplateResult
): TemplateResult[] {
  return all.slice(first, last + 1).map((head, i) => draw(head, first + i));
}

function columnHead(
  {text, token, marked, dim}: GridHead,
  i: number,
  {across, upright}: Layout,
  {selected, pinned}: GridOptions
): TemplateResult {
  const here = selected === i || pinned?.column === i;
  return html`<span
    class=${classes("ch", token !== true && "word", upright && "upright", marked && "marked", dim && "tpl", here && "sel")}
    .style=${`left:${across.starts[i]}px;width:${across.size}px`}
    ><bdi>${text}</bdi></span
  >`;
}

function rowHead(
  {text, token, marked, dim}: GridHead,
  i: number,
  {down}: Layout,
  {pinned}: GridOptions
): TemplateResult {
  return html`<span
    class=${classes("rh", token && "token", marked && "marked", dim && "tpl", pinned?.row === i && "sel")}
    .style=${`top:${down.starts[i]}px;height:${down.size}px`}
    ><bdi>${text}</bdi></span
  >`;
}

// The other mark keeps its place until the focus has left it.
function cursorMark(
  grid: Grid,
  {cursor = {row: 0, column: 0}, pinned}: GridOptions,
  layout: Layout,
  on: boolean
): TemplateResult {
  if (!on)
    return html`<div class="line" aria-hidden="true">
      <span class="spot" tabindex="-1"></span>
    </div>`;
  const {row, column} = cursor;
  return html`<div class="line" role="row" aria-rowindex=${row + 1}>
    <span
      class="spot"
      role="gridcell"
      aria-colindex=${column + 1}
      aria-selected=${pinned?.row === row && pinned.column === column ? "true" : "false"}
      aria-label=${spokenCell(grid, row, column)}
      tabindex="0"
      data-row=${row}
      data-column=${column}
      data-position=${column}
      .style=${placed(boxOf(layout, cursor))}
    ></span>
  </div>`;
}

function linked(layout: Layout, {highlight, highlightRow}: GridOptions): TemplateResult {
  const {across, down} = layout;
  const column = typeof highlight === "number" && highlight < across.starts.length;
  const row = typeof highlightRow === "number" && highlightRow < down.starts.length;
  return html`${column ? html`<i class="mark linked" .style=${placed({...boxOf(layout, {row: 0, column: highlight}), top: 0, height: down.length})}></i>` : nothing}
  ${row ? html`<i class="mark linked" .style=${placed({...boxOf(layout, {row: highlightRow, column: 0}), left: 0, width: across.length})}></i>` : nothing}`;
}

/** Draws the unseen twin: a table with every value, or where that were too much, what there is and where to read it. */
export function drawTwin(grid: Grid): TemplateResult {
  const {label, corner, rows, columns, cell} = grid;
  if (rows.length * columns.length > mostWritten)
    return html`<p class="hidden">
      ${label}: ${count(rows.length)} rows by ${count(columns.length)} columns. Arrows walk from
      cell to cell, T shows all values as a table.
    </p>`;
  return html`<table class="hidden">
    <caption>
      ${label}
    </caption>
    <thead>
      <tr>
        <th scope="col">${corner}</th>
        ${columns.map((head) => html`<th scope="col">${spokenHead(head)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (head, row) =>
          html`<tr>
            <th scope="row">${spokenHead(head)}</th>
            ${columns.map((_, column) => html`<td>${cell(row, column)?.spoken ?? "—"}</td>`)}
          </tr>`
      )}
    </tbody>
  </table>`;
}
