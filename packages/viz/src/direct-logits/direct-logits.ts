import {html} from "lit";
import type {CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import {barsStyles} from "../bars/bars.styles.ts";
import {drawTarget, spokenTarget} from "../causal/about.ts";
import type {Provenance} from "../data.ts";
import {count, decimal, signed, signedDigits, spokenSigned} from "../format.ts";
import {axisNameStyles} from "../grid/axis-name.ts";
import type {About} from "../target/ranked.ts";
import {deltaFact, drawSignedLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import type {Part, Writes} from "../writes/data.ts";
import {drawWrites, withWrites} from "../writes/draw-writes.ts";
import {wordsStyles} from "../view/words.styles.ts";
import type {DirectLogits as Data} from "./data.ts";
import {directLogitsStyles} from "./direct-logits.styles.ts";
import {drawDirectLogits} from "./draw-direct-logits.ts";
import {markAt, spotOf} from "./marks.ts";
import {longName, marksOf} from "./parts.ts";
import type {DirectValue} from "./parts.ts";

const grains: {readonly [B in Data["by"]]: readonly [word: string, adds: string]} = {
  layer: ["blocks", "attention and MLPs add"],
  head: ["heads", "heads and MLPs add"],
  neuron: ["neurons", "neurons and blocks add"]
};
/** What of the marks writes, by the engine's name. */
const sites: {readonly [K in DirectValue["kind"]]?: string} = {
  attention: "attention",
  cross: "attention",
  mlp: "mlp",
  neuron: "neuron"
};
const isGrain = (by: string): by is Data["by"] => by in grains;

/**
 * Shows a logit (or the difference of two) as the sum of what each part of the model adds to it directly: a waterfall
 * in order of computation that ends in the measured number. `value` is the pinned part.
 */
export class DirectLogits extends View<Data, DirectValue> {
  static override properties = {
    ...View.properties,
    by: {reflect: true},
    writes: {attribute: false}
  };
  static override styles: CSSResultGroup = [
    View.styles,
    gridStyles,
    axisNameStyles,
    barsStyles,
    wordsStyles,
    directLogitsStyles
  ];

  /** "layer" (attention and MLP of each), "head" or "neuron"; the data's own when undefined. Offered as `choices.by`. */
  declare by: string | undefined;
  /** What the pinned part speaks for and against; drawn below the picture where it is of that part. */
  declare writes: Writes | undefined;
  protected override readonly name: string = "Direct logit attribution";

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Below the grid there is one mark a line.
    if (this.data && this.cursor.row >= marksOf(this.data).layers.length)
      this.cursor = {row: this.cursor.row, column: 0};
  }

  protected subtitle({target, by}: Data): TemplateResult {
    return html`What ${grains[by][1]} to ${drawTarget(target)}`;
  }

  protected override about({target}: Data): readonly About[] {
    return [{target}];
  }

  protected draw(data: Data): TemplateResult {
    return html`${drawDirectLogits(data, {
      pinned: this.value && spotOf(marksOf(data), this.value),
      cursor: this.cursor,
      width: this.room.value || 540
    })}${drawWrites(this.writes, this.writingPart)}`;
  }

  /** The pinned part, where it is one that writes: rows of the table and biases are none. */
  get writingPart(): Part | undefined {
    const {data, value} = this;
    const site = value && sites[value.kind];
    if (data === undefined || !site || value.layer === null) return undefined;
    const {kind, layer, head, neuron} = value;
    return {
      site: head === null ? site : "head",
      stack: kind === "cross" ? "cross" : "decoder",
      layer,
      head,
      neuron,
      position: data.target.position
    };
  }

  protected extent(data: Data): Spot {
    const {layers, columns, neurons, steps} = marksOf(data);
    return {
      row: layers.length + neurons.length + steps.length,
      column: Math.max(1, columns.length)
    };
  }

  protected pick(data: Data, spot: Spot): DirectValue | undefined {
    return markAt(marksOf(data), spot)?.mark;
  }

  protected positionOf({target}: Data): number {
    return target.position;
  }

  protected tipOf(data: Data, spot: Spot): Tip | null {
    const found = markAt(marksOf(data), spot);
    if (!found) return null;
    const {mark, value, activation, sum} = found;
    const named = [mark.kind === "total" ? "measured" : "adds", signed(value)] as const;
    return {
      where: longName(mark),
      rows: [
        named,
        ...(activation === undefined ? [] : [["activation", decimal(activation)] as const]),
        ...(sum === undefined ? [] : [["sum so far", signed(sum)] as const])
      ]
    };
  }

  protected tableOf(data: Data): TableData {
    const {by, parts, neurons, target, provenance} = data;
    const digits = signedDigits(parts.map(({value}) => value));
    const row = (
      mark: DirectValue,
      value: number,
      activation?: number
    ): TableData["rows"][number] => [
      {text: longName(mark)},
      {text: mark.layer === null ? "—" : count(mark.layer), value: mark.layer},
      ...(by === "head"
        ? [{text: mark.head === null ? "—" : count(mark.head), value: mark.head}]
        : []),
      ...(by === "neuron"
        ? [
            {text: mark.neuron === null ? "—" : String(mark.neuron), value: mark.neuron},
            {text: decimal(activation), value: activation ?? null}
          ]
        : []),
      {text: signed(value, digits), value}
    ];
    const unit = by === "head" ? [{label: "head"}] : [];
    const neuron = by === "neuron" ? [{label: "neuron"}, {label: "activation"}] : [];
    const total: DirectValue = {kind: "total", layer: null, head: null, neuron: null};
    const table: TableData = {
      caption: `${spokenTarget(target)}: what each part adds; ${provenance.model} on ${provenance.backend}`,
      columns: [{label: "part"}, {label: "layer"}, ...unit, ...neuron, {label: "adds"}],
      rows: [
        ...(neurons ?? []).map(({layer, neuron: index, value, activation}) =>
          row({kind: "neuron", layer, head: null, neuron: index}, value, activation)
        ),
        ...parts.map(({value, ...part}) => row({...part, neuron: null}, value)),
        row(total, target.value)
      ]
    };
    return withWrites(table, this.writes, this.writingPart);
  }

  protected summary(data: Data): string {
    const {parts, target} = data;
    const most = parts.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a), parts[0]!);
    const strongest = most
      ? `, most by the ${longName({...most, neuron: null})}, ${spokenSigned(most.value)}`
      : "";
    return `${spokenTarget(target)}, ${spokenSigned(target.value)}${strongest}`;
  }

  protected override legend(data: Data): TemplateResult {
    const {top, parts, neurons, steps} = marksOf(data);
    const marks = parts.size ? [...parts.values()] : [...neurons, ...steps.slice(0, -1)];
    return drawSignedLegend(
      marks.map(({value}) => value),
      top
    );
  }

  protected override facts(data: Data): readonly Fact[] {
    const {delta, target, neurons, parts, warning} = data;
    return [
      {name: target.foil ? "difference" : target.of, value: signed(target.value)},
      ...(warning
        ? [{name: "warning", value: warning, bad: true}]
        : deltaFact(delta, target.value, "the reference backend")),
      ...(neurons ? [othersOf(parts, neurons)] : [])
    ];
  }

  protected override knobs(): readonly Knob[] {
    const by = this.by ?? this.data?.by;
    if (by === undefined) return [];
    const choices = this.choices["by"] ?? [];
    return [
      {
        name: "by",
        label: "Parts",
        kind: "switch",
        value: by,
        options: (choices.includes(by) ? choices : [by]).map((name) => [
          name,
          isGrain(name) ? grains[name][0] : name
        ])
      }
    ];
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}

/** What the neurons that are not listed add, all together. */
function othersOf(parts: Data["parts"], neurons: readonly {readonly value: number}[]): Fact {
  const total = (list: readonly {readonly value: number}[]): number =>
    list.reduce((sum, {value}) => sum + value, 0);
  const rest = total(parts.filter(({kind}) => kind === "mlp")) - total(neurons);
  return {name: "all other neurons", value: signed(rest)};
}
