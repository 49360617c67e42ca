import {html, nothing, svg} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {drawLayerAxis, layerAt} from "../chart/layer-axis.ts";
import {colourOf, dashOf, drawMark} from "../chart/series.ts";
import {spread} from "../chart/spread.ts";
import type {Rankings} from "../data.ts";
import {count, percent, rank} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {spokenLayer} from "../view/layers.ts";
import type {Spot} from "../view/walk.ts";

export interface RankLineOptions {
  readonly pinned?: Spot | null;
  readonly cursor?: Spot;
  /** In px. */
  readonly width?: number;
}

const height = 230;
const area = {left: 44, top: 16, bottom: 38};

/** Returns the ticks of a logarithmic rank axis up to *top*: powers of ten, and the top where it is not near one. */
export function rankTicks(top: number): readonly number[] {
  const ticks = [1];
  while (ticks.at(-1)! * 10 <= top) ticks.push(ticks.at(-1)! * 10);
  return ticks;
}

/** Draws the rank of watched tokens by layer as lines, 1 on top, labelled at their ends. */
export function drawRankLines(
  data: Rankings,
  {pinned = null, cursor = {row: 0, column: 0}, width = 540}: RankLineOptions = {}
): TemplateResult {
  const {columns, layers} = data;
  const labels = columns.map(({token, ranks}) => `${tokenLabel(token)}  ${rank(ranks.at(-1))}`);
  const right = Math.min(
    width * 0.34,
    Math.max(36, ...labels.map((label) => label.length * 7.4 + 14))
  );
  const top = Math.max(10, ...columns.flatMap(({ranks}) => ranks));
  const span = Math.max(1, width - area.left - right);
  const x = (row: number): number => layerAt(row, layers.length, area.left, span);
  const y = (value: number): number =>
    area.top +
    (Math.log10(Math.max(1, value)) / Math.log10(top)) * (height - area.top - area.bottom);
  const ends = spread(
    columns.map(({ranks}) => y(ranks.at(-1) ?? top)),
    15,
    height - area.bottom + 4
  );
  return html`<svg
    class="chart"
    viewBox=${`0 0 ${width} ${height}`}
    width=${width}
    height=${height}
    role="listbox"
    aria-label="Rank by layer of each watched token"
    translate="no"
  >
    <g aria-hidden="true">
      ${rankTicks(top).map(
        (
          value
        ) => svg`<line class="gl" x1=${area.left} x2=${area.left + span} y1=${y(value)} y2=${y(value)}></line>
          <text x=${area.left - 8} y=${y(value) + 4} text-anchor="end">${count(value)}</text>`
      )}
      ${drawLayerAxis(layers, {left: area.left, span, height})}
      <text x="0" y="5">rank ↑</text>
      ${pinned && pinned.row < layers.length ? svg`<line class="now" x1=${x(pinned.row)} x2=${x(pinned.row)} y1=${area.top} y2=${height - area.bottom}></line>` : nothing}
      ${repeat(
        columns,
        ({token}, i) => `${token.id}-${i}`,
        ({ranks}, i) => svg`<polyline
            class="ln"
            .style=${`stroke:${colourOf(i)}`}
            stroke-dasharray=${dashOf(i) ?? nothing}
            points=${ranks.map((value, row) => `${x(row).toFixed(1)},${y(value).toFixed(1)}`).join(" ")}
          ></polyline>
          <text class="lab" x=${area.left + span + 10} y=${ends[i]! + 4}>${labels[i]}</text>`
      )}
    </g>
    ${columns.map(({token, ranks, probabilities}, i) =>
      ranks.map(
        (value, row) => svg`<g
          class=${classes("dot", value === 1 && "ring", pinned?.row === row && pinned.column === i && "cur")}
          .style=${`--c:${colourOf(i)}`}
          role="option"
          aria-selected=${pinned?.row === row && pinned.column === i ? "true" : "false"}
          aria-label=${`${spokenToken(token)}, ${spokenLayer(layers[row]!)}, rank ${rank(value)}, ${percent(probabilities[row])}`}
          tabindex=${cursor.row === i && cursor.column === row ? 0 : -1}
          data-row=${i}
          data-column=${row}
        >
          <circle class="hit" cx=${x(row)} cy=${y(value)} r="8"></circle>
          ${drawMark(i, x(row), y(value), value === 1 ? 4 : 2.5)}
        </g>`
      )
    )}
  </svg>`;
}
