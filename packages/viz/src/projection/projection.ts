import {html} from "lit";
import type {CSSResultGroup, PropertyDeclarations, TemplateResult} from "lit";
import {sitePhrase} from "../causal/places.ts";
import {chartStyles} from "../chart/chart.styles.ts";
import {colourOf, outlineOf, shapeOf} from "../chart/series.ts";
import type {Provenance} from "../data.ts";
import {count, decimal, percent} from "../format.ts";
import type {ReadText} from "../view/as-read.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import {layerName, spokenLayer} from "../view/layers.ts";
import {pickKnob} from "../view/pick.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {takenFacts, takenKnob, withoutProperty} from "../view/taken.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import type {Point} from "./align.ts";
import {positionOfToken, tokenAtPosition} from "./data.ts";
import type {Projection as Data, ProjectionLayer} from "./data.ts";
import {drawProjection, layOut} from "./draw-projection.ts";
import type {Laid} from "./draw-projection.ts";
import {mapFacts} from "./facts.ts";
import {Nearest} from "./nearest.ts";
import {projectionStyles} from "./projection.styles.ts";
import {scatterOf} from "./scatter.ts";
import type {Chart} from "./scatter.ts";
import {mapTable} from "./table.ts";

/** More groups are counted instead of named in the foot. */
const mostNamed = 10;

interface Drawn {
  readonly key: readonly unknown[];
  readonly chart: Chart;
  readonly laid: Laid;
  readonly nearest: Nearest;
}

/**
 * Shows the state of each token, or of each text, at a layer as a point of a map: near points have states that are
 * alike. `value` is the pinned token, counted over all texts, or the pinned text.
 */
export class Projection extends View<Data, number> {
  static override properties: PropertyDeclarations = {
    ...View.properties,
    method: {},
    layer: {},
    points: {},
    groups: {attribute: false},
    labels: {attribute: false},
    last: {type: Boolean, reflect: true},
    without: withoutProperty
  };
  static override styles: CSSResultGroup = [View.styles, chartStyles, projectionStyles];

  /** pca or umap; the data's own when undefined. Offered as `choices.method`. */
  declare method: string | undefined;
  /** A block from 0, or "embedding"; the last that the data have when undefined. Offered as `choices.layer`. */
  declare layer: string | number | undefined;
  /** What is a point: "tokens" or "texts", each pooled as the model pools its last layer; the data's own when undefined. */
  declare points: string | undefined;
  /** What kind each text, or each token, is: shape and colour. Several texts are groups of their own without it. */
  declare groups: readonly string[];
  /** What each text, or each token, is called; the token's own text without it. */
  declare labels: readonly string[];
  /** Only the last token of each text. */
  declare last: boolean;
  /**
   * Which tokens of each text are left out: "first", "special", "template", or positions, as "0 3 -1"; the data's own when
   * undefined, "" leaves out none. Offered as `choices.without`.
   */
  declare without: string | readonly number[] | undefined;

  protected override get name(): string {
    return this.data?.points === "texts" ? "Map of texts" : "Map of tokens";
  }
  protected override readonly invitation: string = "Nothing to draw yet. Write a prompt.";
  #drawn: Drawn | undefined;
  /** The point under the pointer. */
  #near: number | null = null;

  constructor() {
    super();
    this.groups = this.labels = [];
    this.last = false;
  }

  #index({layers}: Data): number {
    const found = layers.findIndex(({layer}) => String(layer) === String(this.layer));
    return found < 0 ? layers.length - 1 : found;
  }

  #layer(data: Data): ProjectionLayer | undefined {
    return data.layers[this.#index(data)];
  }

  /** What is drawn, computed again only when something of it has changed: pointing must cost nothing. */
  #chart(data: Data): Drawn {
    const {groups, labels, last} = this;
    const width = this.room.value || 540;
    const layer = this.#index(data);
    const key = [data, layer, last, groups, labels, width];
    if (this.#drawn?.key.every((part, i) => part === key[i])) return this.#drawn;
    const chart = scatterOf(data, {layer, last, groups, labels});
    const laid = layOut(chart, width);
    return (this.#drawn = {key, chart, laid, nearest: new Nearest(laid.places)});
  }

  protected subtitle(data: Data): TemplateResult {
    const layer = this.#layer(data)?.layer;
    const {tokens} = this.#chart(data).chart;
    const texts = new Set(data.texts).size;
    const what =
      data.points === "texts"
        ? `${count(texts)} texts`
        : this.last
          ? `last tokens of ${count(texts)} texts`
          : `${count(tokens.length)} tokens${texts > 1 ? ` of ${count(texts)} texts` : ""}`;
    return html`${what},
    ${layer === undefined ? "" : spokenLayer(layer)}${
      data.site === "residual" ? "" : `, ${sitePhrase(data.site)}`
    },
    ${data.provenance.model}`;
  }

  #column(chart: Chart, token: number | null): number | null {
    const found = token === null ? -1 : chart.tokens.indexOf(token);
    return found < 0 ? null : found;
  }

  protected draw(data: Data): TemplateResult {
    const {laid, chart} = this.#chart(data);
    const there = (position: number | null): number | null =>
      position === null ? null : this.#column(chart, tokenAtPosition(data, position));
    return drawProjection(laid, {
      label: this.name,
      pinned: this.value === null ? there(this.selected) : this.#column(chart, this.value),
      highlight: this.pointed ? this.pointed.column : there(this.highlight),
      near: this.#near,
      cursor: this.cursor.column,
      point: this.#point,
      click: this.#click
    });
  }

  // The mark of the nearest point is put under the pointer; from there on it is pointed at as any mark.
  readonly #point = (place: Point | null): void => {
    const near = place && this.#drawn ? this.#drawn.nearest.at(...place) : null;
    if (near === this.#near) return;
    this.#near = near;
    this.requestUpdate();
  };

  readonly #click = (place: Point): void => {
    this.#point(place);
    const mark = `.spot[data-column="${this.#near}"]`;
    void this.updateComplete.then(() =>
      this.renderRoot
        .querySelector(mark)
        ?.dispatchEvent(new MouseEvent("click", {bubbles: true, composed: true}))
    );
  };

  protected extent(data: Data): Spot {
    return {row: 1, column: this.#chart(data).chart.tokens.length};
  }

  protected tableOf(data: Data): TableData {
    return mapTable(data, this.#layer(data), this.#chart(data).chart);
  }

  protected summary(data: Data): string {
    const layer = this.#layer(data);
    const {chart} = this.#chart(data);
    const held = layer?.explained
      ? `, two components hold ${percent(layer.explained.slice(0, 2).reduce((a, b) => a + b, 0))} of the variance`
      : "";
    const groups = chart.names.length ? ` in ${chart.names.length} groups` : "";
    return `${data.method.toUpperCase()} of ${chart.tokens.length} ${data.points ?? "tokens"}${groups}, ${layer ? spokenLayer(layer.layer) : ""}${held}`;
  }

  protected pick(data: Data, {column}: Spot): number | undefined {
    return this.#chart(data).chart.tokens[column];
  }

  protected positionOf(data: Data, {column}: Spot): number | null {
    const token = this.#chart(data).chart.tokens[column];
    return token === undefined ? null : positionOfToken(data, token);
  }

  protected tipOf(data: Data, {column}: Spot): Tip | null {
    const {chart} = this.#chart(data);
    const token = chart.tokens[column];
    if (token === undefined) return null;
    const layer = this.#layer(data);
    const [x, y] = layer?.points[token] ?? [];
    const group = chart.names[chart.groups[column] ?? -1];
    return {
      where: chart.labels[column]!,
      rows: [
        ...(group === undefined ? [] : [["group", group] as const]),
        ["text", count((data.texts[token] ?? 0) + 1)],
        // Without axes a coordinate says nothing; the table has it.
        ...(layer?.explained
          ? ([
              ["component 1", decimal(x)],
              ["component 2", decimal(y)]
            ] as const)
          : [])
      ]
    };
  }

  protected override legend(data: Data): TemplateResult {
    const {names} = this.#chart(data).chart;
    const left = names.length - mostNamed;
    return html`${names.slice(0, mostNamed).map(
      (name, group) =>
        html`<span class="key-group" title=${shapeOf(group)}
          ><svg width="10" height="10" aria-hidden="true" .style=${`--c:${colourOf(group)}`}>
            <path d=${outlineOf(group, 5, 5, 3.4)}></path></svg
          >${name}</span
        >`
    )}${left > 0 ? html`<span>${count(left)} more groups</span>` : ""}`;
  }

  protected override facts(data: Data): readonly Fact[] {
    const layer = this.#layer(data);
    return [
      ...mapFacts(data, layer, this.last),
      ...takenFacts({...data, warnings: layer?.warnings ?? []})
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {data, choices} = this;
    const layer = this.layer ?? (data && this.#layer(data)?.layer);
    return [
      ...pickKnob({
        name: "method",
        label: "Method",
        value: this.method ?? data?.method,
        offered: choices["method"],
        word: (name) => name.toUpperCase()
      }),
      ...pickKnob({
        name: "layer",
        label: "Layer",
        value: layer === undefined ? undefined : String(layer),
        offered: choices["layer"] ?? data?.layers.map((one) => String(one.layer)),
        word: (name) => layerName(name === "embedding" ? name : Number(name))
      }),
      ...takenKnob(this.without, data, choices["without"])
    ];
  }

  // Texts that are points are no tokens of a prompt.
  protected override textsOf(data: Data): readonly ReadText[] {
    return data.points === "texts" ? [] : super.textsOf(data);
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
