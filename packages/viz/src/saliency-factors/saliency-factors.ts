import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import type {Provenance} from "../data.ts";
import {count, decimal, percent, signed, signedDigits, spokenPercent} from "../format.ts";
import type {SaliencyFactorsData} from "../neurons/data.ts";
import {drawTintLegend, factorFacts} from "../neurons/facts.ts";
import {layersOf, layersWord, picker} from "../neurons/knobs.ts";
import {factorsText, namesProperty, placeText} from "../neurons/names.ts";
import {neuronsStyles} from "../neurons/neurons.styles.ts";
import {noteFacts, sumFact} from "../saliency/facts.ts";
import {wordFor} from "../saliency/methods.ts";
import {drawAskedOfGroups, spokenAskedOfGroups} from "../target/asked.ts";
import type {About} from "../target/ranked.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {tokenText} from "../token/label.ts";
import {drawLegend, drawSignedLegend} from "../view/foot.ts";
import {textsIn} from "../view/as-read.ts";
import type {ReadText} from "../view/as-read.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import type {TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {takenFacts, takenKnob, withoutProperty} from "../view/taken.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {drawSaliencyFactors, hasSign, sumName, topOf} from "./draw-saliency-factors.ts";
import {saliencyFactorsStyles} from "./saliency-factors.styles.ts";
import {membersOf, sumsOf} from "./sums.ts";
import type {FactorSum} from "./sums.ts";
import {saliencyFactorsTable} from "./table.ts";

/** What is pinned: a token, or the tokens of a factor (null: those in no factor). */
export type SaliencyFactorsValue = {readonly position: number} | {readonly factor: number | null};

/**
 * Shows which groups of words carried an answer: each token with its attribution, a bar, and the factor of neurons it
 * belongs to, a tint with a number; and for each factor the attribution of its tokens together.
 *
 * @event ecco-change - The reader chose another method, other factors or layers; `detail: {name, value}`.
 */
export class SaliencyFactors extends View<SaliencyFactorsData, SaliencyFactorsValue> {
  static override properties = {
    ...View.properties,
    method: {},
    factors: {type: Number},
    layers: {},
    names: namesProperty,
    without: withoutProperty
  };
  static override styles: CSSResultGroup = [View.styles, neuronsStyles, saliencyFactorsStyles];

  /** The attribution method asked for; the data's own when undefined. Offered as `choices.method`. */
  declare method: string | undefined;
  /** How many factors are asked for; the data's own when undefined. Offered as `choices.factors`. */
  declare factors: number | undefined;
  /** Which layers' neurons: "3", "3..4" or "all"; the data's own when undefined. Offered as `choices.layers`. */
  declare layers: string | undefined;
  /** What the factors are called, in their order; as an attribute between bars: "punctuation | pronouns". */
  declare names: readonly string[];
  /**
   * Which tokens of each text are left out of the factors: "first", "special", "template", or positions, as "0 3 -1"; the data's own when
   * undefined, "" leaves out none. Offered as `choices.without`.
   */
  declare without: string | readonly number[] | undefined;

  protected readonly name = "Saliency by factor";

  constructor() {
    super();
    this.names = [];
  }

  #sumAt(data: SaliencyFactorsData, row: number): FactorSum | undefined {
    return row > 0 ? sumsOf(data)[row - 1] : undefined;
  }

  #pinned(data: SaliencyFactorsData): FactorSum | undefined {
    const {value} = this;
    if (!value || !("factor" in value)) return undefined;
    return sumsOf(data).find(({factor}) => factor === value.factor);
  }

  #position({attribution}: SaliencyFactorsData): number | null {
    const {value} = this;
    if (!value || !("position" in value)) return null;
    return value.position < attribution.tokens.length ? value.position : null;
  }

  protected subtitle({attribution, factors}: SaliencyFactorsData): TemplateResult {
    const {target, method} = attribution;
    return html`${drawAskedOfGroups(target, method)}, by ${wordFor(method)}; ${placeText(factors)}`;
  }

  protected override about({attribution}: SaliencyFactorsData): readonly About[] {
    return [{target: attribution.target}];
  }

  protected draw(data: SaliencyFactorsData): TemplateResult {
    const pinned = this.#pinned(data);
    const pointed = this.#sumAt(data, this.pointed?.row ?? 0);
    const position = this.#position(data);
    return drawSaliencyFactors(data, {
      names: this.names,
      pinned: pinned?.factor,
      shown: (pinned ?? pointed)?.factor,
      selected: position ?? this.selected,
      highlight: this.pointed?.column ?? this.highlight,
      cursor: this.cursor
    });
  }

  // Tokens, then the sums: every row is as long as the text.
  protected extent(data: SaliencyFactorsData): Spot {
    return {row: 1 + sumsOf(data).length, column: Math.max(1, data.attribution.tokens.length)};
  }

  protected tableOf(data: SaliencyFactorsData): TableData {
    return saliencyFactorsTable(data, this.names);
  }

  protected summary(data: SaliencyFactorsData): string {
    const {target, method} = data.attribution;
    const [first] = sumsOf(data).toSorted((a, b) => b.share - a.share);
    const most = first
      ? `; most of it ${first.factor === null ? "in no factor" : `on ${sumName(this.names, first.factor)}`}, ${spokenPercent(first.share)}`
      : "";
    return `${spokenAskedOfGroups(target, method)}, by ${wordFor(method).toLowerCase()} on the words of ${factorsText(data.factors.factors.length)}${most}`;
  }

  protected pick(data: SaliencyFactorsData, {row, column}: Spot): SaliencyFactorsValue | undefined {
    if (row === 0) return {position: column};
    const sum = this.#sumAt(data, row);
    return sum && {factor: sum.factor};
  }

  protected positionOf(_data: SaliencyFactorsData, {column}: Spot): number {
    return column;
  }

  protected tipOf(data: SaliencyFactorsData, {row, column}: Spot): Tip | null {
    const {tokens, scores} = data.attribution;
    const member = membersOf(data)[column];
    const token = tokens[column];
    if (!member || !token) return null;
    const {share, score, belonging} = member;
    const digits = signedDigits(scores);
    const sum = this.#sumAt(data, row);
    if (sum)
      return {
        where: sumName(this.names, sum.factor),
        rows: [
          ["share", percent(sum.share)],
          [hasSign(data) ? "signed" : "score", signed(sum.score, digits)],
          ["tokens", `${count(sum.members.length)} of ${count(tokens.length)}`]
        ]
      };
    return {
      where: html`position ${column} ${drawInline(tokenText(token, "dot"))}`,
      rows: [
        ["share", percent(share)],
        [hasSign(data) ? "signed" : "score", signed(score, digits)],
        ["factor", belonging ? sumName(this.names, belonging.factor) : "none"],
        ["loading", decimal(belonging?.loading)]
      ]
    };
  }

  protected override legend(data: SaliencyFactorsData): TemplateResult {
    const top = topOf(data);
    const scores = membersOf(data).map(({score}) => score);
    return html`${hasSign(data) ? drawSignedLegend(scores, top) : drawLegend("sequential", "0", percent(top))}
    ${drawTintLegend("c0", "each factor's largest")}`;
  }

  protected override facts({attribution, factors}: SaliencyFactorsData): readonly Fact[] {
    const {baseline, notes} = attribution;
    const [error] = factorFacts(factors);
    return [
      ...sumFact(attribution),
      ...noteFacts(notes),
      ...(baseline === null ? [] : [{name: "baseline", value: baseline}]),
      error!,
      ...takenFacts(factors),
      {name: "each token", value: "counts for its strongest factor"},
      {name: "dashed", value: "were all tokens alike"}
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {data, choices} = this;
    const method = this.method ?? data?.attribution.method ?? "";
    const factors = String(this.factors ?? data?.factors.factors.length ?? 10);
    const layers = this.layers ?? (data ? layersOf(data.factors) : "all");
    return [
      ...picker("method", "Method", method, choices["method"], wordFor),
      ...picker("factors", "Factors", factors, choices["factors"], (n) => factorsText(Number(n))),
      ...picker("layers", "Layers", layers, choices["layers"], layersWord),
      ...takenKnob(this.without, data?.factors, choices["without"])
    ];
  }

  protected override change(name: string, value: string): void {
    if (name === "factors") this.factors = Number(value);
    else super.change(name, value);
  }

  protected override textsOf({attribution}: SaliencyFactorsData): readonly ReadText[] {
    return textsIn(attribution);
  }

  protected override provenance({attribution}: SaliencyFactorsData): Provenance {
    return attribution.provenance;
  }
}
