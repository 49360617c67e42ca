import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {classes} from "../token/draw-tokens.ts";
import type {Grid, GridHead, GridOptions} from "./grid.ts";
import {figureWidth, letter} from "./layout.ts";
import {plot} from "./plot.ts";
import {spokenCell} from "./spoken.ts";

const index = (_: unknown, i: number): number => i;
/**
 * Draws a grid of marks: names of columns above (or below), names of rows at the left, one mark a cell. Of a large grid
 * the cells are painted, and what can be focused, pinned and linked lies above them.
 */
export function drawGrid(grid: Grid, options: GridOptions = {}): TemplateResult {
  const {label, kind = "", columns} = grid;
  if (grid.rows.length * columns.length > (options.mostElements ?? 1500))
    return html`<div class="scroll plotted" ${plot(grid, options)}></div>`;
  const {width = 800, narrowest = 14, below = false, square = false} = options;
  const heads = drawHeads(grid, options);
  const widest = square ? `minmax(${narrowest}px,44px)` : `minmax(${narrowest}px,1fr)`;
  const room = (width - 60) / Math.max(1, columns.length);
  return html`<div class="scroll">
    <div
      class=${classes("grid", kind, square && "square", room < figureWidth && "tight")}
      role="grid"
      aria-label=${label}
      translate="no"
      .style=${`grid-template-columns:max-content repeat(${columns.length},${widest})`}
    >
      ${below ? nothing : heads}
      ${repeat(grid.rows, index, (head, row) => drawRow(grid, options, head, row))}
      ${below ? heads : nothing}
    </div>
  </div>`;
}

function drawHeads(
  {columns, corner}: Grid,
  {width = 800, selected, below = false}: GridOptions
): TemplateResult {
  const room = (width - 60) / Math.max(1, columns.length);
  const longest = Math.max(0, ...columns.map(({text}) => [...text].length));
  const upright = room < Math.min(longest, 8) * letter + 4;
  return html`<div class="line" role="row">
    <span class="rh" role="columnheader"
      ><span class=${below ? "axis" : "hidden"}>${corner}</span></span
    >
    ${repeat(
      columns,
      index,
      ({text, token, marked, apart, dim}, i) =>
        html`<span
          class=${classes("ch", token !== true && "word", upright && "upright", marked && "marked", apart && "apart", dim && "tpl", selected === i && "sel")}
          role="columnheader"
          ><bdi>${text}</bdi></span
        >`
    )}
  </div>`;
}

function drawRow(grid: Grid, options: GridOptions, head: GridHead, row: number): TemplateResult {
  const {pinned = null, highlight = null, highlightRow = null} = options;
  const {cursor = {row: 0, column: 0}} = options;
  const {text, token, marked, apart, dim} = head;
  return html`<div class=${classes("line", apart && "apart")} role="row">
    <span
      class=${classes("rh", token && "token", marked && "marked", dim && "tpl", pinned?.row === row && "sel")}
      role="rowheader"
      ><bdi>${text}</bdi></span
    >
    ${repeat(grid.columns, index, ({apart: begins}, column) => {
      const cell = grid.cell(row, column);
      if (cell === undefined) return html`<span class="void" role="gridcell"></span>`;
      const here = pinned?.row === row && pinned.column === column;
      return html`<span
        class=${classes("c", begins && "apart", cell?.fill || "z", cell === null && "unknown", cell?.strong && "one", cell?.dot && "fin", (highlight === column || highlightRow === row) && "linked", here && "cur")}
        role="gridcell"
        aria-selected=${here ? "true" : "false"}
        aria-label=${spokenCell(grid, row, column)}
        tabindex=${cursor.row === row && cursor.column === column ? 0 : -1}
        data-row=${row}
        data-column=${column}
        data-position=${column}
        >${cell?.text ? html`<span><bdi>${cell.text}</bdi></span>` : nothing}</span
      >`;
    })}
  </div>`;
}
