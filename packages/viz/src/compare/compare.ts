import {html} from "lit";
import type {CSSResultGroup, TemplateResult} from "lit";
import type {Provenance} from "../data.ts";
import {count, decimal, percent, signed, signedDigits, spokenPercent} from "../format.ts";
import {noteFacts, sumFact} from "../saliency/facts.ts";
import {methodKnob} from "../saliency/knobs.ts";
import {wordFor} from "../saliency/methods.ts";
import {calledOf} from "../saliency/shares.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken, tokenText} from "../token/label.ts";
import {drawAsked, spokenAsked} from "../target/asked.ts";
import type {Asked} from "../target/asked.ts";
import type {About} from "../target/ranked.ts";
import {drawLegend, drawSignedLegend} from "../view/foot.ts";
import type {ReadText} from "../view/as-read.ts";
import type {Fact} from "../view/foot.ts";
import type {Knob} from "../view/head.ts";
import type {TableCell, TableData} from "../view/table.ts";
import type {Tip} from "../view/tip.ts";
import {View} from "../view/view.ts";
import type {Spot} from "../view/walk.ts";
import {compareStyles} from "./compare.styles.ts";
import {answerOf, comparedOf, placeOf, scoreOf, tokenAt, turningPoint} from "./compared.ts";
import type {Compared} from "./compared.ts";
import type {Sides} from "./data.ts";
import {drawCompare} from "./draw-compare.ts";

/** A token of one of the sides. */
export interface CompareValue {
  readonly side: "a" | "b";
  readonly position: number;
}

/**
 * Shows two prompts, or one prompt as two models read it, side by side on one scale: changed words framed, the change
 * of the answer in numbers. `value` is the pinned token.
 */
export class Compare extends View<Sides, CompareValue> {
  static override properties = {...View.properties, method: {}};
  static override styles: CSSResultGroup = [View.styles, compareStyles];

  /** The attribution method asked for; the data's own when undefined. Offered as `choices.method`. */
  declare method: string | undefined;

  protected override readonly invitation: string = "Nothing to compare yet. Write two prompts.";
  #last: {readonly of: Sides; readonly compared: Compared} | undefined;

  protected override get name(): string {
    return this.data && this.#compared(this.data).models ? "Two models" : "Two prompts";
  }

  #compared(data: Sides): Compared {
    if (this.#last?.of !== data) this.#last = {of: data, compared: comparedOf(data)};
    return this.#last.compared;
  }

  protected subtitle(data: Sides): TemplateResult {
    const {a, b} = data;
    const [one, other] = [a.attribution.target, b.attribution.target];
    const models = [...new Set([a, b].map(({attribution}) => attribution.provenance.model))];
    const same = tokenText(calledOf(one)) === tokenText(calledOf(other));
    return html`${models.join(" and ")}:
    ${drawAsked(one, this.#asked(data))}${same ? "" : html`, in B of ${drawInline(calledOf(other))}`};
    changed words are framed`;
  }

  #asked(data: Sides): Asked {
    return {method: data.a.attribution.method, signed: this.#compared(data).signed, unit: "word"};
  }

  protected override about({a, b}: Sides): readonly About[] {
    return [
      {lead: "A", target: a.attribution.target},
      {lead: "B", target: b.attribution.target}
    ];
  }

  #column({a}: Sides, value: CompareValue | null): number | null {
    return (
      value && (value.side === "a" ? value.position : a.attribution.tokens.length + value.position)
    );
  }

  protected draw(data: Sides): TemplateResult {
    return drawCompare(data, this.#compared(data), {
      pinned: this.#column(data, this.value) ?? this.selected,
      highlight: this.pointed?.column ?? this.highlight,
      cursor: this.cursor.column
    });
  }

  protected extent({a, b}: Sides): Spot {
    return {row: 1, column: a.attribution.tokens.length + b.attribution.tokens.length};
  }

  protected tableOf(data: Sides): TableData {
    const {pairs, signed: bySign} = this.#compared(data);
    const {a, b} = data;
    const digits = signedDigits([...a.attribution.scores, ...b.attribution.scores]);
    const cells = (side: "a" | "b", position: number | undefined): readonly TableCell[] => {
      const {tokens, scores} = data[side].attribution;
      const token = position === undefined ? undefined : tokens[position];
      if (!token || position === undefined)
        return ["", "", ""].map(() => ({text: "—", value: null}));
      const score = scores[position] ?? null;
      return [
        {text: tokenText(token, "dot"), value: token.text},
        {text: count(position), value: position},
        {text: bySign ? signed(score, digits) : decimal(score, digits), value: score}
      ];
    };
    const rows = pairs.flatMap(({a: one, b: other, changed}) =>
      Array.from(
        {length: Math.max(one?.positions.length ?? 0, other?.positions.length ?? 0)},
        (_, i) => [
          ...cells("a", one?.positions[i]),
          ...cells("b", other?.positions[i]),
          {text: changed ? "changed" : "same"}
        ]
      )
    );
    const said = (["a", "b"] as const).map((side) => {
      const {attribution} = data[side];
      const answer = answerOf(data[side]);
      const answered = answer
        ? `, answers ${spokenToken(answer)} ${percent(answer.probability)}`
        : "";
      return `${side.toUpperCase()} by ${attribution.provenance.model} on ${attribution.provenance.backend}${answered}`;
    });
    return {
      caption: `${spokenAsked(a.attribution.target, this.#asked(data))}, by ${wordFor(a.attribution.method).toLowerCase()}, word beside word. ${said.join("; ")}`,
      columns: [
        ...["A", "B"].flatMap((side) => [
          {label: `${side} token`, mono: true},
          {label: `${side} position`},
          {label: `${side} score`}
        ]),
        {label: "word"}
      ],
      rows
    };
  }

  protected summary(data: Sides): string {
    const answers = (["a", "b"] as const).flatMap((side) => {
      const answer = answerOf(data[side]);
      return answer
        ? [`${side.toUpperCase()} ${spokenToken(answer)} ${spokenPercent(answer.probability)}`]
        : [];
    });
    const turn = turningPoint(this.#compared(data), data);
    const changed = turn
      ? [`${turn.a?.text ?? "nothing"} became ${turn.b?.text ?? "nothing"}`]
      : ["the same words"];
    return [...answers, ...changed].join(", ");
  }

  protected pick(data: Sides, {column}: Spot): CompareValue | undefined {
    return tokenAt(data, column) ? placeOf(data, column) : undefined;
  }

  protected positionOf(data: Sides, {column}: Spot): number | null {
    const {side, position} = placeOf(data, column);
    // Views of the prompt know A; what stands there for a word of B is pointed at instead.
    return side === "a" ? position : (this.#compared(data).partners.get(column) ?? null);
  }

  protected tipOf(data: Sides, {column}: Spot): Tip | null {
    const token = tokenAt(data, column);
    if (!token) return null;
    const {side, position} = placeOf(data, column);
    const {pairs} = this.#compared(data);
    const pair = pairs.find((one) => one[side]?.positions.includes(position));
    const [one, other] = [scoreOf(data.a, pair?.a), scoreOf(data.b, pair?.b)];
    const rows: (readonly [string, string])[] = [
      ["score", signed(data[side].attribution.scores[position])],
      [`A ${pair?.a?.text ?? "not there"}`, signed(one)],
      [`B ${pair?.b?.text ?? "not there"}`, signed(other)]
    ];
    if (one !== null && other !== null) rows.push(["change", signed(other - one)]);
    return {
      where: html`${side.toUpperCase()} · position ${position}
      ${drawInline(tokenText(token, "dot"))}`,
      rows
    };
  }

  protected override legend(data: Sides): TemplateResult {
    const {top, signed: bySign} = this.#compared(data);
    return bySign
      ? drawSignedLegend([...data.a.attribution.scores, ...data.b.attribution.scores], top)
      : drawLegend("sequential", "0", decimal(top));
  }

  protected override facts(data: Sides): readonly Fact[] {
    const sides = (["a", "b"] as const).map(
      (side) => [side.toUpperCase(), data[side].attribution] as const
    );
    const values = sides.map(([name, {target}]) => `${name} ${decimal(target.value)}`);
    const {of, foil} = data.a.attribution.target;
    return [
      {name: "scale", value: "the same on both sides"},
      {name: foil ? `difference of the ${wordFor(of)}` : wordFor(of), value: values.join(", ")},
      ...sides.flatMap(([name, attribution]) =>
        [...sumFact(attribution), ...noteFacts(attribution.notes)].map((fact) => ({
          ...fact,
          name: `${fact.name} ${name}`
        }))
      )
    ];
  }

  protected override knobs(): readonly Knob[] {
    return methodKnob(this.method ?? this.data?.a.attribution.method, this.choices["method"]);
  }

  protected override textsOf({a, b}: Sides): readonly ReadText[] {
    return [
      {name: "First prompt as the model reads it", tokens: a.attribution.tokens},
      {name: "Second prompt as the model reads it", tokens: b.attribution.tokens}
    ];
  }

  protected override provenance({a, b}: Sides): Provenance {
    const [one, other] = [a.attribution.provenance, b.attribution.provenance];
    return {
      ...one,
      model: [...new Set([one.model, other.model])].join(" and "),
      milliseconds: one.milliseconds + other.milliseconds,
      forwards: one.forwards + other.forwards,
      backwards: one.backwards + other.backwards
    };
  }
}
