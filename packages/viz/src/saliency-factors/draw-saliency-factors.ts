import {html} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {fill} from "../bins.ts";
import {count, percent, signed, signedDigits, spokenPercent, spokenSigned} from "../format.ts";
import type {SaliencyFactorsData} from "../neurons/data.ts";
import {columnOf} from "../neurons/draw-neurons.ts";
import {spokenBelonging} from "../neurons/draw-texts.ts";
import {omittedOf} from "../neurons/omitted.ts";
import {factorName} from "../neurons/names.ts";
import {colourOf, tintOf} from "../neurons/strongest.ts";
import {isSignedMethod} from "../saliency/methods.ts";
import {classes, drawTokens} from "../token/draw-tokens.ts";
import type {Spot} from "../view/walk.ts";
import {membersOf, sumsOf} from "./sums.ts";
import type {FactorSum, Member} from "./sums.ts";

export interface SaliencyFactorsOptions {
  readonly names?: readonly string[];
  /** The pinned sum: a factor, or null for the tokens in none; undefined when none is pinned. */
  readonly pinned?: number | null | undefined;
  /** The sum whose tokens alone are tinted. */
  readonly shown?: number | null | undefined;
  readonly selected?: number | null;
  readonly highlight?: number | null;
  readonly cursor?: Spot;
}

/** Whether the attribution has a sign to be drawn. */
export const hasSign = ({attribution}: SaliencyFactorsData): boolean =>
  isSignedMethod(attribution.method);

/** Returns the top of the bars' scale: the largest share, or |score| where there is a sign. */
export const topOf = (data: SaliencyFactorsData): number =>
  membersOf(data).reduce(
    (top, {score, share}) => Math.max(top, hasSign(data) ? Math.abs(score) : share),
    0
  );

/** Returns what a sum is called: its factor, or that it is in none. */
export const sumName = (names: readonly string[], factor: number | null): string =>
  factor === null ? "in no factor" : factorName(names, factor);

/** Returns a position's part of a sum, for walking along it: 0 for tokens that are not in it. */
export function partsOf({members}: FactorSum, length: number): readonly number[] {
  const parts = Array.from({length}, () => 0);
  for (const {position, share} of members) parts[position] = share;
  return parts;
}

/** Draws the text with a bar on each token, as high as its attribution, and a tint, its factor; below it the sums. */
export function drawSaliencyFactors(
  data: SaliencyFactorsData,
  options: SaliencyFactorsOptions = {}
): TemplateResult {
  const {names = [], shown, selected = null, highlight = null} = options;
  const {cursor = {row: 0, column: 0}} = options;
  const {tokens, encoderLength, scores} = data.attribution;
  const members = membersOf(data);
  const omitted = omittedOf(data.factors);
  const bySign = hasSign(data);
  const digits = signedDigits(scores);
  const top = topOf(data);
  const tinted = ({belonging}: Member): boolean =>
    shown === undefined || (belonging?.factor ?? null) === shown;
  const figure = ({score, share}: Member): string =>
    bySign ? spokenSigned(score, digits) : spokenPercent(share);
  const below = bySign && scores.some((score) => fill("diverging", score, top).startsWith("n"));
  return html`<div class=${classes("standing", below && "both")}>
      ${drawTokens(tokens.slice(0, encoderLength), {
        produced: tokens.slice(encoderLength),
        fills: members.map((member) =>
          member.belonging && tinted(member)
            ? tintOf(member.belonging)
            : omitted.has(member.position)
              ? "omitted"
              : ""
        ),
        marks: members.map(({belonging}) => (belonging ? String(belonging.factor + 1) : "")),
        over: members.map((member) => bar(member, bySign, top)),
        spoken: members.map(
          (member) =>
            `${figure(member)}, ${omitted.has(member.position) ? "left out of the factors" : spokenBelonging(member.belonging, names)}`
        ),
        selected,
        highlight,
        cursor: cursor.row === 0 ? cursor.column : -1,
        label: "Tokens with attribution and factor"
      })}
    </div>
    ${drawSums(data, options)}`;
}

function bar({score, share}: Member, bySign: boolean, top: number): TemplateResult {
  const value = bySign ? score : share;
  const height = top > 0 ? (Math.abs(value) / top) * 100 : 0;
  const step = fill(bySign ? "diverging" : "sequential", value, top) || "least";
  return html`<i class=${classes("stand", value < 0 && "down")} aria-hidden="true"
    ><i class=${step} .style=${`height:${height.toFixed(1)}%`}></i
  ></i>`;
}

function drawSums(
  data: SaliencyFactorsData,
  {names = [], pinned, cursor = {row: 0, column: 0}}: SaliencyFactorsOptions
): TemplateResult {
  const sums = sumsOf(data);
  const length = data.attribution.tokens.length;
  const longest = Math.max(...sums.map((sum) => Math.max(sum.share, sum.members.length / length)));
  const width = (share: number): string => `${((share / (longest || 1)) * 100).toFixed(2)}%`;
  const digits = signedDigits(sums.map(({score}) => score));
  const bySign = hasSign(data);
  return html`<div class="sums" role="listbox" aria-label="Attribution by factor">
    ${repeat(
      sums,
      ({factor}) => factor,
      (sum, index) => {
        const {factor, share, score, members} = sum;
        const row = index + 1;
        const even = members.length / length;
        return html`<div
          class=${classes("sum", factor === null ? "c0" : colourOf(factor), pinned === factor && "on")}
          role="option"
          aria-selected=${pinned === factor ? "true" : "false"}
          tabindex=${cursor.row === row ? 0 : -1}
          data-row=${row}
          data-column=${columnOf(partsOf(sum, length), row, cursor)}
        >
          <span class="fnum">${factor === null ? "–" : factor + 1}</span>
          <span class="called">${sumName(names, factor)}</span>
          <span class="track"
            ><i class="amount" .style=${`width:${width(share)}`}></i
            ><i class="even" .style=${`inset-inline-start:${width(even)}`}></i
          ></span>
          <span class="v">${percent(share)}<span class="hidden"> of the attribution</span></span>
          ${bySign ? html`<span class="v">${signed(score, digits)}</span>` : ""}
          <span class="v many"
            >${count(members.length)} of ${count(length)}<span class="hidden"> tokens</span></span
          >
        </div>`;
      }
    )}
  </div>`;
}
