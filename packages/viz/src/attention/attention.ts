import {html} from "lit";
import type {ComplexAttributeConverter, CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import {guard} from "lit/directives/guard.js";
import type {Provenance} from "../data.ts";
import {percent, spokenPercent} from "../format.ts";
import {classes, drawInline} from "../token/draw-tokens.ts";
import {spokenToken} from "../token/label.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {tableToCsv} from "../view/table.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {wordsStyles} from "../view/words.styles.ts";
import type {Part, Writes} from "../writes/data.ts";
import {drawWrites, withWrites} from "../writes/draw-writes.ts";
import {attentionStyles} from "./attention.styles.ts";
import {defaultQuery, shownHead} from "./choose.ts";
import type {
  Attention as Data,
  AttentionStack,
  AttentionValue,
  AttentionWeights,
  HeadChoice
} from "./data.ts";
import {drawArcs} from "./draw-arcs.ts";
import {drawAttention, drawFlow, flowTop} from "./draw-attention.ts";
import {drawHeads, headName} from "./draw-heads.ts";
import {attentionFacts} from "./facts.ts";
import {attentionKnobs} from "./knobs.ts";
import {looksOf} from "./looks.ts";
import type {AttentionLook} from "./looks.ts";
import {attentionTable, flowTable, matrixTable, rowTable} from "./tables.ts";
import {attentionTip} from "./tip.ts";
import {allMeans, isMasked, rollout, strongestOf, weightsOf} from "./weights.ts";
import {windowOf} from "../view/window-of.ts";

const headConverter: ComplexAttributeConverter<number | "mean" | undefined> = {
  fromAttribute: (text) => (text === null ? undefined : text === "mean" ? text : Number(text)),
  toAttribute: (head) => (head === undefined ? null : String(head))
};

const names: {readonly [L in AttentionLook]: string} = {
  matrix: "Attention",
  arcs: "Attention, arcs",
  flow: "Attention rollout"
};

/** From these widths on the grid of heads stands beside the picture, in px. */
const beside: {readonly [L in AttentionLook]: number} = {matrix: 560, arcs: 460, flow: Infinity};
/**
 * Shows which tokens look at which: one head as a matrix or as arcs from one token, or where one token's attention has
 * come from through all layers (rollout). A grid of all heads chooses layer and head. `value` is the pinned weight.
 */
export class Attention extends View<Data, AttentionValue> {
  static override properties = {
    ...View.properties,
    look: {reflect: true},
    layer: {type: Number, reflect: true},
    head: {converter: headConverter, reflect: true},
    stack: {reflect: true},
    query: {type: Number, reflect: true},
    writes: {attribute: false}
  };
  static override styles: CSSResultGroup = [View.styles, gridStyles, wordsStyles, attentionStyles];

  /** "matrix" (default), "arcs" (one token, up to 40) or "flow" (rollout to one token, layer by layer). */
  declare look: AttentionLook;
  /** 0-based; without it the layer of the head that looks off the first token most. */
  declare layer: number | undefined;
  /** 0-based, or "mean" of the layer's heads; without it the layer's head that looks off the first token most. */
  declare head: number | "mean" | undefined;
  /** Which attention of an encoder–decoder: "cross", "decoder" or "encoder". Offered as `choices.stack`. */
  declare stack: AttentionStack | undefined;
  /** Position of the token that looks, in arcs and flow; defaults to the first mask, else the last. */
  declare query: number | undefined;
  /** What the shown head speaks for and against at the token that looks; drawn below the picture where it is of that head. */
  declare writes: Writes | undefined;
  protected override get name(): string {
    const {data} = this;
    return data === undefined ? names.matrix : names[this.#look(data)];
  }

  /** What is drawn, and whose heads they are. */
  #shown: {readonly of: string; readonly choice: HeadChoice} | undefined;
  #flow:
    | {readonly data: Data; readonly query: number; readonly shares: AttentionWeights}
    | undefined;

  #pointedHead: HeadChoice | null = null;

  constructor() {
    super();
    this.look = "matrix";
  }

  /** The head that is drawn. */
  protected choice(data: Data): HeadChoice {
    const {provenance, stack, heads, patterns} = data;
    const of = `${provenance.model} ${stack} ${patterns.length} × ${heads}`;
    const before = this.#shown?.of === of ? this.#shown.choice : undefined;
    const choice = shownHead(data, this.#asked(), before);
    this.#shown = {of, choice};
    return choice;
  }

  // An attribute that was taken away is null.
  #asked(): {layer: number | undefined; head: number | "mean" | undefined} {
    return {layer: this.layer ?? undefined, head: this.head ?? undefined};
  }

  /** The token that looks: of the pinned weight, asked for, selected in another view, or the view's own choice. */
  #query(data: Data): number {
    const {value, query} = this;
    // A position selected elsewhere is the encoder's here, and it is the decoder that looks.
    const selected = data.stack === "cross" ? null : this.selected;
    const asked = [value?.query, query, selected].find(
      (position) => typeof position === "number" && position >= 0 && position < data.tokens.length
    );
    return asked ?? defaultQuery(data);
  }

  #look(data: Data): AttentionLook {
    return looksOf(data).includes(this.look) ? this.look : "matrix";
  }

  #shares(data: Data): AttentionWeights {
    const query = this.#query(data);
    if (this.#flow?.data !== data || this.#flow.query !== query)
      this.#flow = {data, query, shares: rollout(allMeans(data) ?? [], query)};
    return this.#flow.shares;
  }

  /** Who looks at whom at a mark of the picture. */
  #at(data: Data, {row, column}: Spot): AttentionValue {
    const look = this.#look(data);
    if (look === "flow") return {layer: row, head: "mean", query: this.#query(data), key: column};
    const choice = this.choice(data);
    return look === "arcs"
      ? {...choice, query: this.#query(data), key: row}
      : {...choice, query: row, key: column};
  }

  #weight(data: Data, value: AttentionValue): number | undefined {
    if (this.#look(data) === "flow") return this.#shares(data)[value.layer]?.[value.key];
    return weightsOf(data, value)?.[value.query]?.[value.key];
  }

  #seen(data: Data, value: AttentionValue): boolean {
    const pattern = data.patterns[value.layer];
    // A rollout, and a mean without its heads, say themselves where nothing leads.
    if (!pattern || this.#look(data) === "flow") return this.#weight(data, value) !== 0;
    return !isMasked(pattern, value.query, value.key);
  }

  #pinned(data: Data): AttentionValue | null {
    const {value} = this;
    return value && value.query < data.tokens.length && value.key < data.keys.length ? value : null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    // What is set from outside is shown, whatever head that needs.
    if (changed.has("value") && this.value && this.look !== "flow") {
      this.layer = this.value.layer;
      this.head = this.value.head;
    }
    super.willUpdate(changed);
    if (this.data === undefined) return;
    if ((changed.has("data") || changed.has("look")) && !this.matches(":focus-within"))
      this.cursor = this.#first(this.data);
    this.cursor = this.#nearest(this.data, this.cursor);
  }

  /** The tab stop is on the largest weight of the token that looks. */
  #first(data: Data): Spot {
    const query = this.#query(data);
    const look = this.#look(data);
    if (look === "flow") {
      const shares = this.#shares(data);
      return {row: shares.length - 1, column: strongestOf(shares.at(-1) ?? [])};
    }
    const key = strongestOf(weightsOf(data, this.choice(data))?.[query] ?? []);
    return look === "arcs" ? {row: key, column: 0} : {row: query, column: key};
  }

  /** Returns the mark nearest in its row: there is none where nothing can be seen. */
  #nearest(data: Data, {row, column}: Spot): Spot {
    if (this.#look(data) === "arcs") return {row, column: 0};
    const columns = data.keys
      .map((_, key) => key)
      .filter((key) => this.#seen(data, this.#at(data, {row, column: key})));
    const near = (best: number, key: number): number =>
      Math.abs(key - column) < Math.abs(best - column) ? key : best;
    return {row, column: columns.reduce(near, columns[0] ?? column)};
  }

  // What is pointed at stands in its tooltip: a title that changes with it would move the picture.
  protected subtitle(data: Data): TemplateResult {
    const query = this.#query(data);
    const look = this.#look(data);
    const choice = this.choice(data);
    const flow = look === "flow";
    const row = flow ? this.#shares(data).at(-1) : weightsOf(data, choice)?.[query];
    const key = this.#pinned(data)?.key ?? strongestOf(row ?? []);
    const [from, to] = [data.tokens[query], data.keys[key]].map((token) =>
      token ? drawInline(token) : ""
    );
    if (flow)
      return html`What has reached ${from}, layer by layer: ${percent(row?.[key])} from ${to}`;
    const head = headName(choice);
    const way = data.stack !== "cross" && key < query ? "back to" : "to";
    return html`${head[0]!.toUpperCase()}${head.slice(1)}: from ${from} ${way} ${to}
    ${percent(row?.[key])}${look === "arcs" ? "; width is weight" : ""}`;
  }

  protected draw(data: Data): TemplateResult {
    const look = this.#look(data);
    const width = this.room.value || 800;
    const near = width >= beside[look] && data.heads <= 12;
    const room = near ? width - 218 : width;
    if (look === "flow")
      return html`<div class="flow">
        ${drawFlow(data, this.#shares(data), this.#grid(data, room))}
      </div>`;
    const choice = this.choice(data);
    const pinned = this.#pinned(data);
    return html`<div class=${classes("att", near && "beside")}>
        ${
          look === "arcs"
            ? drawArcs(data, choice, {
                query: this.#query(data),
                pinned: pinned?.key ?? null,
                highlight: this.pointed?.row ?? this.highlight,
                cursor: this.cursor.row,
                width: room,
                line: windowOf(this).matchMedia("(pointer: coarse)").matches ? 36 : 22
              })
            : drawAttention(data, choice, this.#grid(data, room))
        }
        ${this.#heads(data, this.#wanted(choice))}
      </div>
      ${drawWrites(this.writes, this.writingPart)}`;
  }

  /** The head that is shown, where it writes into the stream that answers are read from. */
  get writingPart(): Part | undefined {
    const {data} = this;
    if (data === undefined || data.stack === "encoder" || this.#look(data) === "flow")
      return undefined;
    const {layer, head} = this.choice(data);
    const mean = head === "mean";
    return {
      site: mean ? "attention" : "head",
      stack: data.stack === "cross" ? "cross" : "decoder",
      layer,
      head: mean ? null : head,
      neuron: null,
      position: this.#query(data)
    };
  }

  // Hundreds of buttons, and pointing at a weight changes none of them.
  #heads(data: Data, chosen: HeadChoice): unknown {
    const pointed = this.#pointedHead;
    return guard([data, chosen.layer, chosen.head, pointed], () =>
      drawHeads(data, {chosen, pointed, choose: this.#choose, point: this.#point})
    );
  }

  #grid(data: Data, width: number): Parameters<typeof drawAttention>[2] {
    const pinned = this.#pinned(data);
    const row = this.#look(data) === "flow" ? pinned?.layer : pinned?.query;
    return {
      pinned: pinned && row !== undefined ? {row, column: pinned.key} : null,
      selected: pinned?.key ?? null,
      highlight: this.pointed ? null : this.highlight,
      cursor: this.cursor,
      width
    };
  }

  /** The head that is asked for: shown as soon as it is known. */
  #wanted({layer, head}: HeadChoice): HeadChoice {
    return {layer: this.layer ?? layer, head: this.head ?? head};
  }

  #point = (choice: HeadChoice | null): void => {
    this.#pointedHead = choice;
    this.requestUpdate();
  };

  #choose = (choice: HeadChoice): void => {
    for (const name of ["layer", "head"] as const) {
      if (this[name] === choice[name]) continue;
      Object.assign(this, {[name]: choice[name]});
      this.dispatchEvent(
        new CustomEvent("ecco-change", {detail: {name, value: String(choice[name])}, bubbles: true})
      );
    }
    this.#move(choice);
  };

  /** What is pinned goes along: the same two tokens, in what is shown now. */
  #move(to: Partial<AttentionValue>): void {
    if (!this.value) return;
    this.value = {...this.value, ...to};
    this.dispatchEvent(new Event("input", {bubbles: true}));
  }

  protected extent(data: Data): Spot {
    const {tokens, keys, patterns} = data;
    const look = this.#look(data);
    if (look === "arcs") return {row: keys.length, column: 1};
    return {row: look === "flow" ? patterns.length : tokens.length, column: keys.length};
  }

  protected tableOf(data: Data): TableData {
    const look = this.#look(data);
    const query = this.#query(data);
    if (look === "flow") return flowTable(data, this.#shares(data), query);
    const table = (look === "arcs" ? rowTable : attentionTable)(data, this.choice(data), query);
    return withWrites(table, this.writes, this.writingPart);
  }

  override toCsv(): string {
    const {data} = this;
    return data === undefined || this.#look(data) !== "matrix"
      ? super.toCsv()
      : tableToCsv(matrixTable(data, this.choice(data)));
  }

  protected summary(data: Data): string {
    const query = this.#query(data);
    const flow = this.#look(data) === "flow";
    const choice = this.choice(data);
    const row = (flow ? this.#shares(data).at(-1) : weightsOf(data, choice)?.[query]) ?? [];
    const key = strongestOf(row);
    const [from, to] = [data.tokens[query], data.keys[key]].map((token) =>
      token ? spokenToken(token) : "nothing"
    );
    return flow
      ? `most of what reached ${from} came from ${to}, ${spokenPercent(row[key])}`
      : `${headName(choice)}: ${from} looks most at ${to}, ${spokenPercent(row[key])}`;
  }

  protected pick(data: Data, spot: Spot): AttentionValue | undefined {
    const value = this.#at(data, spot);
    return this.#seen(data, value) ? value : undefined;
  }

  protected positionOf(data: Data, spot: Spot): number {
    return this.#at(data, spot).key;
  }

  protected tipOf(data: Data, spot: Spot): Tip | null {
    const value = this.#at(data, spot);
    return attentionTip(data, value, {
      flow: this.#look(data) === "flow",
      seen: this.#seen(data, value),
      weight: this.#weight(data, value)
    });
  }

  protected override legend(data: Data): TemplateResult | string {
    const look = this.#look(data);
    if (look === "arcs") return "";
    return drawLegend(
      "sequential",
      "0",
      percent(look === "flow" ? flowTop(this.#shares(data)) : 1)
    );
  }

  protected override facts(data: Data): readonly Fact[] {
    const look = this.#look(data);
    return attentionFacts(data, {
      look,
      asked: this.look,
      query: this.#query(data),
      weights: look === "flow" ? this.#shares(data) : weightsOf(data, this.choice(data))
    });
  }

  protected override knobs(): readonly Knob[] {
    const {data, choices} = this;
    if (data === undefined) return [];
    return attentionKnobs(data, {choices, look: this.#look(data), query: this.#query(data)});
  }

  protected override change(name: string, value: string): void {
    if (name !== "query") super.change(name, value);
    if (name === "query") {
      this.query = Number(value);
      this.#move({query: this.query});
    }
    // Another stack has other layers, heads and tokens.
    if (name === "stack") {
      this.layer = this.head = this.query = undefined;
      if (this.value) {
        this.value = null;
        this.dispatchEvent(new Event("input", {bubbles: true}));
      }
    }
  }

  protected override keys(): ReturnType<View<Data, AttentionValue>["keys"]> {
    return this.look === "flow" ? [] : [["Tab", "to the heads: arrows choose one"]];
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
