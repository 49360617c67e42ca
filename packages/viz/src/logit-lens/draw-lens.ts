import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {fill} from "../bins.ts";
import type {LensGrid, LensLayer} from "../data.ts";
import {percent, spokenPercent} from "../format.ts";
import {classes, drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import type {Spot} from "../view/walk.ts";
import {settledRows} from "./settled.ts";

export interface LensOptions {
  /** The cell that is pinned. */
  readonly pinned?: Spot | null;
  /** The position selected here or in another view. */
  readonly selected?: number | null;
  /** The position pointed at in another view. */
  readonly highlight?: number | null;
  readonly cursor?: Spot;
}

/** A column narrower than this is scrolled to, in px. */
const narrowest = 34;

const name = (grid: LensGrid, row: number, column: number, cell: LensLayer | undefined): string => {
  const top = cell?.top[0];
  const token = grid.tokens[column];
  return `${spokenLayer(grid.layers[row]!)}, position ${column}${token ? `, ${spokenToken(token)}` : ""}: ${
    top ? `${spokenToken(top)}, ${spokenPercent(top.probability)}` : "no value"
  }`;
};

/** Draws what each layer would say at each position: the top token on its probability, layers down the page. */
export function drawLens(grid: LensGrid, options: LensOptions = {}): TemplateResult {
  const {pinned = null, selected = null, highlight = null, cursor = {row: 0, column: 0}} = options;
  const settled = settledRows(grid);
  return html`<div class="scroll">
    <div
      class="grid lens"
      role="grid"
      aria-label="Top token by layer and position"
      translate="no"
      .style=${`grid-template-columns:max-content repeat(${grid.tokens.length},minmax(${narrowest}px,1fr))`}
    >
      <div class="line" role="row">
        <span class="rh" role="columnheader"><span class="hidden">layer</span></span>
        ${repeat(
          grid.tokens,
          (_, position) => position,
          (token, position) =>
            html`<span class=${classes("ch", selected === position && "sel")} role="columnheader"
              ><bdi>${tokenLabel(token)}</bdi></span
            >`
        )}
      </div>
      ${repeat(
        grid.layers,
        (layer) => layer,
        (layer, row) =>
          html`<div class="line" role="row">
            <span class=${classes("rh", pinned?.row === row && "sel")} role="rowheader"
              >${layerName(layer)}</span
            >
            ${repeat(
              grid.cells[row] ?? [],
              (_, column) => column,
              (cell, column) => {
                const top = cell.top[0];
                const shade = top ? fill("sequential", top.probability) : "";
                return html`<span
                  class=${classes(
                    "c",
                    shade || "z",
                    row >= (settled[column] ?? Infinity) && "fin",
                    highlight === column && "linked",
                    pinned?.row === row && pinned.column === column && "cur"
                  )}
                  role="gridcell"
                  aria-selected=${pinned?.row === row && pinned.column === column ? "true" : "false"}
                  aria-label=${name(grid, row, column, cell)}
                  tabindex=${cursor.row === row && cursor.column === column ? 0 : -1}
                  data-row=${row}
                  data-column=${column}
                  data-position=${column}
                  ><span><bdi>${top ? tokenLabel(top) : "—"}</bdi></span></span
                >`;
              }
            )}
          </div>`
      )}
    </div>
  </div>`;
}

export interface LensListOptions extends LensOptions {
  /** The position to draw. */
  readonly position: number;
  /** Goes one position back or on. */
  readonly step?: (by: number) => void;
}

/** Draws one position as a list, for narrow places: layer · token · bar · share, with ‹ › to step through positions. */
export function drawLensList(grid: LensGrid, options: LensListOptions): TemplateResult {
  const {position, step = () => {}, pinned = null, cursor = {row: 0, column: position}} = options;
  const settled = settledRows(grid)[position] ?? Infinity;
  const token = grid.tokens[position];
  const last = grid.tokens.length - 1;
  return html`<div class="one">
    <div class="stepper">
      <button
        type="button"
        class="btn"
        aria-label="previous position"
        ?disabled=${position <= 0}
        @click=${() => step(-1)}
      >
        ‹
      </button>
      <span class="where">position ${position} ${token ? drawInline(token) : nothing}</span>
      <button
        type="button"
        class="btn"
        aria-label="next position"
        ?disabled=${position >= last}
        @click=${() => step(1)}
      >
        ›
      </button>
    </div>
    <div
      class="rows"
      role="listbox"
      aria-label=${`Top token by layer at position ${position}`}
      translate="no"
    >
      ${repeat(
        grid.layers,
        (layer) => layer,
        (layer, row) => {
          const cell = grid.cells[row]?.[position];
          const top = cell?.top[0];
          return html`<div
            class=${classes("row", row >= settled && "fin", pinned?.row === row && pinned.column === position && "on")}
            role="option"
            aria-selected=${pinned?.row === row && pinned.column === position ? "true" : "false"}
            aria-label=${name(grid, row, position, cell)}
            tabindex=${cursor.row === row ? 0 : -1}
            data-row=${row}
            data-column=${position}
            data-position=${position}
          >
            <span class="lay">${layerName(layer)}</span>
            <span class="tx"><bdi>${top ? tokenLabel(top) : "—"}</bdi></span>
            <span class="track"
              ><i
                class=${classes("bar", (top && fill("sequential", top.probability)) || "least")}
                .style=${`width:${(top?.probability ?? 0) * 100}%`}
              ></i
            ></span>
            <span class="v">${percent(top?.probability)}</span>
          </div>`;
        }
      )}
    </div>
  </div>`;
}
