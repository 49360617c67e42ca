import {html} from "lit";
import type {CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import type {AttributionMatrix as Data, Provenance} from "../data.ts";
import {count, decimal, delta as deltaText} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {Grid} from "../grid/grid.ts";
import {sumFact, warningText} from "../saliency/facts.ts";
import {methodKnob, pickerKnob, signKnob} from "../saliency/knobs.ts";
import {isSignedMethod, wordFor} from "../saliency/methods.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {attributionMatrixStyles} from "./attribution-matrix.styles.ts";
import {hasFigures, matrixGrid, matrixWords} from "./draw-attribution-matrix.ts";
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
  readonly data: Data;
  readonly key: string;
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
    signed: {type: Boolean, reflect: true}
  };
  static override styles: CSSResultGroup = [View.styles, gridStyles, attributionMatrixStyles];

  /** The attribution method asked for; the data's own when undefined. Offered as `choices.method`. */
  declare method: string | undefined;
  /** logit, logprob or probability; offered as `choices.of`. */
  declare of: string | undefined;
  /** What an absent token is replaced by; offered as `choices.baseline`. */
  declare baseline: string | undefined;
  /** "row" (default): each row's shares add up to 100 %. "one": scores, all on one scale. */
  declare scale: MatrixScale;
  /** Whether values keep their sign; default false: their size. */
  declare signed: boolean;
  protected override readonly name: string = "Attribution matrix";

  constructor() {
    super();
    this.scale = "row";
    this.signed = false;
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
    const key = JSON.stringify([look, width]);
    if (this.#known?.data === data && this.#known.key === key) return this.#known;
    const values = matrixValues(data, look);
    const grid = matrixGrid(data, look, values, hasFigures(width, values.columns));
    return (this.#known = {data, key, values, grid});
  }

  #values(data: Data): MatrixValues {
    return this.#drawn(data).values;
  }

  #rowOf({rows}: Data, position: number | null | undefined): number {
    return typeof position === "number" ? rows.findIndex(({index}) => index === position) : -1;
  }

  #pinned(data: Data): Spot | null {
    const row = this.#rowOf(data, this.value?.explained);
    const scores = data.rows[row]?.scores;
    return scores && this.value!.by < scores.length ? {row, column: this.value!.by} : null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Beyond the token itself nothing was seen, and nothing can be walked to.
    const scores = this.data?.rows[this.cursor.row]?.scores;
    if (scores && this.cursor.column >= scores.length)
      this.cursor = {row: this.cursor.row, column: Math.max(0, scores.length - 1)};
  }

  protected subtitle(data: Data): TemplateResult {
    const row = data.rows[this.#pinned(data)?.row ?? this.#rowOf(data, this.selected)];
    const before =
      data.encoderLength < data.tokens.length
        ? "the input and what was written before it"
        : "the tokens before it";
    return row
      ? html`${drawInline(row.token)} explained by ${before}`
      : html`Each row explains one token by ${before}`;
  }

  protected draw(data: Data): TemplateResult {
    const pinned = this.#pinned(data);
    const row = pinned?.row ?? this.#rowOf(data, this.selected);
    return drawGrid(this.#drawn(data).grid, {
      pinned,
      selected: this.value?.by ?? this.selected,
      highlight: this.pointed ? null : this.highlight,
      highlightRow: row < 0 ? null : row,
      cursor: this.cursor,
      width: this.room.value || 800
    });
  }

  protected extent(data: Data): Spot {
    return {row: data.rows.length, column: this.#values(data).columns};
  }

  protected tableOf(data: Data): TableData {
    return matrixTable(data, this.#look(data));
  }

  protected summary(data: Data): string {
    const {rows, tokens} = data;
    const index = this.#pinned(data)?.row ?? 0;
    const row = rows[index];
    if (!row) return "no explained tokens";
    const column = strongestOf(row.scores);
    const token = tokens[column];
    const value = this.#values(data).at(index, column);
    const most =
      token && value !== undefined
        ? `, ${spokenToken(row.token)} most by ${spokenToken(token)} ${matrixWords(this.#look(data)).spoken(value)}`
        : "";
    return `${rows.length} tokens explained by ${wordFor(data.method).toLowerCase()}${most}`;
  }

  protected pick({rows}: Data, {row, column}: Spot): MatrixValue | undefined {
    const found = rows[row];
    return found && column < found.scores.length ? {explained: found.index, by: column} : undefined;
  }

  protected positionOf(_data: Data, {column}: Spot): number {
    return column;
  }

  protected tipOf(data: Data, {row, column}: Spot): Tip | null {
    const found = data.rows[row];
    const token = data.tokens[column];
    const score = found?.scores[column];
    if (!found || !token || score === undefined) return null;
    const bySign = isSignedMethod(data.method);
    const share = matrixValues({...data, rows: [found]}, {scale: "row", signed: false});
    const {full} = matrixWords({scale: "one", signed: bySign});
    const {delta, change, value, warning} = found;
    return {
      where: html`${drawInline(found.token)} by position ${column} ${drawInline(token)}`,
      rows: [
        ["share of the row", matrixWords({scale: "row", signed: false}).full(share.at(0, column)!)],
        [bySign ? "signed" : "score", full(score)],
        ["value of the row", decimal(value)],
        ...(delta === null ? [] : ([["delta of the row", deltaText(delta, change)]] as const)),
        ...(warning ? ([["warning", warningText(warning)]] as const) : [])
      ]
    };
  }

  protected override legend(data: Data): TemplateResult {
    const look = this.#look(data);
    const {top} = this.#values(data);
    const {full} = matrixWords(look);
    return look.signed
      ? drawLegend("diverging", `${full(-top)} lowers`, `raises ${full(top)}`)
      : drawLegend("sequential", "0", full(top));
  }

  protected override facts(data: Data): readonly Fact[] {
    const {rows, method} = data;
    const kind: Fact[] =
      this.scale === "one" ? [] : [{name: "each row", value: "adds up to 100 % by size"}];
    const warned = rows.filter(({warning}) => warning);
    if (warned.length) {
      const [first] = warned;
      return [
        ...kind,
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
    if (!worst) return kind;
    return [
      ...kind,
      ...sumFact({...worst, method}).map((fact) => ({...fact, name: `largest ${fact.name}`}))
    ];
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
      }
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
