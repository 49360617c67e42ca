import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import {decimal, figureCell} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridOptions} from "../grid/grid.ts";
import type {Similarities} from "./data.ts";
import {cut, lineOf} from "./words.ts";

/** A figure like `.78` needs a cell of this many px. */
const narrowest = 26;

export const known = (value: number | null | undefined): value is number =>
  typeof value === "number" && Number.isFinite(value);

/** Draws the cosine of each text with each other; the texts of a pinned pair stand below in full. */
export function drawSentences(
  {texts, values}: Similarities,
  {pinned = null, width = 540, ...options}: GridOptions = {}
): TemplateResult {
  const lines = texts.map(lineOf);
  const room = Math.max(8, Math.min(40, Math.floor((width - 34 * texts.length) / 8)));
  const grid = drawGrid(
    {
      label: "Cosines of texts",
      kind: "sentences",
      corner: "text",
      rows: lines.map((line, row) => ({
        text: `${row + 1}  ${cut(line, room)}`,
        spoken: line
      })),
      columns: lines.map((line, column) => ({text: `${column + 1}`, spoken: line})),
      cell(row, column) {
        const value = values[row]?.[column];
        return {
          fill: known(value) ? fill("diverging", value, 1) : "",
          text: figureCell(value),
          spoken: known(value) ? decimal(value, 4) : "no value, a vector has no length"
        };
      }
    },
    {narrowest, square: true, width, pinned, ...options}
  );
  return html`${grid}${pinned ? drawPair(lines, [pinned.row, pinned.column]) : nothing}`;
}

const drawPair = (lines: readonly string[], pair: readonly number[]): TemplateResult =>
  html`<dl class="pair">
    ${[...new Set(pair)].map(
      (text) =>
        html`<div>
          <dt>${text + 1}</dt>
          <dd dir="auto">${lines[text]}</dd>
        </div>`
    )}
  </dl>`;
