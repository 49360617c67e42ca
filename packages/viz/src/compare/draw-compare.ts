import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import type {Candidate} from "../data.ts";
import {change, decimal, percent, signed, signedDigits, spokenSigned} from "../format.ts";
import {calledOf} from "../saliency/shares.ts";
import {drawInline, drawTokens} from "../token/draw-tokens.ts";
import {tokenLabel} from "../token/label.ts";
import {answerOf, explainedOf, scoreOf, turningPoint} from "./compared.ts";
import type {Compared} from "./compared.ts";
import type {Sides} from "./data.ts";

export interface CompareOptions {
  /** Positions are counted over both sides, B's behind A's. */
  readonly pinned?: number | null;
  readonly cursor?: number;
  /** The position pointed at, here or in another view; what stands for it on the other side is marked too. */
  readonly highlight?: number | null;
}

/** Draws both texts on one scale, changed words framed, and the change of the answer as a sentence of numbers. */
export function drawCompare(
  sides: Sides,
  compared: Compared,
  {pinned = null, cursor = 0, highlight = null}: CompareOptions = {}
): TemplateResult {
  const {framed, partners, top, signed: bySign, models} = compared;
  const offset = sides.a.attribution.tokens.length;
  const scores = [...sides.a.attribution.scores, ...sides.b.attribution.scores];
  const digits = signedDigits(scores);
  const fills = scores.map((score) => fill(bySign ? "diverging" : "sequential", score, top));
  const spoken = scores.map(
    (score, i) =>
      (bySign ? spokenSigned(score, digits) : decimal(score, digits)) +
      (framed.has(i) ? ", changed" : "")
  );
  const marked = highlight === null ? [] : [highlight, partners.get(highlight)];
  const draw = (side: "a" | "b"): TemplateResult => {
    const {attribution} = sides[side];
    const start = side === "a" ? 0 : offset;
    const here = (position: number | undefined): boolean =>
      position !== undefined && position < offset === (side === "a");
    const name = side.toUpperCase();
    return html`<div class="side">
      <div class="side-head">
        <span class="who">${name}${models ? ` ${attribution.provenance.model}` : ""}</span>
        ${drawAnswer(answerOf(sides[side]))}
      </div>
      ${drawTokens(attribution.tokens, {
        start,
        fills,
        spoken,
        framed,
        selected: pinned,
        highlight: marked.find(here) ?? null,
        cursor,
        label: `${name}, tokens`
      })}
    </div>`;
  };
  return html`<div class="sides">${draw("a")}${draw("b")}</div>
    ${drawFinding(sides, compared)}`;
}

const drawAnswer = (answer: Candidate | undefined): TemplateResult | typeof nothing =>
  answer
    ? html`<span class="answer"
        ><b translate="no">${tokenLabel(answer)}</b>
        <span class="num">${percent(answer.probability)}</span></span
      >`
    : nothing;

/** What has changed, in numbers. */
function drawFinding(sides: Sides, compared: Compared): TemplateResult {
  const {a, b} = sides;
  const answers = [answerOf(a), answerOf(b)];
  const [from, to] = [explainedOf(a), explainedOf(b)];
  const turn = turningPoint(compared, sides);
  const word = (side: "a" | "b"): TemplateResult => {
    const unit = turn?.[side];
    if (!unit) return html`nothing`;
    return html`<span class="mono" translate="no">${unit.text}</span>
      ${signed(scoreOf(sides[side], unit))}`;
  };
  return html`<p class="finding num">
    ${
      answers[0] && answers[1]
        ? html`<span
            ><b translate="no">${tokenLabel(answers[0])}</b> ${percent(answers[0].probability)} →
            <b translate="no">${tokenLabel(answers[1])}</b> ${percent(answers[1].probability)}</span
          >`
        : nothing
    }
    ${
      from !== null && to !== null
        ? html`<span>P(${drawInline(calledOf(a.attribution.target))}) ${change(from, to)}</span>`
        : nothing
    }
    ${turn ? html`<span>${word("a")} → ${word("b")}</span>` : nothing}
  </p>`;
}
