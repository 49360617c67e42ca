import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import {sitePhrase} from "../causal/places.ts";
import type {Provenance} from "../data.ts";
import {count, decimal} from "../format.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import {pickKnob} from "../view/pick.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {takenCaption, takenFacts, takenKnob, withoutProperty} from "../view/taken.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import type {Comparison} from "./data.ts";
import {domainOf, drawSimilarity} from "./draw-similarity.ts";
import {measureName, measureWord} from "./measures.ts";
import {similarityStyles} from "./similarity.styles.ts";

type Layer = number | "embedding";

/** Ends of the scale are whole tenths. */
const end = (value: number): string => decimal(value, 1).replace(/\.0$/, "");

/** A pair of layers. */
export interface SimilarityValue {
  /** Of this model. */
  readonly row: Layer;
  /** Of the other model, or of this one. */
  readonly column: Layer;
}

/**
 * Shows how alike the states of two layers are, for every pair of layers: of one model, or of two models that read the
 * same texts. `value` is the pinned pair.
 */
export class Similarity extends View<Comparison, SimilarityValue> {
  static override properties = {
    ...View.properties,
    measure: {},
    with: {},
    without: withoutProperty
  };
  static override styles: CSSResultGroup = [View.styles, gridStyles, similarityStyles];

  /** cka, cka-rbf, cka-debiased, cca, svcca or pwcca; the data's own when undefined. Offered as `choices.measure`. */
  declare measure: string | undefined;
  /** The model whose layers are the columns; the model itself when undefined or "". Offered as `choices.with`. */
  declare with: string | undefined;
  /**
   * Which tokens of each text are left out: "first", "special", "template", or positions, as "0 3 -1"; the data's own when
   * undefined, "" leaves out none. Offered as `choices.without`.
   */
  declare without: string | readonly number[] | undefined;

  protected override readonly name: string = "Similarity of layers";
  protected override readonly invitation: string = "Nothing to compare yet. Write a prompt.";

  protected subtitle(data: Comparison): TemplateResult {
    const {measure, site, tokens, alignment, provenance} = data;
    const states = site === "residual" ? "" : `, ${sitePhrase(site)}`;
    const other = data.with ? data.with.model : "itself";
    return html`${measureName(measure)}, ${provenance.model} with ${other}${states},
    ${count(tokens.length)} ${alignment}s`;
  }

  #pinned({rows, columns}: Comparison): Spot | null {
    if (!this.value) return null;
    const row = rows.indexOf(this.value.row);
    const column = columns.indexOf(this.value.column);
    return row < 0 || column < 0 ? null : {row, column};
  }

  protected draw(data: Comparison): TemplateResult {
    const pinned = this.#pinned(data);
    return drawSimilarity(data, {
      pinned,
      selected: pinned?.column ?? null,
      cursor: this.cursor,
      width: this.room.value || 540
    });
  }

  protected extent({rows, columns}: Comparison): Spot {
    return {row: rows.length, column: columns.length};
  }

  protected tableOf(data: Comparison): TableData {
    const {rows, columns, values, measure, tokens, alignment, provenance} = data;
    const other = data.with?.model;
    return {
      caption: `${measureName(measure)} of layers of ${provenance.model} (rows) and ${other ?? "itself"} (columns) on ${count(tokens.length)} ${alignment}s; on ${provenance.backend}${takenCaption(data)}`,
      columns: [{label: "layer"}, ...columns.map((layer) => ({label: spokenLayer(layer)}))],
      rows: rows.map((layer, row) => [
        {text: spokenLayer(layer), value: layer},
        ...columns.map((_, column) => {
          const value = values[row]?.[column];
          return {text: decimal(value, 4), value: Number.isFinite(value) ? value! : null};
        })
      ])
    };
  }

  protected summary({rows, columns, values, measure}: Comparison): string {
    let found: {row: number; column: number; value: number} | undefined;
    for (const [row, line] of values.entries())
      for (const [column, value] of line.entries())
        if (value !== null && Number.isFinite(value) && !(value >= (found?.value ?? Infinity)))
          found = {row, column, value};
    if (!found) return "no pair of layers can be compared";
    return `${measureName(measure)}, least alike ${spokenLayer(rows[found.row]!)} and ${spokenLayer(columns[found.column]!)}, ${decimal(found.value)}`;
  }

  protected pick({rows, columns}: Comparison, {row, column}: Spot): SimilarityValue | undefined {
    const [one, other] = [rows[row], columns[column]];
    return one === undefined || other === undefined ? undefined : {row: one, column: other};
  }

  protected positionOf(): null {
    return null;
  }

  protected tipOf(data: Comparison, {row, column}: Spot): Tip | null {
    const {rows, columns, values, measure, provenance} = data;
    const [one, other] = [rows[row], columns[column]];
    if (one === undefined || other === undefined) return null;
    const value = values[row]?.[column];
    const whose = (model: string): string => (data.with ? `${model} ` : "");
    return {
      where: `${whose(provenance.model)}${layerName(one)} · ${whose(data.with?.model ?? "")}${layerName(other)}`,
      rows: Number.isFinite(value)
        ? [[measureWord(measure), decimal(value, 4)]]
        : [[measureWord(measure), "— (a layer's states are all the same)"]]
    };
  }

  protected override legend(data: Comparison): TemplateResult {
    const [low, top] = domainOf(data);
    return drawLegend("sequential", end(low), end(top));
  }

  protected override facts(data: Comparison): readonly Fact[] {
    const {measure, tokens, alignment, dims, warning} = data;
    return [
      {name: "0", value: "unrelated"},
      {name: "1", value: "alike"},
      {name: `${alignment}s`, value: count(tokens.length)},
      ...(measure.startsWith("cka")
        ? [{name: "debiased", value: measure === "cka-debiased" ? "yes" : "no"}]
        : []),
      ...(dims === null ? [] : [{name: "directions kept", value: count(dims)}]),
      ...takenFacts(data),
      ...(warning ? [{name: "doubtful", value: warning.message, bad: true}] : [])
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {provenance, measure} = this.data ?? {};
    const own = provenance?.model ?? "itself";
    return [
      ...pickKnob({
        name: "measure",
        label: "Measure",
        value: this.measure ?? measure,
        offered: this.choices["measure"],
        word: measureWord
      }),
      ...this.#otherKnob(own),
      ...takenKnob(this.without, this.data, this.choices["without"])
    ];
  }

  // "" is the model itself, and a value all the same.
  #otherKnob(own: string): readonly Knob[] {
    const offered = this.choices["with"] ?? [];
    const value = this.with ?? this.data?.with?.model ?? "";
    const names = offered.includes(value) ? offered : [value, ...offered];
    if (names.length < 2) return [];
    const options = names.map((name) => [name, `with ${name || own}`] as const);
    return [{name: "with", label: "Other model", kind: "pick", value, options}];
  }

  protected override provenance({provenance}: Comparison): Provenance {
    return provenance;
  }
}
