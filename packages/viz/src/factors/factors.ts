import {html} from "lit";
import type {CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import type {Provenance} from "../data.ts";
import {count, decimal, percent, spokenPercent} from "../format.ts";
import type {NeuronData, NeuronName, NeuronWeight} from "../neurons/data.ts";
import {withDetail} from "../neurons/detail-table.ts";
import {detailOf} from "../neurons/draw-detail.ts";
import {drawTintLegend, factorFacts, silentFact} from "../neurons/facts.ts";
import {layersOf, layersWord, picker} from "../neurons/knobs.ts";
import {
  factorName,
  factorsText,
  namesConverter,
  namesProperty,
  neuronName,
  placeText,
  spokenFactor
} from "../neurons/names.ts";
import {omittedOf} from "../neurons/omitted.ts";
import {neuronsStyles} from "../neurons/neurons.styles.ts";
import {colourOf, peakOf, strongestOf, topsOf} from "../neurons/strongest.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {takenFacts, takenKnob, withoutProperty} from "../view/taken.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {drawFactors} from "./draw-factors.ts";
import {factorsStyles} from "./factors.styles.ts";
import {factorsTable} from "./table.ts";

/** What is pinned: a factor, one of its neurons, or a token. */
export type FactorsValue =
  | {readonly factor: number; readonly neuron?: NeuronName}
  | {readonly position: number};

/**
 * Shows which neurons fire together: factors of their activations as lines along the text, and each token tinted by the
 * factor it belongs to. Pointing at a factor lays it over the text, pinning it locks it there. Names are the author's.
 *
 * @event ecco-change - The reader chose other factors or layers, or gave a factor a name; `detail: {name, value}`, for
 *   names `{name: "names", value: "punctuation | pronouns"}`.
 */
export class Factors extends View<NeuronData, FactorsValue> {
  static override properties = {
    ...View.properties,
    factors: {type: Number},
    layers: {},
    names: namesProperty,
    without: withoutProperty
  };
  static override styles: CSSResultGroup = [View.styles, neuronsStyles, factorsStyles];

  /** How many factors are asked for; the data's own when undefined. Offered as `choices.factors`. */
  declare factors: number | undefined;
  /** Which layers are asked for: "3", "3..4" or "all"; the data's own when undefined. Offered as `choices.layers`. */
  declare layers: string | undefined;
  /** What the factors are called, in their order; as an attribute between bars: "punctuation | pronouns". */
  declare names: readonly string[];
  /**
   * Which tokens of each text are left out: "first", "special", "template", or positions, as "0 3 -1"; the data's own when
   * undefined, "" leaves out none. Offered as `choices.without`.
   */
  declare without: string | readonly number[] | undefined;

  protected readonly name = "Neuron factors";
  /** The factors that the names were given to. */
  #named: NeuronData["factors"] | undefined;
  #previewed: number | null = null;

  constructor() {
    super();
    this.names = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#preview();
    super.willUpdate(changed);
    if (changed.has("names") || !this.#named) this.#named = this.data?.factors;
  }

  #pinned({factors}: NeuronData): number | null {
    const {value} = this;
    return value && "factor" in value && value.factor < factors.length ? value.factor : null;
  }

  #position({tokens}: NeuronData): number | null {
    const {value} = this;
    return value && "position" in value && value.position < tokens.length ? value.position : null;
  }

  get #neuron(): NeuronName | null {
    const {value} = this;
    return value && "neuron" in value ? (value.neuron ?? null) : null;
  }

  /** Notes the factor pointed at; on the way through its neurons it stays, or they would go from under the reader. */
  #preview(): void {
    const row = this.pointed?.row ?? 0;
    const count = this.data?.factors.length ?? 0;
    if (row === 0) this.#previewed = null;
    else if (row <= count) this.#previewed = row - 1;
  }

  /** The factor on the text: what is pinned stays, else what is pointed at. */
  #shown(data: NeuronData): number | null {
    const preview = this.#previewed;
    return (
      this.#pinned(data) ?? (preview !== null && preview < data.factors.length ? preview : null)
    );
  }

  #neurons(data: NeuronData): readonly NeuronWeight[] {
    return data.factors[this.#shown(data) ?? 0]?.neurons ?? [];
  }

  #neuronAt(data: NeuronData, row: number): NeuronWeight | undefined {
    return this.#neurons(data)[row - data.factors.length - 1];
  }

  protected subtitle(data: NeuronData): TemplateResult {
    return html`Groups of neurons that fire together, ${placeText(data)}`;
  }

  protected draw(data: NeuronData): TemplateResult {
    const position = this.#position(data);
    return drawFactors(data, {
      names: this.names,
      pinned: this.#pinned(data),
      shown: this.#shown(data),
      neuron: this.#neuron,
      position,
      selected: position ?? this.selected,
      highlight: this.pointed?.column ?? this.highlight ?? position,
      cursor: this.cursor,
      width: this.room.value || 800,
      rename: (factor, name) => this.#rename(data, factor, name)
    });
  }

  #rename({factors}: NeuronData, factor: number, name: string): void {
    const names = factors.map((_, index) => (index === factor ? name : (this.names[index] ?? "")));
    this.names = names.some(Boolean) ? names : [];
    const detail = {name: "names", value: namesConverter.toAttribute(this.names) ?? ""};
    this.dispatchEvent(new CustomEvent("ecco-change", {detail, bubbles: true}));
  }

  // Tokens, then factors, then the neurons of one of them: every row is as long as the text.
  protected extent(data: NeuronData): Spot {
    return {
      row: 1 + data.factors.length + this.#neurons(data).length,
      column: Math.max(1, data.tokens.length)
    };
  }

  protected tableOf(data: NeuronData): TableData {
    const table = factorsTable(data, this.names, this.#shown(data) ?? 0);
    return withDetail(table, detailOf(data.detail, this.#neuron));
  }

  protected summary(data: NeuronData): string {
    const {tokens, factors, neurons, relativeError} = data;
    const told = this.#pinned(data) ?? 0;
    const loadings = factors[told]?.loadings;
    const peak = loadings && tokens[peakOf(loadings)];
    const strongest = peak
      ? `; ${spokenFactor(this.names, told)} is strongest at ${spokenToken(peak)}`
      : "";
    return `${factorsText(factors.length)} of ${count(neurons)} neurons at ${tokens.length} tokens, ${spokenPercent(relativeError)} left out${strongest}`;
  }

  protected pick(data: NeuronData, {row, column}: Spot): FactorsValue {
    if (row === 0) return {position: column};
    const neuron = this.#neuronAt(data, row);
    if (!neuron) return {factor: row - 1};
    const name = {layer: neuron.layer, neuron: neuron.neuron};
    return {factor: this.#shown(data) ?? 0, neuron: name};
  }

  protected positionOf(_data: NeuronData, {column}: Spot): number {
    return column;
  }

  protected tipOf(data: NeuronData, {row, column}: Spot): Tip | null {
    const token = data.tokens[column];
    if (!token) return null;
    const left = omittedOf(data).has(column) ? ", left out" : "";
    const at = html`position ${column} ${drawInline(tokenText(token, "dot"))}${left}`;
    const neuron = this.#neuronAt(data, row);
    if (neuron)
      return {
        where: html`${neuronName(neuron)} · ${at}`,
        rows: [
          ["activation", decimal(neuron.activations?.[column])],
          ["weight in the factor", decimal(neuron.weight)]
        ]
      };
    if (row === 0) {
      const parts = data.factors
        .map(({loadings}, factor) => ({factor, loading: loadings[column] ?? 0}))
        .toSorted((a, b) => b.loading - a.loading)
        .slice(0, 4);
      return {
        where: at,
        rows: parts.map(({factor, loading}) => [this.#called(factor), decimal(loading)])
      };
    }
    const factor = data.factors[row - 1];
    if (!factor) return null;
    return {
      where: html`${this.#called(row - 1)} · ${at}`,
      rows: [
        ["loading", decimal(factor.loadings[column])],
        ["largest", decimal(topsOf(data)[row - 1])],
        ["strength", decimal(factor.strength)]
      ]
    };
  }

  #called(factor: number): string {
    return this.names[factor] ? `${factor + 1} ${this.names[factor]}` : factorName([], factor);
  }

  protected override legend(data: NeuronData): TemplateResult {
    const shown = this.#shown(data);
    return shown === null
      ? drawTintLegend("c0", "each factor's largest")
      : drawTintLegend(colourOf(shown), decimal(topsOf(data)[shown]));
  }

  protected override facts(data: NeuronData): readonly Fact[] {
    const [error, ...rest] = factorFacts(data);
    const given = this.names.some(Boolean);
    const old = given && this.#named !== undefined && this.#named !== data.factors;
    const omitted = omittedOf(data);
    const free = strongestOf(data).filter((own, at) => own === null && !omitted.has(at)).length;
    return [
      error!,
      ...takenFacts(data),
      {
        name: "names",
        value: old ? "given to an earlier result: check them" : "yours; click one to rename it",
        bad: old
      },
      ...rest,
      silentFact(data),
      ...(free
        ? [{name: "in no factor", value: `${percent(free / data.tokens.length)} of the tokens`}]
        : [])
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {data} = this;
    const own = data ? layersOf(data) : "all";
    const factors = String(this.factors ?? data?.factors.length ?? 10);
    return [
      ...picker("factors", "Factors", factors, this.choices["factors"], (n) =>
        factorsText(Number(n))
      ),
      ...picker("layers", "Layers", this.layers ?? own, this.choices["layers"], layersWord),
      ...takenKnob(this.without, data, this.choices["without"])
    ];
  }

  protected override change(name: string, value: string): void {
    if (name === "factors") this.factors = Number(value);
    else super.change(name, value);
  }

  protected override provenance({provenance}: NeuronData): Provenance {
    return provenance;
  }
}
