import {html} from "lit";
import type {CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import {stackKnob} from "../causal/places.ts";
import type {Lens, LensGrid, Provenance} from "../data.ts";
import {bits, count, decimal, percent, signed, spokenPercent} from "../format.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel, tokenText} from "../token/label.ts";
import {withoutKnob, withoutWords, withoutConverter} from "../token/without.ts";
import type {Without} from "../token/without.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import {pickKnob} from "../view/pick.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {chosenColour, colourings, coloursOf} from "./colour.ts";
import type {LensColour} from "./colour.ts";
import {drawLens, drawLensList} from "./draw-lens.ts";
import {columnAt, keptGrid, placeOf} from "./kept.ts";
import type {KeptGrid} from "./kept.ts";
import {contrastName, lensTable} from "./lens-table.ts";
import {logitLensStyles} from "./logit-lens.styles.ts";
import {modePhrase, modeWord, partWord, speaker} from "./reading.ts";
import {sheetOf} from "./sheet.ts";
import type {LensScale} from "./sheet.ts";

/** A cell of the lens. */
export interface LensValue {
  readonly layer: number | "embedding";
  readonly position: number;
}

const countOf = (positions: number): string =>
  `${count(positions)} ${positions === 1 ? "position" : "positions"}`;

type Row = readonly [string, string];
/** A tooltip has no more rows. */
const mostRows = 5;
/** Below this width one position is drawn as a list. */
const narrow = 430;

/** Returns a lens at one position as a grid of one column's values; the other positions are left out. */
export function lensToGrid(lens: Lens | LensGrid): LensGrid {
  if ("cells" in lens) return lens;
  const {tokens, position, layers, ...reading} = lens;
  return {
    ...reading,
    tokens: tokens.slice(position, position + 1),
    layers: layers.map(({layer}) => layer),
    cells: layers.map((layer) => [layer])
  };
}

/**
 * Shows what each layer would say next at each position: the top token, shaded by a number of the reader's choice.
 * `value` is the pinned cell.
 */
export class LogitLens extends View<LensGrid, LensValue> {
  static override properties = {
    ...View.properties,
    mode: {},
    site: {},
    stack: {},
    colour: {},
    without: {converter: withoutConverter}
  };
  static override styles: CSSResultGroup = [View.styles, gridStyles, logitLensStyles];

  /** "norm" (through the final norm), "raw", "frozen", "tuned" or "jacobian"; the data's own when undefined. Offered as `choices.mode`. */
  declare mode: string | undefined;
  /** What is read: "residual", or what "attention" or "mlp" adds; the data's own when undefined. Offered as `choices.site`. */
  declare site: string | undefined;
  /** Of encoder–decoder models: "decoder", "encoder" or "cross"; the data's own when undefined. Offered as `choices.stack`. */
  declare stack: string | undefined;
  /**
   * What cells are shaded by: "probability" of the top token, "entropy", "kl" (bits to the last distribution) or
   * "contrast"; defaults to the contrast of data that have one, else to the probability.
   */
  declare colour: LensColour | undefined;
  /**
   * Positions that are left out: "template" (of a conversation), "special", "first", or numbers ("0 3 -1"); the last one
   * stays. By default a template stays in sight, dimmed, and out of the scale; "none" takes it into the scale.
   */
  declare without: Without | undefined;
  protected override readonly name: string = "Logit lens";

  get #narrow(): boolean {
    return this.room.value > 0 && this.room.value < narrow;
  }

  /** What is drawn. */
  #kept(grid: LensGrid): KeptGrid {
    return keptGrid(grid, this.without);
  }

  #pinned(grid: KeptGrid): Spot | null {
    if (!this.value) return null;
    const row = grid.layers.indexOf(this.value.layer);
    const column = columnAt(grid, this.value.position);
    return row >= 0 && column !== null ? {row, column} : null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("data") && this.data) {
      const before = changed.get("data") as LensGrid | undefined;
      // The last position is what the model says next; it stays in view while the prompt grows.
      if (!before || this.cursor.column === this.#kept(before).tokens.length - 1)
        this.cursor = {row: this.cursor.row, column: this.#kept(this.data).tokens.length - 1};
    }
    if (changed.has("data")) {
      const scroll = this.#scroller;
      this.#atEnd = !scroll || scroll.scrollLeft + scroll.clientWidth >= scroll.scrollWidth - 2;
    }
    super.willUpdate(changed);
  }

  // A long prompt shows its end, where the model goes on, until the reader scrolls away from it.
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const scroll = this.#scroller;
    if (changed.has("data") && this.#atEnd && scroll) scroll.scrollLeft = scroll.scrollWidth;
  }

  #atEnd = true;
  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".scroll");
  }

  protected subtitle(grid: LensGrid): TemplateResult {
    const {mode, part, stack, contrast} = grid;
    const who = speaker(part, stack);
    const how = modePhrase(mode);
    if (!contrast || this.#colour(grid) !== "contrast")
      return html`What ${who} would say next, read ${how}`;
    const [first, second] = contrast;
    return html`How much ${who} prefers ${drawInline(first)} to ${drawInline(second)}, read ${how}`;
  }

  #colour(grid: LensGrid): LensColour {
    return chosenColour(grid, this.colour);
  }

  protected draw(data: LensGrid): TemplateResult {
    const grid = this.#kept(data);
    const options = {
      pinned: this.#pinned(grid),
      selected: columnAt(grid, this.value?.position ?? this.selected),
      highlight: this.pointed ? null : columnAt(grid, this.highlight),
      whole: this.without === "none",
      cursor: this.cursor,
      colour: this.#colour(grid),
      width: this.room.value || 800
    };
    if (!this.#narrow) return drawLens(grid, options);
    return drawLensList(grid, {
      ...options,
      position: this.cursor.column,
      step: (by) => this.#step(by)
    });
  }

  #step(by: number): void {
    this.cursor = {row: this.cursor.row, column: this.cursor.column + by};
    this.requestUpdate();
    this.dispatchEvent(
      new CustomEvent("ecco-token-hover", {
        detail: {position: this.data ? placeOf(this.#kept(this.data), this.cursor.column) : null},
        bubbles: true
      })
    );
  }

  protected extent(grid: LensGrid): Spot {
    return {row: grid.layers.length, column: this.#kept(grid).tokens.length};
  }

  protected tableOf(grid: LensGrid): TableData {
    return lensTable(this.#kept(grid));
  }

  protected summary(grid: LensGrid): string {
    const position = grid.tokens.length - 1;
    const final = grid.cells.at(-1)?.[position]?.top[0];
    const since = grid.layers[sheetOf(grid).settled[position] ?? 0];
    return final && since !== undefined
      ? `${spokenToken(final)}, ${spokenPercent(final.probability)}, on top since ${spokenLayer(since)}`
      : "no values";
  }

  protected pick(grid: LensGrid, {row, column}: Spot): LensValue | undefined {
    const layer = grid.layers[row];
    return layer === undefined ? undefined : {layer, position: placeOf(this.#kept(grid), column)};
  }

  protected positionOf(grid: LensGrid, {column}: Spot): number {
    return placeOf(this.#kept(grid), column);
  }

  protected tipOf(data: LensGrid, {row, column}: Spot): Tip | null {
    const grid = this.#kept(data);
    const {layers, tokens, cells, contrast} = grid;
    const cell = cells[row]?.[column];
    const token = tokens[column];
    if (!cell) return null;
    const asked: readonly Row[] = [
      ...(contrast ? [[contrastName(contrast), signed(cell.contrast)] as const] : []),
      ...cell.watch.slice(0, 2).map((c): Row => [tokenText(c, "dot"), `rank ${count(c.rank)}`])
    ];
    const measures: readonly Row[] =
      cell.kl === undefined
        ? [["entropy", bits(cell.entropy)]]
        : asked.length
          ? [["entropy, to the end", `${decimal(cell.entropy)}, ${bits(cell.kl)}`]]
          : [
              ["entropy", bits(cell.entropy)],
              ["to the end", bits(cell.kl)]
            ];
    const room = Math.min(3, mostRows - asked.length - measures.length);
    const tops = cell.top
      .slice(0, room)
      .map((c): Row => [tokenText(c, "dot"), percent(c.probability)]);
    return {
      where: html`${layerName(layers[row]!)} · position ${placeOf(grid, column)}
      ${token ? drawInline(token) : ""}`,
      rows: [...tops, ...asked, ...measures]
    };
  }

  #scale(grid: LensGrid, colour: LensColour): LensScale {
    return sheetOf(this.#kept(grid)).scaleOf(colour, this.without === "none");
  }

  /** Says which position is not on the scale, as it holds more than all others. */
  #beyond(grid: LensGrid): readonly Fact[] {
    const colour = this.#colour(grid);
    const {beyond} = this.#scale(grid, colour);
    if (!beyond) return [];
    const {word, figure} = colourings[colour];
    const kept = this.#kept(grid);
    const token = tokenLabel(kept.tokens[beyond.column]!).trim();
    const most = figure(beyond.most).replace("+", "");
    return [
      {
        name: "beyond the scale",
        value: `position ${placeOf(kept, beyond.column)} “${token}”, up to ${most}: it holds ${percent(beyond.share)} of the squared ${word}, the shades are those of the others`,
        bad: true
      }
    ];
  }

  protected override legend(grid: LensGrid): TemplateResult {
    const colour = this.#colour(grid);
    const {scale, figure} = colourings[colour];
    const {top} = this.#scale(grid, colour);
    if (scale === "sequential" || !grid.contrast) return drawLegend("sequential", "0", figure(top));
    const [first, second] = grid.contrast;
    return drawLegend(
      "diverging",
      `${signed(-top)} ${tokenLabel(second).trim()}`,
      `${tokenLabel(first).trim()} ${signed(top)}`
    );
  }

  protected override facts(grid: LensGrid): readonly Fact[] {
    const out = grid.tokens.length - this.#kept(grid).tokens.length;
    return [
      {name: this.#narrow ? "bold" : "●", value: "settled: stays top to the end"},
      ...(out
        ? [{name: "left out", value: `${withoutWords(this.without!)}, ${countOf(out)}`}]
        : []),
      ...this.#beyond(grid)
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {data, choices} = this;
    return [
      ...stackKnob(this.stack ?? data?.stack, choices),
      ...pickKnob({
        name: "site",
        label: "What is read",
        value: this.site ?? data?.part,
        offered: choices["site"],
        word: partWord,
        quiet: true
      }),
      ...pickKnob({
        name: "mode",
        label: "Mode",
        value: this.mode ?? data?.mode,
        offered: choices["mode"],
        word: modeWord
      }),
      ...(data
        ? pickKnob({
            name: "colour",
            label: "Shaded by",
            value: this.#colour(data),
            offered: coloursOf(data),
            word: (colour) => colourings[colour as LensColour].word,
            quiet: true
          })
        : []),
      ...withoutKnob(data?.tokens, this.without)
    ];
  }

  protected override provenance({provenance}: LensGrid): Provenance {
    return provenance;
  }
}
