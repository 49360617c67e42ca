import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {fill} from "../bins.ts";
import type {LensLayer} from "../data.ts";
import {signedCell, spokenPercent} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridCell, GridOptions} from "../grid/grid.ts";
import {classes, drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {layerName} from "../view/layers.ts";
import {chosenColour, colourings, contrastDigits} from "./colour.ts";
import type {LensColour} from "./colour.ts";
import {placeOf} from "./kept.ts";
import type {KeptGrid} from "./kept.ts";
import {sheetOf} from "./sheet.ts";

export interface LensOptions extends GridOptions {
  /** What cells are shaded by; defaults to the contrast where there is one, else to the top token's probability. */
  readonly colour?: LensColour;
  /** Whether what a conversation's template has written is on the scale. */
  readonly whole?: boolean;
}

/** A column narrower than this is scrolled to, in px. */
const narrowest = 34;

/** What is said of a cell: its top token, and the number it is shaded by. */
function spoken({top: [first], ...cell}: LensLayer, colour: LensColour): string {
  if (!first) return "no value";
  const value = colourings[colour].value({top: [first], ...cell});
  const own = `${spokenToken(first)}, ${spokenPercent(first.probability)}`;
  return colour === "probability" || typeof value !== "number"
    ? own
    : `${own}, ${colourings[colour].spoken(value)}`;
}

/** Draws what each layer would say at each position: the top token (of a contrast its number), layers down the page. */
export function drawLens(grid: KeptGrid, options: LensOptions = {}): TemplateResult {
  const {colour = chosenColour(grid, undefined), width = 800, whole = false, ...rest} = options;
  const {rows, columns, settled, scaleOf} = sheetOf(grid);
  const {scale, value} = colourings[colour];
  const {top} = scaleOf(colour, whole);
  const cell = (row: number, column: number): GridCell | null => {
    const found = grid.cells[row]?.[column];
    if (!found) return null;
    const first = found.top[0];
    const number = value(found) ?? NaN;
    const final = row >= (settled[column] ?? Infinity);
    return {
      fill: fill(scale, number, top),
      text:
        colour === "contrast"
          ? signedCell(number, contrastDigits(number))
          : first
            ? tokenLabel(first)
            : "—",
      spoken: spoken(found, colour),
      strong: final,
      dot: final
    };
  };
  return drawGrid(
    {
      label: "Top token by layer and position",
      kind: `lens ${colour === "contrast" ? "figures" : ""}`,
      corner: "layer",
      rows,
      columns,
      cell
    },
    // Words are not left out where columns are narrow: the grid scrolls.
    {narrowest, width: Math.max(width, columns.length * (narrowest + 1) + 60), ...rest}
  );
}

export interface LensListOptions extends LensOptions {
  /** The position to draw. */
  readonly position: number;
  /** Goes one position back or on. */
  readonly step?: (by: number) => void;
}

/** Draws one position as a list, for narrow places: layer · token · bar · number, with ‹ › to step through positions. */
export function drawLensList(grid: KeptGrid, options: LensListOptions): TemplateResult {
  const {position, step = () => {}} = options;
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
      <span class="where"
        >position ${placeOf(grid, position)} ${token ? drawInline(token) : nothing}</span
      >
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
      aria-label=${`Top token by layer at position ${placeOf(grid, position)}`}
      translate="no"
    >
      ${repeat(
        grid.layers,
        (layer) => layer,
        (_, row) => drawLayer(grid, row, options)
      )}
    </div>
  </div>`;
}

function drawLayer(
  grid: KeptGrid,
  row: number,
  {
    position,
    whole = false,
    colour = chosenColour(grid, undefined),
    pinned = null,
    cursor
  }: LensListOptions
): TemplateResult {
  const {rows, columns, settled, scaleOf} = sheetOf(grid);
  const {scale, value, figure} = colourings[colour];
  const cell = grid.cells[row]?.[position];
  const first = cell?.top[0];
  const number = (cell && value(cell)) ?? NaN;
  const top = scaleOf(colour, whole).top || 1;
  const here = pinned?.row === row && pinned.column === position;
  return html`<div
    class=${classes("row", row >= (settled[position] ?? Infinity) && "fin", here && "on")}
    role="option"
    aria-selected=${here ? "true" : "false"}
    aria-label=${`${rows[row]?.spoken}, ${columns[position]?.spoken}: ${cell ? spoken(cell, colour) : "no value"}`}
    tabindex=${(cursor?.row ?? 0) === row ? 0 : -1}
    data-row=${row}
    data-column=${position}
    data-position=${position}
  >
    <span class="lay">${layerName(grid.layers[row]!)}</span>
    <span class="tx"><bdi>${first ? tokenLabel(first) : "—"}</bdi></span>
    <span class=${classes("track", scale === "diverging" && "signed")}
      ><i
        class=${classes("bar", fill(scale, number, top) || "least")}
        .style=${barOf(scale === "diverging", shareOf(number, top))}
      ></i
    ></span>
    <span class="v">${figure(number)}</span>
  </div>`;
}

/** What is beyond the scale ends with it. */
const shareOf = (value: number, top: number): number =>
  Number.isFinite(value) ? Math.max(-1, Math.min(1, value / top)) : 0;

/** From the left, or from the middle to both sides. */
function barOf(isSigned: boolean, share: number): string {
  if (!isSigned) return `width:${share * 100}%`;
  const size = Math.abs(share) * 50;
  return `width:${size}%;margin-left:${share < 0 ? 50 - size : 50}%`;
}
