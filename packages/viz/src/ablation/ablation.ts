import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import {barsStyles} from "../bars/bars.styles.ts";
import {drawTarget, kindOf, spokenTarget} from "../causal/about.ts";
import {headFigure, headName, isByHead} from "../causal/heads.ts";
import {rowPhrase, sitePhrase, siteWord, stackKnob} from "../causal/places.ts";
import type {Provenance} from "../data.ts";
import {count, signed, spokenSigned} from "../format.ts";
import {axisNameStyles} from "../grid/axis-name.ts";
import type {About} from "../target/ranked.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import {pickKnob} from "../view/pick.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import type {Part, Writes} from "../writes/data.ts";
import {drawWrites, withWrites} from "../writes/draw-writes.ts";
import {wordsStyles} from "../view/words.styles.ts";
import type {Ablation as Data} from "./data.ts";
import {drawAblation} from "./draw-ablation.ts";
import {scaleOf} from "./scale.ts";

/** A unit that was taken out. */
export interface AblationValue {
  /** Of the residual stream: the layer that reads it. */
  readonly layer: number;
  /** The head or neuron; null where a layer's part is one unit. */
  readonly unit: number | null;
}

/** What stands in for a unit, and how that is said. */
const standIns: Readonly<Record<string, readonly [word: string, phrase: string]>> = {
  zero: ["zero", "set to zero"],
  mean: ["mean", "set to its mean"],
  resample: ["resampled", "taken from other texts"]
};

const phrases: Readonly<Record<string, string>> = {
  residual: "layer’s residual stream",
  attention: "layer’s attention",
  mlp: "layer’s MLP"
};

/** Sites that write into the residual stream: what a head is made of does not. */
const writers: ReadonlySet<string> = new Set(["residual", "attention", "mlp", "head", "neuron"]);

const hasUnits = ({site}: Data): boolean => isByHead(site) || site === "neuron";

/** Returns a unit by name: `head 3`, `key of heads 9–11`, `neuron 17`. */
const unitName = (data: Data, unit: number): string =>
  isByHead(data.site) ? headName(data, unit) : `${data.site} ${unit}`;

/**
 * Shows what parts of a model are good for: how an answer changes when a head, a neuron or a layer's part is taken out.
 * `value` is the pinned unit.
 */
export class Ablation extends View<Data, AblationValue> {
  static override properties = {
    ...View.properties,
    site: {reflect: true},
    stack: {},
    with: {reflect: true},
    writes: {attribute: false}
  };
  static override styles: CSSResultGroup = [
    View.styles,
    gridStyles,
    axisNameStyles,
    wordsStyles,
    barsStyles
  ];

  /** "head", "query", "key", "value", "attention", "mlp", "residual" or "neuron"; the data's own when undefined. Offered as `choices.site`. */
  declare site: string | undefined;
  /** Of encoder–decoder models: "decoder", "encoder" or "cross"; the data's own when undefined. Offered as `choices.stack`. */
  declare stack: string | undefined;
  /** What stands in: "zero", "mean" or "resample"; the data's own when undefined. Offered as `choices.with`. */
  declare with: string | undefined;
  /** What the pinned part speaks for and against; drawn below the picture where it is of that part. */
  declare writes: Writes | undefined;
  protected override readonly name: string = "Ablation";

  protected subtitle(data: Data): TemplateResult {
    const how = standIns[data.with]?.[1] ?? data.with;
    return html`How ${drawTarget(data.target)} changes with each ${phrases[data.site] ?? data.site}
    ${how}`;
  }

  protected override about({target}: Data): readonly About[] {
    return [{target}];
  }

  protected draw(data: Data): TemplateResult {
    return html`${drawAblation(data, {
      pinned: this.#pinned(data),
      cursor: this.cursor,
      width: this.room.value || 800
    })}${drawWrites(this.writes, this.writingPart)}`;
  }

  /** The pinned part, where it writes into the stream that the answer is read from. */
  get writingPart(): Part | undefined {
    const {data, value} = this;
    if (data === undefined || !value || !writers.has(data.site) || data.stack === "encoder")
      return undefined;
    const {site, stack, target} = data;
    const {layer, unit} = value;
    const {position} = target;
    return {
      site,
      stack,
      layer,
      head: site === "head" ? unit : null,
      neuron: site === "neuron" ? unit : null,
      position
    };
  }

  #pinned(data: Data): Spot | null {
    if (!this.value) return null;
    const {layer, unit} = this.value;
    const row = data.layers.indexOf(layer);
    const column = hasUnits(data) ? data.units.indexOf(unit ?? -1) : 0;
    return row < 0 || column < 0 ? null : {row, column};
  }

  protected extent({layers, units}: Data): Spot {
    return {row: layers.length, column: units.length};
  }

  protected pick(data: Data, {row, column}: Spot): AblationValue | undefined {
    const layer = data.layers[row];
    const unit = data.units[column];
    if (layer === undefined || unit === undefined) return undefined;
    return {layer, unit: hasUnits(data) ? unit : null};
  }

  protected positionOf(): null {
    return null;
  }

  #name(data: Data, {row, column}: Spot): string {
    const layer = rowPhrase(data.site, data.layers[row] ?? 0);
    if (hasUnits(data)) return `${unitName(data, data.units[column] ?? 0)} of ${layer}`;
    const part = sitePhrase(data.site);
    return data.site === "residual" ? `${part} ${layer}` : `${part} of ${layer}`;
  }

  protected tipOf(data: Data, spot: Spot): Tip | null {
    const effect = data.effects[spot.row]?.[spot.column];
    if (effect === undefined) return null;
    return {
      where: `without ${this.#name(data, spot)}`,
      rows: [
        ["change", signed(effect)],
        ["left", signed(data.value + effect)],
        ["whole model", signed(data.value)]
      ]
    };
  }

  protected tableOf(data: Data): TableData {
    const {site, layers, units, effects, value, target, provenance} = data;
    const own = hasUnits(data);
    const shared = (data.queriesPerColumn ?? 1) > 1;
    const {digits} = scaleOf(data);
    const table: TableData = {
      caption: `Ablation, ${siteWord(site)} (${standIns[data.with]?.[0] ?? data.with}): ${spokenTarget(target)}, whole model ${signed(value)}; ${provenance.model} on ${provenance.backend}`,
      columns: [
        {label: "layer"},
        ...(own ? [{label: isByHead(site) ? (shared ? "heads" : "head") : site}] : []),
        {label: "change"},
        {label: "left"}
      ],
      rows: layers.flatMap((layer, row) =>
        units.map((unit, column) => {
          const effect = effects[row]?.[column];
          return [
            {text: rowPhrase(site, layer), value: layer},
            ...(own
              ? [shared ? {text: headFigure(data, unit)} : {text: String(unit), value: unit}]
              : []),
            {text: signed(effect, digits), value: effect ?? null},
            {
              text: signed(effect === undefined ? effect : value + effect),
              value: effect === undefined ? null : value + effect
            }
          ];
        })
      )
    };
    return withWrites(table, this.writes, this.writingPart);
  }

  protected summary(data: Data): string {
    const {best} = scaleOf(data);
    const effect = data.effects[best.row]?.[best.column];
    return effect === undefined
      ? "no values"
      : `${spokenTarget(data.target)}, ${spokenSigned(data.value)}, changes most without ${this.#name(data, best)}: ${spokenSigned(effect)}`;
  }

  protected override legend(data: Data): TemplateResult {
    const {top} = scaleOf(data);
    return drawLegend("diverging", `${signed(-top)} falls`, `rises ${signed(top)}`);
  }

  protected override facts({value, target, draws, seed, provenance}: Data): readonly Fact[] {
    return [
      {name: `whole model, ${target.foil ? "difference" : kindOf(target)}`, value: signed(value)},
      ...(draws === null ? [] : [{name: "texts", value: count(draws)}]),
      ...(seed === null ? [] : [{name: "seed", value: String(seed)}]),
      {name: "runs", value: count(provenance.forwards)}
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {data, choices} = this;
    return [
      ...stackKnob(this.stack ?? data?.stack, choices),
      ...pickKnob({
        name: "site",
        label: "What is taken out",
        value: this.site ?? data?.site,
        offered: choices["site"],
        word: siteWord
      }),
      ...pickKnob({
        name: "with",
        label: "What stands in",
        value: this.with ?? data?.with,
        offered: choices["with"],
        word: (how) => standIns[how]?.[0] ?? how
      })
    ];
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
