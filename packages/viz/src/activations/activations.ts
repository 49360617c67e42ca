import {html, nothing} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import type {Provenance} from "../data.ts";
import {absent, count, decimal, signed} from "../format.ts";
import type {NeuronData, NeuronName} from "../neurons/data.ts";
import {withDetail} from "../neurons/detail-table.ts";
import {detailOf, drawDetail} from "../neurons/draw-detail.ts";
import {silentFact} from "../neurons/facts.ts";
import {layersOf, layersWord, picker} from "../neurons/knobs.ts";
import {neuronName, neuronShort, placeText, spokenNeuron} from "../neurons/names.ts";
import {omittedOf, withoutOmitted} from "../neurons/omitted.ts";
import {neuronsStyles} from "../neurons/neurons.styles.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import type {TableCell, TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {takenCaption, takenFacts, takenKnob, withoutProperty} from "../view/taken.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {activationsStyles} from "./activations.styles.ts";
import {drawActivations, figureOf} from "./draw-activations.ts";
import {isSigned, rowsOf, topOf} from "./rows.ts";

/** A neuron at a token. */
export interface ActivationValue extends NeuronName {
  readonly position: number;
}

/**
 * Shows what the neurons that fire most do at each token, those together that fire at the same ones. `value` is the
 * pinned neuron and position; `data.detail` tells what that neuron does.
 *
 * @event ecco-change - The reader chose other layers or another number of groups; `detail: {name, value}`.
 */
export class Activations extends View<NeuronData, ActivationValue> {
  static override properties = {
    ...View.properties,
    layers: {},
    groups: {type: Number},
    without: withoutProperty
  };
  static override styles: CSSResultGroup = [
    View.styles,
    gridStyles,
    neuronsStyles,
    activationsStyles
  ];

  /** Which layers are asked for: "3", "3..4" or "all"; the data's own when undefined. Offered as `choices.layers`. */
  declare layers: string | undefined;
  /** How many groups are asked for, 0 for none; the data's own when undefined. Offered as `choices.groups`. */
  declare groups: number | undefined;
  /**
   * Which tokens of each text are left out: "first", "special", "template", or positions, as "0 3 -1"; the data's own when
   * undefined, "" leaves out none. Offered as `choices.without`.
   */
  declare without: string | readonly number[] | undefined;

  protected readonly name = "Neuron activations";

  #pinned(data: NeuronData): Spot | null {
    const {value} = this;
    if (!value || value.position >= data.tokens.length) return null;
    const row = rowsOf(data).findIndex(
      ({layer, neuron}) => layer === value.layer && neuron === value.neuron
    );
    return row < 0 ? null : {row, column: value.position};
  }

  protected subtitle(data: NeuronData): TemplateResult {
    const drawn = `${rowsOf(data).length} of ${count(data.neurons)} neurons`;
    const where = placeText(data);
    return data.groups?.length
      ? html`${drawn}, grouped by which tokens they fire on, ${where}`
      : html`${drawn}: those that fire most, ${where}`;
  }

  protected draw(data: NeuronData): TemplateResult {
    const pinned = this.#pinned(data);
    const detail = detailOf(data.detail, this.value);
    return html`${drawActivations(data, {
      pinned,
      selected: pinned?.column ?? this.selected,
      highlight: this.pointed ? null : this.highlight,
      cursor: this.cursor,
      width: this.room.value || 540
    })}${detail ? drawDetail(detail) : nothing}`;
  }

  protected extent(data: NeuronData): Spot {
    return {row: Math.max(1, rowsOf(data).length), column: Math.max(1, data.tokens.length)};
  }

  protected tableOf(data: NeuronData): TableData {
    const rows = rowsOf(data);
    const last = (label: string, cell: (row: (typeof rows)[number]) => TableCell): TableCell[] => [
      {text: label},
      {text: absent, value: null},
      ...rows.map(cell)
    ];
    const grouped = data.groups?.length;
    const table = {
      caption: `Activations of ${rows.length} neurons at ${data.tokens.length} tokens, then their lengths${grouped ? " and groups" : ""}; ${placeText(data)}${takenCaption(data)}`,
      columns: [
        {label: "token", mono: true},
        {label: "position"},
        ...rows.map((row) => ({label: neuronName(row), mono: true}))
      ],
      rows: [
        ...data.tokens.map((token, position) => [
          {text: tokenText(token, "dot"), value: token.text},
          {text: count(position), value: position},
          ...rows.map(({activations}) => ({
            text: figureOf(data, activations[position]),
            value: activations[position] ?? null
          }))
        ]),
        last("length", ({strength}) => ({text: decimal(strength), value: strength})),
        ...(grouped ? [last("group", ({group}) => ({text: count(group! + 1)}))] : [])
      ]
    };
    return withDetail(table, detailOf(data.detail, this.value));
  }

  protected summary(data: NeuronData): string {
    const rows = rowsOf(data);
    const [first] = rows;
    if (!first) return "no neuron fires";
    const fired = withoutOmitted(first.activations, omittedOf(data));
    const most = fired.indexOf(Math.max(...fired));
    const token = data.tokens[most];
    return `${rows.length} of ${count(data.neurons)} neurons at ${data.tokens.length} tokens${token ? `; ${spokenNeuron(first)} fires most at ${spokenToken(token)}, ${decimal(first.activations[most])}` : ""}`;
  }

  protected pick(data: NeuronData, {row, column}: Spot): ActivationValue | undefined {
    const found = rowsOf(data)[row];
    return found && {layer: found.layer, neuron: found.neuron, position: column};
  }

  protected positionOf(_data: NeuronData, {column}: Spot): number {
    return column;
  }

  protected tipOf(data: NeuronData, {row, column}: Spot): Tip | null {
    const found = rowsOf(data)[row];
    const token = data.tokens[column];
    if (!found || !token) return null;
    return {
      where: html`${neuronShort(found)} · position ${column} ${drawInline(tokenText(token, "dot"))}`,
      rows: [
        ["activation", figureOf(data, found.activations[column])],
        ["length over the text", decimal(found.strength)],
        ...(omittedOf(data).has(column) ? [["token", "left out"] as const] : []),
        ...(found.group === null ? [] : [["group", count(found.group + 1)] as const])
      ]
    };
  }

  protected override legend(data: NeuronData): TemplateResult {
    const top = topOf(data);
    return isSigned(data)
      ? drawLegend("diverging", signed(-top), signed(top))
      : drawLegend("sequential", "0", decimal(top));
  }

  protected override facts(data: NeuronData): readonly Fact[] {
    const {groups, seed} = data;
    return [
      {
        name: "negative activations",
        value: isSigned(data) ? "drawn with their sign" : "drawn as 0"
      },
      ...(groups?.length ? [{name: "groups", value: `k-means, seed ${seed}`}] : []),
      silentFact(data),
      ...takenFacts(data)
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {data} = this;
    const groups = this.groups ?? data?.groups?.length ?? 0;
    const word = (n: string): string => (n === "0" ? "no groups" : `k-means, ${n} groups`);
    return [
      ...picker("groups", "Groups", String(groups), this.choices["groups"], word),
      ...picker(
        "layers",
        "Layers",
        this.layers ?? (data ? layersOf(data) : "all"),
        this.choices["layers"],
        layersWord
      ),
      ...takenKnob(this.without, data, this.choices["without"])
    ];
  }

  protected override change(name: string, value: string): void {
    if (name === "groups") this.groups = Number(value);
    else super.change(name, value);
  }

  protected override provenance({provenance}: NeuronData): Provenance {
    return provenance;
  }
}
