import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {fill} from "../bins.ts";
import type {Attribution, MethodComparison} from "../data.ts";
import {absent, decimal, signed, signedDigits, spokenPercent, spokenSigned} from "../format.ts";
import {sumFact} from "../saliency/facts.ts";
import {wordFor} from "../saliency/methods.ts";
import {calledOf} from "../saliency/shares.ts";
import {classes, drawInline, drawTokens} from "../token/draw-tokens.ts";
import type {Spot} from "../view/walk.ts";
import {comparedRows, faithfulnessSpan, rowValues} from "./compared.ts";
import type {MethodRow} from "./compared.ts";

export interface MethodsOptions {
  /** Signed scores on the diverging scale, of methods that have a sign. */
  readonly signed?: boolean;
  /** The pinned method. */
  readonly pinned?: string | null;
  /** The position pointed at, here or in another view. */
  readonly highlight?: number | null;
  readonly cursor?: Spot;
}

/** Whether a sum that was promised is missed. */
export const isOff = (attribution: Attribution): boolean =>
  sumFact(attribution).some(({bad}) => bad);

/** Returns a row for speech. */
function spokenRow(row: MethodRow): string {
  const {method, attribution, error, faithfulness, floor, hollow} = row;
  const name = wordFor(method);
  if (!attribution) return `${name}: ${error ?? "not computed yet"}`;
  const {delta} = attribution;
  const sum =
    delta === null
      ? "promises no sum"
      : `delta ${spokenSigned(delta)}${isOff(attribution) ? ", does not add up" : ""}`;
  const faith =
    faithfulness === null
      ? ""
      : `, faithfulness ${spokenSigned(faithfulness)}, random ${spokenSigned(floor)}${hollow ? ", close to random" : ""}`;
  return `${name}: ${sum}${faith}`;
}

/** Draws one row a method: its name, the text on its own scale, what its sum misses, and how faithful it is. */
export function drawMethods(
  data: MethodComparison,
  options: MethodsOptions = {},
  rows: readonly MethodRow[] = comparedRows(data)
): TemplateResult {
  const span = faithfulnessSpan(rows);
  const floors = [...new Set(rows.flatMap(({floor}) => (floor === null ? [] : [floor])))];
  const target = rows.find(({attribution}) => attribution)?.attribution?.target;
  return html`<div class="meth">
    <div class="mr mh" aria-hidden="true">
      <span>method</span>
      <span>attribution${target ? html` of ${drawInline(calledOf(target))}` : nothing}</span>
      <span class="r">delta</span>
      <span
        >faithfulness${floors.length === 1 ? html` (random ${decimal(floors[0])})` : nothing}</span
      >
    </div>
    ${repeat(
      rows,
      ({method}) => method,
      (row, index) => drawRow(data, row, {...options, index, span})
    )}
  </div>`;
}

interface RowOptions extends MethodsOptions {
  readonly index: number;
  readonly span: readonly [number, number];
}

function drawRow(data: MethodComparison, row: MethodRow, options: RowOptions): TemplateResult {
  const {pinned = null, span} = options;
  const {method, attribution, error} = row;
  const on = pinned === method;
  return html`<div
    class=${classes("mr", on && "on")}
    role="group"
    aria-label=${spokenRow(row)}
    aria-current=${on ? "true" : nothing}
  >
    <span class="mn">${wordFor(method)}</span>
    ${error ? html`<span class="why"><span aria-hidden="true">⚠</span> ${error}</span>` : drawStrip(data, row, options)}
    ${drawDelta(attribution)} ${drawBar(row, span)}
  </div>`;
}

function drawStrip(
  {tokens}: MethodComparison,
  row: MethodRow,
  {signed: isSigned = false, highlight = null, cursor = {row: 0, column: 0}, index}: RowOptions
): TemplateResult {
  const {attribution, method} = row;
  const {values, top, bySign} = rowValues(row, isSigned);
  return html`<div class=${classes("strip", !attribution && "waiting")}>
    ${drawTokens(attribution?.tokens ?? tokens, {
      row: index,
      fills: values.map((value, at) =>
        row.dimmed[at] ? "" : fill(bySign ? "diverging" : "sequential", value, top)
      ),
      spoken: values.map((value) =>
        bySign ? spokenSigned(value, signedDigits(values)) : spokenPercent(value)
      ),
      highlight,
      cursor: cursor.row === index ? cursor.column : -1,
      label: `Tokens by ${wordFor(method)}`
    })}
  </div>`;
}

function drawDelta(attribution: Attribution | null): TemplateResult {
  if (!attribution) return html`<span class="r"></span>`;
  const {delta} = attribution;
  const text = delta === null ? absent : signed(delta);
  return isOff(attribution)
    ? html`<span class="r bad"><span aria-hidden="true">⚠</span> ${text}</span>`
    : html`<span class="r">${text}</span>`;
}

function drawBar(
  {attribution, faithfulness, floor, hollow}: MethodRow,
  [low, high]: readonly [number, number]
): TemplateResult {
  if (!attribution) return html`<span class="fbar none"></span>`;
  if (faithfulness === null || floor === null)
    return html`<span class="fbar none"><em>${absent}</em></span>`;
  const whole = high - low || 1;
  const at = (value: number): number => ((value - low) / whole) * 100;
  const from = at(Math.min(0, faithfulness));
  const size = (Math.abs(faithfulness) / whole) * 100;
  return html`<span class="fbar" aria-hidden="true"
    >${low < 0 ? html`<b .style=${`left:${at(0)}%`}></b>` : nothing}<i
      class=${classes("bar", hollow && "lo")}
      .style=${`left:${from}%;width:${size}%`}
    ></i
    ><u .style=${`left:${at(floor)}%`}></u><em>${decimal(faithfulness)}</em></span
  >`;
}
