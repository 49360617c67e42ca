import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import type {Attribution, ProducedAttributions, Provenance} from "../data.ts";
import {count, decimal, percent, signedDigits, spokenPercent, spokenSigned} from "../format.ts";
import {drawAsked, spokenAsked} from "../target/asked.ts";
import type {Asked} from "../target/asked.ts";
import type {About} from "../target/ranked.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import {ofConversation} from "../token/turns.ts";
import {withoutKnob, withoutConverter} from "../token/without.ts";
import type {Without} from "../token/without.ts";
import {drawLegend, drawSignedLegend} from "../view/foot.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import {unlessFalse} from "../view/unless-false.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {drawDetailed, drawSaliency, topOf} from "./draw-saliency.ts";
import {mapFacts, templateFact} from "./facts.ts";
import {methodKnob, pickerKnob, signKnob, unitKnob, unitsFor, unitWords} from "./knobs.ts";
import {isSignedMethod, takesOut, wordFor} from "./methods.ts";
import {saliencyStyles} from "./saliency.styles.ts";
import {firstReal, toProduced} from "./shares.ts";
import type {Shares} from "./shares.ts";
import {columnOf, restOf, shownOf} from "./shown.ts";
import type {Shown} from "./shown.ts";
import {attributionTable, partsText, scoreText} from "./table.ts";
import {addedUp, units} from "./units.ts";
import type {Unit} from "./units.ts";

export type SaliencyData = Attribution | ProducedAttributions;

/**
 * Shows which tokens of a text mattered for one that the model produced. `value` is the pinned position of the
 * produced token; null lets the view choose the first real one.
 */
export class Saliency extends View<SaliencyData, number> {
  static override properties = {
    ...View.properties,
    method: {},
    of: {},
    baseline: {},
    unit: {reflect: true},
    order: {reflect: true},
    variant: {reflect: true},
    signed: {converter: unlessFalse},
    without: {converter: withoutConverter}
  };
  static override styles: CSSResultGroup = [View.styles, saliencyStyles];

  /** The attribution method asked for; the data's own when undefined. Offered as `choices.method`. */
  declare method: string | undefined;
  /** logprob (default; with a foil the difference), logit or probability; offered as `choices.of`. */
  declare of: string | undefined;
  /** What an absent token is replaced by; offered as `choices.baseline`. */
  declare baseline: string | undefined;
  /**
   * "token" (default), "word", "sentence" or "message": the parts of each are added up. What was scored as a whole is never split.
   * Offered as `choices.unit`.
   */
  declare unit: Unit;
  /** Of bars: "text" (default), or "strength": the strongest first. Offered as `choices.order`. */
  declare order: "text" | "strength";
  /** "minimal" (text on its shares, default) or "detailed" (bars). A switch is shown when `choices.variant` names both. */
  declare variant: "minimal" | "detailed";
  /** Whether scores keep their sign, of methods that have one; default true. "false": shares of their size. */
  declare signed: boolean;
  /**
   * What leaves the map, its scale and its units: "template" (of a conversation), "special", "first", or positions ("0 3
   * -1", [0, 3, -1]); "none" leaves nothing out. By default a template stays in sight, dimmed, and out of the scale.
   */
  declare without: Without | undefined;

  protected override get name(): string {
    return this.variant === "detailed" ? "Saliency, detailed" : "Saliency";
  }

  constructor() {
    super();
    this.unit = "token";
    this.order = "text";
    this.variant = "minimal";
    this.signed = true;
  }

  #asProduced: {from: SaliencyData; to: ProducedAttributions} | undefined;
  #produced(data: SaliencyData): ProducedAttributions {
    if (this.#asProduced?.from !== data) this.#asProduced = {from: data, to: toProduced(data)};
    return this.#asProduced.to;
  }

  /** The position under the pointer or the keyboard. */
  protected get pointedPosition(): number | null {
    return (this.pointed && this.#last?.shown.positions[this.pointed.column]) ?? null;
  }

  /** Which produced token is explained: pointed at, pinned here, selected elsewhere, else the first real one. */
  #index(data: ProducedAttributions): number {
    const {tokens, produced, attributions} = data;
    const start = tokens.length;
    const options = [this.pointedPosition, this.value, this.selected].map((p) =>
      typeof p === "number" ? p - start : -1
    );
    const [preview = -1, ...settled] = options;
    if (preview >= 0 && attributions[preview]) return preview;
    // What is not computed yet keeps the old picture: the reader sees it change, not vanish.
    return settled.find((i) => i >= 0 && i < produced.length && attributions[i]) ?? firstReal(data);
  }

  // An attribute can say anything.
  get #unit(): Unit {
    return units.find((unit) => unit === this.unit) ?? "token";
  }

  #last: {readonly key: string; readonly data: SaliencyData; readonly shown: Shown} | undefined;

  #shown(data: SaliencyData): Shown {
    const all = this.#produced(data);
    const index = this.#index(all);
    const asText = this.variant !== "detailed";
    const sorted = this.order === "strength";
    const {without} = this;
    const key = `${index} ${this.#unit} ${asText} ${sorted} ${String(without ?? "")}`;
    if (this.#last?.data !== data || this.#last.key !== key)
      this.#last = {
        key,
        data,
        shown: shownOf(all, index, {unit: this.#unit, asText, sorted, without})
      };
    return this.#last.shown;
  }

  #shares(data: SaliencyData): Shares | undefined {
    return this.#shown(data).shares;
  }

  get #bySign(): boolean {
    const method =
      this.data === undefined ? this.method : this.#shares(this.data)?.attribution.method;
    return this.signed && isSignedMethod(method ?? "");
  }

  protected subtitle(data: SaliencyData): TemplateResult {
    const attribution = this.#shares(data)?.attribution;
    if (!attribution) return html`What mattered`;
    const by = this.#unit === "token" ? "" : `; ${unitWords[this.#unit][1]} added up`;
    return html`${drawAsked(attribution.target, this.#asked(attribution))}${by}`;
  }

  #asked({method}: Attribution): Asked {
    return {method, signed: this.#bySign, unit: unitWords[this.#unit][0]};
  }

  protected override about(data: SaliencyData): readonly About[] {
    const target = this.#shares(data)?.attribution.target;
    return target ? [{target}] : [];
  }

  /** The column of what is explained: a produced token, or a mask inside the text. */
  #explained(shown: Shown, index: number): number {
    const {tokens, produced, attributions} = shown.data;
    if (produced.length) return tokens.length + index;
    const inside = attributions[0]?.target.position;
    return inside === undefined ? tokens.length : columnOf(shown, inside);
  }

  protected draw(data: SaliencyData): TemplateResult {
    const shown = this.#shown(data);
    const draw = this.variant === "detailed" ? drawDetailed : drawSaliency;
    const rest = this.variant === "detailed" ? restOf(shown) : undefined;
    return draw(shown.data, shown.shares, {
      ...(rest ? {rest: `${count(rest.count)} others ${percent(rest.share)}`} : {}),
      signed: this.#bySign,
      explained: this.#explained(shown, this.#index(this.#produced(data))),
      highlight: this.pointed?.column ?? columnOf(shown, this.highlight),
      cursor: this.cursor.column,
      list: this.order === "strength",
      width: this.room.value || 800
    });
  }

  protected override willUpdate(
    changed: Parameters<View<SaliencyData, number>["willUpdate"]>[0]
  ): void {
    super.willUpdate(changed);
    if (
      (changed.has("data") || changed.has("unit")) &&
      this.data !== undefined &&
      this.pointed === null &&
      !this.matches(":focus-within")
    ) {
      const {tokens, produced} = this.#shown(this.data).data;
      const index = this.#index(this.#produced(this.data));
      // The tab stop is on what is explained.
      const column = produced.length ? tokens.length + index : Math.max(0, tokens.length - 1);
      this.cursor = {row: 0, column: this.variant === "detailed" ? 0 : column};
    }
  }

  protected extent(data: SaliencyData): Spot {
    const {data: all, shares} = this.#shown(data);
    if (this.variant === "minimal")
      return {row: 1, column: all.tokens.length + all.produced.length};
    const scores = shares?.scores ?? [];
    return {row: 1, column: Math.max(1, scores.filter((score) => score !== undefined).length)};
  }

  /** The attribution as it was computed, before anything was added up. */
  #asComputed(data: SaliencyData): Attribution | null {
    const all = this.#produced(data);
    return all.attributions[this.#index(all)] ?? null;
  }

  protected tableOf(data: SaliencyData): TableData {
    const {whole, places} = this.#shown(data);
    const computed = this.#asComputed(data);
    if (!whole.shares || !computed)
      return {caption: "No attribution yet", columns: [{label: "token"}], rows: []};
    const {attribution} = whole.shares;
    const asked = this.#asked(attribution);
    if (attribution === computed && !ofConversation(attribution.tokens))
      return attributionTable(attribution, asked);
    const notes = this.#templateFact(data).map(({name, value}) => `${name} ${value}`);
    const parts = {of: computed, places: [...new Set(places)], notes};
    return attributionTable(attribution, asked, parts);
  }

  protected summary(data: SaliencyData): string {
    const {data: all, shares} = this.#shown(data).whole;
    if (!shares) return "no attribution yet";
    const {attribution} = shares;
    const of = (i: number): number => (shares.dimmed?.[i] ? -1 : (shares.shares[i] ?? 0));
    const best = shares.shares.reduce<number>((top, _, i) => (of(i) > of(top) ? i : top), 0);
    const token = [...all.tokens, ...all.produced][best];
    const score = this.#bySign ? `, ${spokenSigned(shares.scores[best])}` : "";
    const strongest = token
      ? `, strongest ${spokenToken(token)} ${spokenPercent(shares.shares[best])}${score}`
      : "";
    const {length} = attribution.tokens;
    const many = unitWords[this.#unit][length === 1 ? 0 : 1];
    return `${spokenAsked(attribution.target, this.#asked(attribution))}, by ${wordFor(attribution.method).toLowerCase()}, ${length} ${many}${strongest}`;
  }

  protected pick(data: SaliencyData, {column}: Spot): number | undefined {
    const position = this.positionOf(data, {row: 0, column});
    return position !== null && position >= this.#produced(data).tokens.length
      ? position
      : undefined;
  }

  protected positionOf(data: SaliencyData, {column}: Spot): number | null {
    return this.#shown(data).positions[column] ?? null;
  }

  protected tipOf(data: SaliencyData, {column}: Spot): Tip | null {
    const {data: all, shares, places, whole} = this.#shown(data);
    const token = [...all.tokens, ...all.produced][column];
    const score = shares?.scores[column];
    // What is explained has no share of itself, and what comes later was not seen.
    if (!token || score === undefined || !shares) return null;
    const {attribution} = shares;
    const digits = signedDigits(attribution.scores);
    const place = places[column] ?? [];
    const word = place.length > 1 ? `${unitWords[this.#unit][0]} at ` : "";
    const error = whole.data === all ? attribution.errors?.[column] : undefined;
    const figure = scoreText(attribution.method, score, digits);
    return {
      where: html`${word}position ${place[0] ?? column} ${drawInline(tokenText(token, "dot"))}`,
      rows: [
        ["share", percent(shares.shares[column])],
        ...(shares.dimmed?.[column] ? [["template", "out of the scale"] as const] : []),
        [
          isSignedMethod(attribution.method) ? "signed" : "score",
          error === undefined ? figure : `${figure} ± ${decimal(error, digits)}`
        ],
        ...this.#partsOf(data, place)
      ]
    };
  }

  /** How a sum came about; of what was scored as a whole, that it was. */
  #partsOf(data: SaliencyData, place: readonly number[]): Tip["rows"] {
    const computed = this.#asComputed(data);
    if (place.length < 2 || !computed) return [];
    const whole = computed.groups?.some(
      ({tokens}) => tokens.length > 1 && tokens.includes(place[0]!)
    );
    if (whole && takesOut(computed.method)) return [["taken out", "as a whole"]];
    // A sentence has too many parts for a tooltip; the table has them.
    if (place.length > 6) return [["sum of", `${place.length} tokens`]];
    return [["sum of", partsText(computed, place)]];
  }

  protected override legend(data: SaliencyData): unknown {
    const shares = this.#shares(data);
    if (!shares) return "";
    const top = topOf(shares, this.#bySign);
    if (!this.#bySign) return drawLegend("sequential", "0", percent(top));
    return drawSignedLegend(shares.scores, top);
  }

  protected override facts(data: SaliencyData): readonly Fact[] {
    const attribution = this.#shares(data)?.attribution;
    return attribution ? [...mapFacts(attribution), ...this.#templateFact(data)] : [];
  }

  #templateFact(data: SaliencyData): readonly Fact[] {
    const all = this.#produced(data);
    const {tokens} = all;
    if (!this.without && !ofConversation(tokens)) return [];
    // Of what is drawn: words and messages are added up before they are compared.
    const index = this.#index(all);
    const {data: whole, places} = addedUp(all, this.#unit, index);
    const scores = whole.attributions[index]?.scores ?? [];
    return templateFact({tokens, scores, places}, this.without);
  }

  protected override knobs(): readonly Knob[] {
    const attribution = this.data === undefined ? undefined : this.#shares(this.data)?.attribution;
    const method = this.method ?? attribution?.method;
    const tokens = this.data === undefined ? undefined : this.#produced(this.data).tokens;
    const {choices} = this;
    const variants: Knob[] =
      (choices["variant"]?.length ?? 0) > 1
        ? [
            {
              name: "variant",
              label: "Detail",
              kind: "switch",
              value: this.variant,
              options: [
                ["minimal", "text"],
                ["detailed", "bars"]
              ]
            }
          ]
        : [];
    const baseline = this.baseline ?? attribution?.baseline;
    const orders: Knob[] =
      this.variant === "detailed" && (choices["order"]?.length ?? 0) > 1
        ? [
            {
              name: "order",
              label: "Order",
              kind: "pick",
              value: this.order,
              options: [
                ["text", "in the text’s order"],
                ["strength", "strongest first"]
              ]
            }
          ]
        : [];
    return [
      ...methodKnob(method, choices["method"]),
      ...pickerKnob("of", "Target", {value: this.of ?? attribution?.target.of, choices}),
      ...pickerKnob("baseline", "Baseline", {value: baseline, choices}),
      ...unitKnob(this.#unit, unitsFor(tokens, choices["unit"])),
      ...withoutKnob(tokens, this.without),
      ...orders,
      ...signKnob(method ?? "saliency", this.signed),
      ...variants
    ];
  }

  protected override change(name: string, value: string): void {
    if (name === "signed") this.signed = value === "true";
    else super.change(name, value);
  }

  protected override provenance(data: SaliencyData): Provenance | undefined {
    return this.#shares(data)?.attribution.provenance;
  }
}
