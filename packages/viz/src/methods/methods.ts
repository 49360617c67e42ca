import {html} from "lit";
import type {CSSResultGroup, PropertyValues, TemplateResult} from "lit";
import type {AttributionTarget, MethodComparison, Provenance} from "../data.ts";
import {delta as deltaText, percent, signed, signedDigits} from "../format.ts";
import {templateFact, warningText} from "../saliency/facts.ts";
import {pickerKnob, signKnob} from "../saliency/knobs.ts";
import {familyOf, isSignedMethod, wordFor} from "../saliency/methods.ts";
import {scoreText} from "../saliency/table.ts";
import {drawAsked, spokenAsked, spokenWhole} from "../target/asked.ts";
import type {Asked} from "../target/asked.ts";
import type {About} from "../target/ranked.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {tokenText} from "../token/label.ts";
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
import {agreementOf, comparedRows, referenceOf, rowValues} from "./compared.ts";
import type {MethodRow} from "./compared.ts";
import {drawMethods} from "./draw-methods.ts";
import {keptOf} from "./kept.ts";
import type {Kept} from "./kept.ts";
import {methodsStyles} from "./methods.styles.ts";
import {agreementFact, methodsTable, rowFacts} from "./table.ts";

/** What is drawn of some data, until it or what is left out changes. */
interface Drawn extends Kept {
  readonly of: MethodComparison;
  readonly without: Without | undefined;
  readonly rows: readonly MethodRow[];
}

/**
 * Shows what several methods say about one target, a row each on its own scale, with what their sums miss and how
 * faithful they are beside random orders. `value` is the pinned method.
 */
export class Methods extends View<MethodComparison, string> {
  static override properties = {
    ...View.properties,
    of: {},
    baseline: {},
    signed: {converter: unlessFalse},
    without: {converter: withoutConverter}
  };
  static override styles: CSSResultGroup = [View.styles, methodsStyles];

  /** logprob (default; with a foil the difference), logit or probability; offered as `choices.of`. */
  declare of: string | undefined;
  /** What an absent token is replaced by, in all methods; offered as `choices.baseline`. */
  declare baseline: string | undefined;
  /** Whether scores of methods that have a sign keep it; default true. "false": shares of their size. */
  declare signed: boolean;
  /**
   * Tokens that leave the maps and their scales: "template" (of a conversation), "special", "first", or positions ("0 3
   * -1", [0, 3, -1]); "none" leaves nothing out. By default a template stays in sight, dimmed, and out of the scale.
   */
  declare without: Without | undefined;
  protected override readonly name: string = "Methods side by side";

  constructor() {
    super();
    this.signed = true;
  }

  #known: Drawn | undefined;

  /** What is drawn, and what its rows say. */
  #drawn(data: MethodComparison): Drawn {
    const {without} = this;
    if (this.#known?.of === data && this.#known.without === without) return this.#known;
    const kept = keptOf(data, without);
    return (this.#known = {...kept, of: data, without, rows: comparedRows(kept.data, without)});
  }

  #rows(data: MethodComparison): readonly MethodRow[] {
    return this.#drawn(data).rows;
  }

  protected subtitle(data: MethodComparison): TemplateResult {
    const target = this.#target(data);
    return target
      ? html`${drawAsked(target, this.#asked(data))}; each row on its own scale`
      : html`Same prompt, same target; each row on its own scale`;
  }

  #target(data: MethodComparison): AttributionTarget | undefined {
    return this.#rows(data).find(({attribution}) => attribution)?.attribution?.target;
  }

  /** Rows without a sign say less than the others: what is said holds of those that have one, where there are some. */
  #asked({methods}: MethodComparison): Asked {
    const {method = ""} = methods.find((row) => isSignedMethod(row.method)) ?? methods[0] ?? {};
    return {method, signed: this.signed};
  }

  protected override about(data: MethodComparison): readonly About[] {
    const target = this.#target(data);
    return target ? [{target}] : [];
  }

  protected draw(data: MethodComparison): TemplateResult {
    const drawn = this.#drawn(data);
    const {highlight} = this;
    return drawMethods(
      drawn.data,
      {
        signed: this.signed,
        pinned: this.value,
        highlight:
          this.pointed?.column ?? (highlight === null ? null : drawn.positions.indexOf(highlight)),
        cursor: this.cursor
      },
      drawn.rows
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.data === undefined) return;
    // A method that cannot answer has no tokens to stand on: it is stepped over.
    const rows = this.#rows(this.data);
    const able = (row: number): boolean => rows[row]?.error === null;
    const {row} = this.cursor;
    if (!able(row)) {
      const below = rows.findIndex((_, at) => at > row && able(at));
      const above = rows.findLastIndex((_, at) => at < row && able(at));
      const [first, second] = row < this.#row ? [above, below] : [below, above];
      const next = first >= 0 ? first : second;
      if (next >= 0) this.cursor = {...this.cursor, row: next};
    }
    this.#row = this.cursor.row;
  }

  /** The row of the cursor before it moved. */
  #row = 0;

  protected extent(data: MethodComparison): Spot {
    const tokens = this.#rows(data).map(({attribution}) => attribution?.tokens.length ?? 0);
    return {
      row: data.methods.length,
      column: Math.max(this.#drawn(data).data.tokens.length, ...tokens)
    };
  }

  protected tableOf(data: MethodComparison): TableData {
    const rows = this.#rows(data);
    const reference = referenceOf(rows, this.value);
    const note = this.#templateFact(data).map(({name, value}) => `, ${name} ${value}`);
    return methodsTable(this.#drawn(data).data, rows, {
      reference,
      asked: this.#asked(data),
      note: note.join("")
    });
  }

  protected summary(data: MethodComparison): string {
    const rows = this.#rows(data);
    const best = referenceOf(rows, null);
    if (!best) return "no method has answered yet";
    const known = rows.filter(({attribution}) => attribution).length;
    const measured =
      best.faithfulness === null
        ? ""
        : `, ${wordFor(best.method)} the most faithful: ${signed(best.faithfulness)}, random ${signed(best.floor)}`;
    const {target} = best.attribution!;
    return `${spokenAsked(target, this.#asked(data))}, by ${known} of ${rows.length} methods${measured}`;
  }

  protected pick(data: MethodComparison, {row}: Spot): string | undefined {
    return data.methods[row]?.method;
  }

  protected positionOf(data: MethodComparison, {column}: Spot): number {
    return this.#drawn(data).positions[column] ?? column;
  }

  /** Of the row that the others are compared with. */
  #templateFact(data: MethodComparison): readonly Fact[] {
    const reference = referenceOf(this.#rows(data), this.value)?.method;
    const scores = data.methods.find(({method}) => method === reference)?.attribution?.scores;
    return scores ? templateFact({tokens: data.tokens, scores}, this.without) : [];
  }

  protected tipOf(data: MethodComparison, {row, column}: Spot): Tip | null {
    const rows = this.#rows(data);
    const found = rows[row];
    const score = found?.attribution?.scores[column];
    const token = found?.attribution?.tokens[column];
    if (!found?.attribution || score === undefined || !token) return null;
    const {method, attribution, shares, faithfulness, floor} = found;
    const {delta, change, scores, warning} = attribution;
    const reference = referenceOf(rows, this.value);
    const agreement = reference && reference !== found ? agreementOf(found, reference) : null;
    const figure = scoreText(method, score, signedDigits(scores));
    return {
      where: html`${wordFor(method)} · position ${this.positionOf(data, {row, column})}
      ${drawInline(tokenText(token, "dot"))}`,
      rows: [
        ["share", `${percent(shares[column])} · ${figure}`],
        ...(delta === null ? [] : ([["delta", deltaText(delta, change)]] as const)),
        ...(faithfulness === null
          ? []
          : ([["faithfulness", `${signed(faithfulness)}, random ${signed(floor)}`]] as const)),
        ...(agreement === null || !reference
          ? []
          : ([[`agreement with ${wordFor(reference.method)}`, signed(agreement)]] as const)),
        ...(warning ? ([["warning", warningText(warning)]] as const) : [])
      ]
    };
  }

  protected override legend(data: MethodComparison): unknown {
    if (!this.#rows(data).some(({attribution}) => attribution)) return "";
    if (!this.signed) return drawLegend("sequential", "0", "row’s top");
    // Each row has its own top: what has a fill in it has one there.
    const filled = this.#rows(data).flatMap((row) => {
      const {values, top, bySign} = rowValues(row, true);
      return bySign && top > 0 ? values.map((value) => value / top) : [];
    });
    const size = this.#rows(data).some(
      ({attribution, method}) => attribution && !isSignedMethod(method)
    );
    return html`${
      filled.length ? drawSignedLegend(filled, 1, (x) => (x > 0 ? "row’s top" : "")) : ""
    }${size ? drawLegend("sequential", filled.length ? "without sign 0" : "0", "row’s top") : ""}`;
  }

  protected override facts(data: MethodComparison): readonly Fact[] {
    const rows = this.#rows(data);
    const target = this.#target(data);
    const floors = new Set(rows.flatMap(({floor}) => (floor === null ? [] : [floor])));
    return [
      ...(floors.size
        ? [
            {
              name: "faithfulness",
              value: `what ${target ? spokenWhole(target) : "the answer"} loses without the tokens a method names first`
            },
            {name: "dashed", value: "random order"},
            {name: "hollow", value: "close to random"}
          ]
        : []),
      ...(floors.size > 1
        ? [
            {
              name: "random differs",
              value: "methods start from different baselines; compare a bar with its own dash"
            }
          ]
        : []),
      ...agreementFact(rows, referenceOf(rows, this.value)),
      ...this.#templateFact(data),
      ...rowFacts(rows)
    ];
  }

  protected override knobs(): readonly Knob[] {
    const {choices} = this;
    const rows = this.data?.methods ?? [];
    const target = rows.find(({attribution}) => attribution)?.attribution?.target;
    const left = (choices["method"] ?? []).filter((m) => !rows.some(({method}) => method === m));
    const more: Knob[] =
      left.length && rows.length
        ? [
            {
              name: "add",
              label: "Add a method",
              kind: "pick",
              value: "",
              options: [["", "+ method"], ...left.map((m) => [m, wordFor(m), familyOf(m)] as const)]
            }
          ]
        : [];
    return [
      ...pickerKnob("of", "Target", {value: this.of ?? target?.of, choices}),
      ...pickerKnob("baseline", "Baseline", {value: this.baseline, choices}),
      ...signKnob("", this.signed),
      ...withoutKnob(this.data?.tokens, this.without),
      ...more
    ];
  }

  protected override change(name: string, value: string): void {
    if (name === "signed") this.signed = value === "true";
    else if (name !== "add") super.change(name, value);
    // Whoever offers more methods also asks for them.
    else this.requestUpdate();
  }

  // What was added is a row now; the picker offers the next one.
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const more = this.renderRoot.querySelector<HTMLSelectElement>('select[name="add"]');
    if (more) more.value = "";
  }

  protected override provenance(data: MethodComparison): Provenance | undefined {
    const known = this.#rows(data).flatMap(({attribution}) => attribution?.provenance ?? []);
    const [first] = known;
    if (!first) return undefined;
    const sum = (of: (provenance: Provenance) => number): number =>
      known.reduce((all, provenance) => all + of(provenance), 0);
    return {
      ...first,
      milliseconds: sum(({milliseconds}) => milliseconds),
      forwards: sum(({forwards}) => forwards),
      backwards: sum(({backwards}) => backwards),
      notices: [...new Set(known.flatMap(({notices = []}) => notices))]
    };
  }
}
