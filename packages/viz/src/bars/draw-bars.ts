import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {absent, signed} from "../format.ts";
import {classes} from "../token/draw-tokens.ts";
import type {Bar, BarsOptions} from "./bars.ts";
import {ticksOf} from "./ticks.ts";

/** A tick with its number needs this many px. */
const tickRoom = 64;

/** Draws signed numbers as bars from a zero line, or as a waterfall: one below the other, each with its name and figure. */
export function drawBars(bars: readonly Bar[], options: BarsOptions): TemplateResult {
  const {label, waterfall = false, width = 540} = options;
  const ends = bars.flatMap(({from, to}) => [from, to]).filter(Number.isFinite);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const span = high - low || 1;
  const at = (value: number): string => `${(((value - low) / span) * 100).toFixed(2)}%`;
  const ticks = waterfall
    ? ticksOf(low, high, Math.max(2, Math.floor((width - 160) / tickRoom)))
    : [];
  return html`<div class=${classes("bars", waterfall && "fall")} .style=${`--zero:${at(0)}`}>
    ${
      waterfall
        ? html`<div class="grid-lines" aria-hidden="true">
            ${ticks.map((tick) => html`<i class=${tick === 0 ? "nil" : ""} .style=${`left:${at(tick)}`}></i>`)}
          </div>`
        : nothing
    }
    <div class="list" role="listbox" aria-label=${label} translate="no">
      ${repeat(
        bars,
        (_, index) => index,
        (bar, index) => drawBar(bar, index, index === bars.length - 1, at, options)
      )}
    </div>
    ${waterfall ? drawAxis(ticks, at, options) : nothing}
  </div>`;
}

function drawBar(
  {label, from, to, text, fill, total, apart}: Bar,
  index: number,
  last: boolean,
  at: (value: number) => string,
  {pinned = null, cursor = 0, first = 0, waterfall = false}: BarsOptions
): TemplateResult {
  const row = first + index;
  const known = Number.isFinite(from) && Number.isFinite(to);
  const [start, end] = from < to ? [from, to] : [to, from];
  // Behind the bar, and in a list never to the left of the zero line: a figure lies over no bar.
  const right = waterfall ? end : Math.max(end, 0);
  const size = `calc(${at(end)} - ${at(start)})`;
  return html`<div
    class=${classes("one", total && "total", apart && "apart", pinned === row && "on")}
    role="option"
    aria-selected=${pinned === row ? "true" : "false"}
    tabindex=${cursor === row ? 0 : -1}
    data-row=${row}
    data-column="0"
  >
    <span class="lab"><bdi>${label}</bdi></span>
    <span class="track">
      ${known && from !== to ? html`<i class=${classes("bar", fill || "least")} .style=${`left:${at(start)};width:${size}`}></i>` : nothing}
      ${waterfall && !last && known ? html`<i class="join" .style=${`left:${at(to)}`}></i>` : nothing}
      <span class="v" .style=${`left:${at(known ? right : 0)}`}>${known ? text : absent}</span>
    </span>
  </div>`;
}

function drawAxis(
  ticks: readonly number[],
  at: (value: number) => string,
  {axis = ""}: BarsOptions
): TemplateResult {
  const digits = Math.max(
    0,
    ...ticks.map((tick) => String(Math.abs(tick)).split(".")[1]?.length ?? 0)
  );
  return html`<div class="axis" aria-hidden="true">
    <span class="lab">${axis}</span>
    <span class="track"
      >${ticks.map(
        (tick) =>
          html`<span class="tick" .style=${`left:${at(tick)}`}>${signed(tick, digits)}</span>`
      )}</span
    >
  </div>`;
}
