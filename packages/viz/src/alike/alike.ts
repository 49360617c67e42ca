import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import {compareStyles} from "../compare/compare.styles.ts";
import type {Provenance} from "../data.ts";
import {count, decimal, signed} from "../format.ts";
import {methodKnob, unitKnob} from "../saliency/knobs.ts";
import {wordFor} from "../saliency/methods.ts";
import {units} from "../saliency/units.ts";
import {pooledFacts} from "../sentences/words.ts";
import type {ReadText} from "../view/as-read.ts";
import {drawLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import {gridStyles} from "../view/grid.styles.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {wordsStyles} from "../view/words.styles.ts";
import type {Alike as Data, AlikeUnit} from "./data.ts";
import {drawAlike, drawPairs, topPair} from "./draw-alike.ts";
import {alikeTable} from "./table.ts";
import {partnersOf, placeOf, stays, topOf, unitAt, unitText} from "./units.ts";

/** A unit of each text, counted from 0; null for none. */
export interface AlikeValue {
  readonly a: number | null;
  readonly b: number | null;
}

export type AlikeLook = "words" | "pairs";

/** A sum that misses by more than this share is marked. */
const tolerated = 0.05;

/**
 * Shows why two texts are alike: which of their words make the cosine of their vectors larger or smaller, and which
 * pairs of words it lies in. `value` is the pinned word, or pair.
 *
 * @attr look - "words" (default) or "pairs".
 */
export class Alike extends View<Data, AlikeValue> {
  static override properties = {
    ...View.properties,
    method: {},
    unit: {},
    look: {reflect: true}
  };
  static override styles: CSSResultGroup = [View.styles, gridStyles, wordsStyles, compareStyles];

  /** occlusion or integrated-gradients; the data's own when undefined. Offered as `choices.method`. */
  declare method: string | undefined;
  /** token, word or sentence: what is scored together; the data's own when undefined. Offered as `choices.unit`. */
  declare unit: string | undefined;
  /** "words" (default): both texts with their scores; "pairs": what each pair of words gives to the cosine. */
  declare look: AlikeLook;

  protected override readonly name: string = "Why two texts are alike";
  protected override readonly invitation: string = "Nothing to compare yet. Write two texts.";

  constructor() {
    super();
    this.look = "words";
  }

  #pairs(data: Data): boolean {
    return this.look === "pairs" && data.pairs !== null;
  }

  protected subtitle(data: Data): TemplateResult {
    const how = this.#pairs(data)
      ? "what each pair gives to the cosine, by states of the last layer"
      : wordFor(data.method).toLowerCase();
    return html`Which ${data.unit}s make two texts alike: ${how}, ${data.provenance.model}`;
  }

  protected draw(data: Data): TemplateResult {
    const {value} = this;
    if (this.#pairs(data))
      return drawPairs(data, {
        pinned:
          value && value.a !== null && value.b !== null ? {row: value.a, column: value.b} : null,
        cursor: this.cursor,
        width: this.room.value || 540
      });
    return drawAlike(data, {
      pinned: value,
      selected: this.#column(data) ?? this.selected,
      highlight: this.pointed?.column ?? this.highlight,
      cursor: this.cursor.column
    });
  }

  /** The first token of the pinned unit. */
  #column({a, b}: Data): number | null {
    const {value} = this;
    if (!value) return null;
    if (value.a !== null) return a.units[value.a]?.tokens[0] ?? null;
    const at = value.b === null ? undefined : b.units[value.b]?.tokens[0];
    return at === undefined ? null : a.tokens.length + at;
  }

  protected extent(data: Data): Spot {
    const {a, b} = data;
    return this.#pairs(data)
      ? {row: a.units.length, column: b.units.length}
      : {row: 1, column: a.tokens.length + b.tokens.length};
  }

  protected tableOf(data: Data): TableData {
    return alikeTable(data);
  }

  protected summary(data: Data): string {
    const {a, b, cosine} = data;
    const all = ([a, b] as const).flatMap((text) =>
      text.units.flatMap((unit) => (stays(text, unit) ? [] : [{text, unit}]))
    );
    const said = (found: (typeof all)[number] | undefined, sign: number): string =>
      found && found.unit.score * sign > 0
        ? `, most ${sign > 0 ? "for" : "against"} it “${unitText(found.text, found.unit)}” ${signed(found.unit.score)}`
        : "";
    const by = all.toSorted((one, other) => other.unit.score - one.unit.score);
    return `cosine ${decimal(cosine)}${said(by[0], 1)}${said(by.at(-1), -1)}`;
  }

  protected pick(data: Data, {row, column}: Spot): AlikeValue | undefined {
    if (this.#pairs(data)) return {a: row, b: column};
    const {side, at} = placeOf(data, column);
    const unit = unitAt(data[side], at);
    if (unit < 0) return undefined;
    return side === "a" ? {a: unit, b: null} : {a: null, b: unit};
  }

  protected positionOf(data: Data, {row, column}: Spot): number | null {
    if (this.#pairs(data)) return data.a.units[row]?.tokens[0] ?? null;
    const {side, at} = placeOf(data, column);
    // Views of the prompt know the first text alone.
    return side === "a" ? at : null;
  }

  protected tipOf(data: Data, {row, column}: Spot): Tip | null {
    const {a, b, pairs} = data;
    if (this.#pairs(data)) {
      const [one, other] = [a.units[row], b.units[column]];
      if (!one || !other) return null;
      return {
        where: `${unitText(a, one)} · ${unitText(b, other)}`,
        rows: [
          ["of the cosine", signed(pairs!.values[row]?.[column], 4)],
          [`${unitText(a, one)}, score`, this.#score(data, "a", one)],
          [`${unitText(b, other)}, score`, this.#score(data, "b", other)]
        ]
      };
    }
    const {side, at} = placeOf(data, column);
    const text = data[side];
    const index = unitAt(text, at);
    const unit = text.units[index];
    if (!unit) return null;
    const [best] = partnersOf(data, side, index);
    const other = data[side === "a" ? "b" : "a"];
    return {
      where: `${side.toUpperCase()} · ${unitText(text, unit)}`,
      rows: [
        ["score", this.#score(data, side, unit)],
        ...(best
          ? [
              [
                "goes with",
                `${unitText(other, other.units[best.unit]!)} ${signed(best.value, 3)}`
              ] as const
            ]
          : [])
      ]
    };
  }

  #score(data: Data, side: "a" | "b", unit: AlikeUnit): string {
    return stays(data[side], unit) ? "stays" : signed(unit.score, 4);
  }

  protected override legend(data: Data): TemplateResult {
    const top = this.#pairs(data) ? topPair(data) : topOf(data);
    return drawLegend("diverging", `${signed(-top)} less alike`, `more alike ${signed(top)}`);
  }

  protected override facts(data: Data): readonly Fact[] {
    const {sums, baseline, steps} = data;
    return [
      ...sums.map(({row, sum, expected, error}) => ({
        name: row === "pairs" ? "pairs" : `scores of ${row.toUpperCase()}`,
        value: `${signed(sum, 3)} of ${signed(expected, 3)}`,
        bad: !(Math.abs(error) <= tolerated * Math.abs(expected) + 1e-4)
      })),
      ...(baseline === null ? [] : [{name: "baseline", value: baseline}]),
      ...(steps === null ? [] : [{name: "steps", value: count(steps)}]),
      ...pooledFacts(data)
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {data, choices} = this;
    const unit = units.find((one) => one === (this.unit ?? data?.unit)) ?? "word";
    return [
      ...methodKnob(this.method ?? data?.method, choices["method"]),
      ...unitKnob(unit, choices["unit"]),
      ...(data?.pairs
        ? [
            {
              name: "look",
              label: "Show",
              kind: "switch" as const,
              value: this.look,
              options: [
                ["words", "words"],
                ["pairs", "pairs"]
              ] as const
            }
          ]
        : [])
    ];
  }

  protected override textsOf({a, b}: Data): readonly ReadText[] {
    return [
      {name: "A as the model reads it", tokens: a.tokens},
      {name: "B as the model reads it", tokens: b.tokens}
    ];
  }

  protected override provenance({provenance}: Data): Provenance {
    return provenance;
  }
}
