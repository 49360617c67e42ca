import {html} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {fill} from "../bins.ts";
import type {Rankings} from "../data.ts";
import {rank, rankCell} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import type {Spot} from "../view/walk.ts";

export interface RankOptions {
  readonly pinned?: Spot | null;
  /** The column of the position selected elsewhere. */
  readonly selected?: number | null;
  readonly highlight?: number | null;
  readonly cursor?: Spot;
  /** In px; upright heads and small figures where it is short. */
  readonly width?: number;
}

/** Draws the rank of each produced token by layer: the number in every cell, on a logarithmic scale. */
export function drawRanks(data: Rankings, options: RankOptions = {}): TemplateResult {
  const {
    pinned = null,
    selected = null,
    highlight = null,
    cursor = {row: 0, column: 0},
    width = 800
  } = options;
  const {columns, layers} = data;
  const room = (width - 60) / Math.max(1, columns.length);
  const longest = Math.max(0, ...columns.map(({token}) => tokenLabel(token).length));
  const upright = room < Math.min(longest, 8) * 7.4 + 4;
  return html`<div class="scroll">
    <div
      class="grid rank"
      role="grid"
      aria-label="Rank by layer and produced token"
      translate="no"
      style=${`grid-template-columns:max-content repeat(${columns.length},minmax(32px,1fr))`}
    >
      <div class="line" role="row">
        <span class="rh" role="columnheader"><span class="hidden">layer</span></span>
        ${repeat(
          columns,
          (_, i) => i,
          ({token}, i) =>
            html`<span
              class=${classes("ch", upright && "upright", selected === i && "sel")}
              role="columnheader"
              ><bdi>${tokenLabel(token)}</bdi></span
            >`
        )}
      </div>
      ${repeat(
        layers,
        (layer) => layer,
        (layer, row) =>
          html`<div class="line" role="row">
            <span class=${classes("rh", pinned?.row === row && "sel")} role="rowheader"
              >${layerName(layer)}</span
            >
            ${repeat(
              columns,
              (_, i) => i,
              ({token, ranks}, column) => {
                const value = ranks[row];
                const here = pinned?.row === row && pinned.column === column;
                return html`<span
                  class=${classes("c", value === undefined ? "z" : fill("rank", value), value === 1 && "one", highlight === column && "linked", here && "cur")}
                  role="gridcell"
                  aria-selected=${here ? "true" : "false"}
                  aria-label=${`${spokenLayer(layer)}, ${spokenToken(token)}, rank ${rank(value)}`}
                  tabindex=${cursor.row === row && cursor.column === column ? 0 : -1}
                  data-row=${row}
                  data-column=${column}
                  >${rankCell(value)}</span
                >`;
              }
            )}
          </div>`
      )}
    </div>
  </div>`;
}
