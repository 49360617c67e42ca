import {html} from "lit";
import type {CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import type {AttributionMatrix as Data, Provenance} from "../data.ts";
import {count, decimal, delta as deltaText} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {Grid} from "../grid/grid.ts";
import {sumFact, templateFact, warningText} from "../saliency/facts.ts";
import {methodKnob, pickerKnob, signKnob} from "../saliency/knobs.ts";
import {isSignedMethod, wordFor} from "../saliency/methods.ts";
import {figures} from "../target/ranked.ts";
import type {About} from "../target/ranked.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {withoutKnob, withoutConverter} from "../token/without.ts";
import type {Without} from "../token/without.ts";
import {drawLegend, drawSignedLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {unlessFalse} from "../view/unless-false.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {attributionMatrixStyles} from "./attribution-matrix.styles.ts";
import {hasFigures, matrixGrid, matrixWords} from "./draw-attribution-matrix.ts";
import {keptOf} from "./kept.ts";
import type {Kept} from "./kept.ts";
import {matrixValues, strongestOf} from "./scale.ts";
import type {MatrixLook, MatrixScale, MatrixValues} from "./scale.ts";
import {matrixTable} from "./table.ts";

/** A cell of the matrix: positions of the explained token and of the token before it. */
export interface MatrixValue {
  readonly explained: number;
  readonly by: number;
}

/** What is drawn of some data, until it or its look changes. */
interface Known {
  readonly of: Data;
  readonly key: string;
  /** What is drawn of it. */
  readonly kept: Kept;
  readonly values: MatrixValues;
  readonly grid: Grid;
}

/**
 * Shows how much each token counts for every later one: explained tokens down, the tokens before them across. `value`
 * is the pinned cell; its row is outlined.
 */
export class AttributionMatrix extends View<Data, MatrixValue> {
  static override properties = {
    ...View.properties,
    method: {},
    of: {},
    baseline: {},
    scale: {reflect: true},
    signed: {converter: unlessFalse},
    without: {converter: withoutConverter}
  };
  static override styles: CSSResultGroup = [View.styles, gridStyles, attributionMatrixStyles];

  /** The attribution method asked for; the data's own when undefined. Offered as `choices.method`. */
  declare method: string | undefined;
  /** logprob (default; with a foil the difference), logit or probability; offered as `choices.of`. */
  declare of: string | undefined;
  /** What an absent token is replaced by; offered as `choices.baseline`. */
  declare baseline: string | undefined;
  /** "row" (default): each row's shares add up to 100 %. "one": scores, all on one scale. */
  declare scale: MatrixScale;
  /** Whether values keep their sign, of methods that have one; default true. "false": their size. */
  declare signed: boolean;
  /**
   * Tokens that leave the matrix and its scale: "template" (of a conversation), "special", "first", or positions ("0 3
   * -1", [0, 3, -1]); "none" leaves nothing out. By default a template stays in sight, dimmed, and out of the scale.
   */
  declare without: Without | undefined;
  protected override readonly name: string = "Attribution matrix";

  constructor() {
    super();
    this.scale = "row";
    this.signed = true;
  }

  #look({method}: Data): MatrixLook {
    return {
      scale: this.scale === "one" ? "one" : "row",
      signed: this.signed && isSignedMethod(method)
    };
  }

  #known: Known | undefined;
  // Asked for by every update of a hover.
  #drawn(data: Data): Known {
    const look = this.#look(data);
    const width = this.room.value || 800;
    const key = JSON.stringify([look, width, this.without]);
    if (this.#known?.of === data && this.#known.key === key) return this.#known;
    const kept = keptOf(data, this.without);
    const values = matrixValues(kept.data, look, kept.dimmed);
    const grid = matrixGrid(kept.data, look, values, hasFigures(width, values.columns), kept);
    return (this.#known = {of: data, key, kept, values, grid});
  }

  #values(data: Data): MatrixValues {
    return this.#drawn(data).values;
  }

  #rowOf(data: Data, position: number | null | undefined): number {
    const {rows} = this.#drawn(data).kept.data;
    return typeof position === "number" ? rows.findIndex(({index}) => index === position) : -1;
  }

  /** The column of a position; null where it is not drawn. */
  #columnOf(data: Data, position: number | null | undefined): number | null {
    const column =
      typeof position === "number" ? this.#drawn(data).kept.positions.indexOf(position) : -1;
    return column < 0 ? null : column;
  }

  #pinned(data: Data): Spot | null {
    const row = this.#rowOf(data, this.value?.explained);
    const scores = this.#drawn(data).kept.data.rows[row]?.scores;
    const column = this.#columnOf(data, this.value?.by);
    return scores && column !== null && column < scores.length ? {row, column} : null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Beyond the token itself nothing was seen, and nothing can be walked to.
    const scores = this.data && this.#drawn(this.data).kept.data.rows[this.cursor.row]?.scores;
    if (scores && this.cursor.column >= scores.length)
      this.cursor = {row: this.cursor.row, column: Math.max(0, scores.length - 1)};
  }

  protected subtitle(data: Data): TemplateResult {
    const {rows} = this.#drawn(data).kept.data;
    const row = rows[this.#pinned(data)?.row ?? this.#rowOf(data, this.selected)];
    const before =
      data.encoderLength < data.tokens.length
        ? "the input and what was written before it"
        : "the tokens before it";
    return row
      ? html`${drawInline(row.token)} explained by ${before}`
      : html`Each row explains one token by ${before}`;
  }

  /** The pinned row's token; the others' are in the table, and beside the pointer. */
  protected override about(data: Data): readonly About[] {
    const row = data.rows[this.#pinned(data)?.row ?? this.#rowOf(data, this.selected)];
    if (!row) return [];
    const {token, probability = null, rank = null, index} = row;
    const {id, text} = token;
    return [{target: {id, text, of: "", probability, rank, foil: null, position: index}}];
  }

  protected draw(data: Data): TemplateResult {
    const pinned = this.#pinned(data);
    const row = pinned?.row ?? this.#rowOf(data, this.selected);
    return drawGrid(this.#drawn(data).grid, {
      pinned,
      selected: this.#columnOf(data, this.value?.by ?? this.selected),
      highlight: this.pointed ? null : this.#columnOf(data, this.highlight),
      highlightRow: row < 0 ? null : row,
      cursor: this.cursor,
      width: this.room.value || 800
    });
  }

  protected extent(data: Data): Spot {
    return {row: this.#drawn(data).kept.data.rows.length, column: this.#values(data).columns};
  }

  protected tableOf(data: Data): TableData {
    const {kept} = this.#drawn(data);
    const note = this.#templateFact(data).map(({name, value}) => `; ${name} ${value}`);
    return matrixTable(kept.data, this.#look(data), note.join(""));
  }

  protected summary(data: Data): string {
    const {kept} = this.#drawn(data);
    const {rows, tokens} = kept.data;
    const index = this.#pinned(data)?.row ?? 0;
    const row = rows[index];
    if (!row) return "no explained tokens";
    const column = strongestOf(row.scores, kept.dimmed);
    const token = tokens[column];
    const value = this.#values(data).at(index, column);
    const most =
      token && value !== undefined
        ? `, ${spokenToken(row.token)} most by ${spokenToken(token)} ${matrixWords(this.#look(data)).spoken(value)}`
        : "";
    return `${rows.length} tokens explained by ${wordFor(data.method).toLowerCase()}${most}`;
  }

  protected pick(data: Data, {row, column}: Spot): MatrixValue | undefined {
    const {kept} = this.#drawn(data);
    const found = kept.data.rows[row];
    return found && column < found.scores.length
      ? {explained: found.index, by: kept.positions[column]!}
      : undefined;
  }

  protected positionOf(data: Data, {column}: Spot): number {
    return this.#drawn(data).kept.positions[column] ?? column;
  }

  protected tipOf(whole: Data, {row, column}: Spot): Tip | null {
    const {data, positions} = this.#drawn(whole).kept;
    const found = data.rows[row];
    const token = data.tokens[column];
    const score = found?.scores[column];
    if (!found || !token || score === undefined) return null;
    const bySign = isSignedMethod(data.method);
    const share = matrixValues({...data, rows: [found]}, {scale: "row", signed: false});
    const {full} = matrixWords({scale: "one", signed: bySign});
    const {delta, change, value, warning} = found;
    return {
      where: html`${drawInline(found.token)} by position ${positions[column]!} ${drawInline(token)}`,
      rows: [
        ["share of the row", matrixWords({scale: "row", signed: false}).full(share.at(0, column)!)],
        [bySign ? "signed" : "score", full(score)],
        ["value of the row", decimal(value)],
        ...(typeof found.probability !== "number"
          ? []
          : ([["the row’s token", figures(found)]] as const)),
        ...(delta === null ? [] : ([["delta of the row", deltaText(delta, change)]] as const)),
        ...(warning ? ([["warning", warningText(warning)]] as const) : [])
      ]
    };
  }

  protected override legend(data: Data): TemplateResult {
    const look = this.#look(data);
    const {top, at, columns} = this.#values(data);
    const {full} = matrixWords(look);
    if (!look.signed) return drawLegend("sequential", "0", full(top));
    const {row: rows} = this.extent(data);
    const all = Array.from({length: rows * columns}, (_, i) =>
      at(Math.floor(i / columns), i % columns)
    );
    return drawSignedLegend(all, top, full);
  }

  protected override facts(data: Data): readonly Fact[] {
    const {rows, method} = data;
    const kind: Fact[] =
      this.scale === "one" ? [] : [{name: "each row", value: "adds up to 100 % by size"}];
    const template = this.#templateFact(data);
    const warned = rows.filter(({warning}) => warning);
    if (warned.length) {
      const [first] = warned;
      return [
        ...kind,
        ...template,
        {
          name: `${count(warned.length)} of ${count(rows.length)} rows`,
          value: `${tokenLabel(first!.token).trim()}: ${warningText(first!.warning!)}`,
          bad: true
        }
      ];
    }
    const worst = rows.reduce<Data["rows"][number] | undefined>(
      (most, row) =>
        row.delta !== null && Math.abs(row.delta) >= Math.abs(most?.delta ?? 0) ? row : most,
      undefined
    );
    if (!worst) return [...kind, ...template];
    return [
      ...kind,
      ...template,
      ...sumFact({...worst, method}).map((fact) => ({...fact, name: `largest ${fact.name}`}))
    ];
  }

  /** Of all rows together, each as large as it is. */
  #templateFact({tokens, rows}: Data): readonly Fact[] {
    const scores = tokens.map((_, at) =>
      rows.reduce((sum, {scores}) => sum + Math.abs(scores[at] ?? 0), 0)
    );
    return templateFact({tokens, scores}, this.without);
  }

  protected override knobs(): readonly Knob[] {
    const {choices} = this;
    const method = this.method ?? this.data?.method;
    return [
      ...methodKnob(method, choices["method"]),
      ...pickerKnob("of", "Target", {value: this.of, choices}),
      ...pickerKnob("baseline", "Baseline", {value: this.baseline, choices}),
      ...signKnob(method ?? "saliency", this.signed),
      {
        name: "scale",
        label: "Scale",
        kind: "switch",
        value: this.scale,
        options: [
          ["row", "row shares"],
          ["one", "one scale"]
        ]
      },
      ...withoutKnob(this.data?.tokens, this.without)
    ];
  }

  protected override change(name: string, value: string): void {
    if (name === "signed") this.signed = value === "true";
    else super.change(name, value);
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
