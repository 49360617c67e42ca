import {html} from "lit";
import type {CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import type {Lens, LensGrid, Provenance} from "../data.ts";
import {bits, count, percent, spokenPercent} from "../format.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {drawLens, drawLensList} from "./draw-lens.ts";
import {logitLensStyles} from "./logit-lens.styles.ts";
import {settledRows} from "./settled.ts";

/** A cell of the lens. */
export interface LensValue {
  readonly layer: number | "embedding";
  readonly position: number;
}

/** Below this width one position is drawn as a list. */
const narrow = 430;

/** What a mode is called, and how it is read. */
const modes: Readonly<Record<string, readonly [word: string, how: string]>> = {
  norm: ["final norm", "through the final norm"],
  raw: ["raw", "without the final norm"],
  frozen: ["frozen scale", "through the final norm with the last layer’s scale"],
  tuned: ["tuned", "through a fitted translator"],
  jacobian: ["Jacobian", "through a fitted Jacobian"]
};
/** Returns a lens mode in words. */
export const modeWord = (mode: string): string => modes[mode]?.[0] ?? mode;

/** Returns a lens at one position as a grid of one column's values; the other positions are left out. */
export function lensToGrid(lens: Lens | LensGrid): LensGrid {
  if ("cells" in lens) return lens;
  const {mode, tokens, position, layers, provenance} = lens;
  return {
    mode,
    provenance,
    tokens: tokens.slice(position, position + 1),
    layers: layers.map(({layer}) => layer),
    cells: layers.map((layer) => [layer])
  };
}

/** Shows what each layer would say next at each position. `value` is the pinned cell. */
export class LogitLens extends View<LensGrid, LensValue> {
  static override properties = {...View.properties, mode: {}};
  static override styles: CSSResultGroup = [View.styles, gridStyles, logitLensStyles];

  /** "norm" (through the final norm), "raw" or "frozen"; the data's own when undefined. Offered as `choices.mode`. */
  declare mode: string | undefined;
  protected override readonly name: string = "Logit lens";

  get #narrow(): boolean {
    return this.room.value > 0 && this.room.value < narrow;
  }

  #pinned({layers, tokens}: LensGrid): Spot | null {
    if (!this.value) return null;
    const row = layers.indexOf(this.value.layer);
    return row >= 0 && this.value.position < tokens.length
      ? {row, column: this.value.position}
      : null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("data") && this.data) {
      const before = changed.get("data") as LensGrid | undefined;
      // The last position is what the model says next; it stays in view while the prompt grows.
      if (!before || this.cursor.column === before.tokens.length - 1)
        this.cursor = {row: this.cursor.row, column: this.data.tokens.length - 1};
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

  protected subtitle({mode}: LensGrid): string {
    return `What each layer would say next, read ${modes[mode]?.[1] ?? mode}`;
  }

  protected draw(grid: LensGrid): TemplateResult {
    const options = {
      pinned: this.#pinned(grid),
      selected: this.value?.position ?? this.selected,
      highlight: this.pointed ? null : this.highlight,
      cursor: this.cursor
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
      new CustomEvent("ecco-token-hover", {detail: {position: this.cursor.column}, bubbles: true})
    );
  }

  protected extent({layers, tokens}: LensGrid): Spot {
    return {row: layers.length, column: tokens.length};
  }

  protected tableOf({layers, tokens, cells, mode, provenance}: LensGrid): TableData {
    const token = (position: number): string => {
      const found = tokens[position];
      return found ? tokenText(found, "dot") : "—";
    };
    return {
      caption: `Logit lens (${modeWord(mode)}), ${layers.length} layers, ${tokens.length} positions; ${provenance.model} on ${provenance.backend}`,
      columns: [
        {label: "layer"},
        {label: "position"},
        {label: "token", mono: true},
        {label: "says", mono: true},
        {label: "probability"},
        {label: "entropy"},
        {label: "second", mono: true},
        {label: "probability"},
        {label: "third", mono: true},
        {label: "probability"}
      ],
      rows: layers.flatMap((layer, row) =>
        (cells[row] ?? []).map((cell, position) => [
          {text: spokenLayer(layer), value: layer},
          {text: count(position), value: position},
          {text: token(position), value: tokens[position]?.text ?? null},
          ...this.#topCells(cell, 0),
          {text: bits(cell.entropy), value: cell.entropy},
          ...this.#topCells(cell, 1),
          ...this.#topCells(cell, 2)
        ])
      )
    };
  }

  #topCells(
    {top}: LensGrid["cells"][number][number],
    index: number
  ): readonly {text: string; value: string | number | null}[] {
    const candidate = top[index];
    return [
      {text: candidate ? tokenText(candidate, "dot") : "—", value: candidate?.text ?? null},
      {text: percent(candidate?.probability), value: candidate?.probability ?? null}
    ];
  }

  protected summary(grid: LensGrid): string {
    const position = grid.tokens.length - 1;
    const final = grid.cells.at(-1)?.[position]?.top[0];
    const since = grid.layers[settledRows(grid)[position] ?? 0];
    return final && since !== undefined
      ? `${spokenToken(final)}, ${spokenPercent(final.probability)}, on top since ${spokenLayer(since)}`
      : "no values";
  }

  protected pick({layers}: LensGrid, {row, column}: Spot): LensValue | undefined {
    const layer = layers[row];
    return layer === undefined ? undefined : {layer, position: column};
  }

  protected positionOf(_data: LensGrid, {column}: Spot): number {
    return column;
  }

  protected tipOf({layers, tokens, cells}: LensGrid, {row, column}: Spot): Tip | null {
    const cell = cells[row]?.[column];
    const token = tokens[column];
    if (!cell) return null;
    return {
      where: html`${layerName(layers[row]!)} · position ${column} ${token ? drawInline(token) : ""}`,
      rows: [
        ...cell.top
          .slice(0, 3)
          .map((c): [string, string] => [tokenText(c, "dot"), percent(c.probability)]),
        ...cell.watch
          .slice(0, 1)
          .map((c): [string, string] => [tokenText(c, "dot"), `rank ${count(c.rank)}`]),
        ["entropy", bits(cell.entropy)],
        ...(cell.kl === undefined ? [] : [["to the end", bits(cell.kl)] as const])
      ]
    };
  }

  protected override legend(): TemplateResult {
    return drawLegend("sequential", "0", percent(1));
  }

  protected override facts(): readonly Fact[] {
    return [{name: this.#narrow ? "bold" : "●", value: "settled: stays top to the end"}];
  }

  protected override knobs(): readonly Knob[] {
    const mode = this.mode ?? this.data?.mode;
    if (!mode) return [];
    const choices = this.choices["mode"] ?? [];
    return [
      {
        name: "mode",
        label: "Mode",
        kind: "pick",
        value: mode,
        options: (choices.includes(mode) ? choices : [mode]).map((m) => [m, modeWord(m)])
      }
    ];
  }

  protected override provenance({provenance}: LensGrid): Provenance {
    return provenance;
  }
}
