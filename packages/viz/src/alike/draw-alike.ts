import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {fill} from "../bins.ts";
import {decimal, signed, signedCell, signedDigits, spokenSigned} from "../format.ts";
import {drawGrid} from "../grid/draw-grid.ts";
import type {GridHead, GridOptions} from "../grid/grid.ts";
import {drawTokens} from "../token/draw-tokens.ts";
import {drawWords} from "../view/words.ts";
import type {Alike, AlikeText} from "./data.ts";
import {partnersOf, stays, topOf, unitAt, unitText} from "./units.ts";
import type {Side} from "./units.ts";

/** Partners that are named. */
const told = 5;

export interface AlikeOptions {
  /** Units that are pinned; null for none. */
  readonly pinned?: {readonly a: number | null; readonly b: number | null} | null;
  /** Of the tokens, the second text's behind the first's. */
  readonly selected?: number | null;
  readonly highlight?: number | null;
  readonly cursor?: number;
}

/** Draws both texts on one scale, and of a pinned unit those of the other text it goes with. */
export function drawAlike(
  data: Alike,
  {pinned = null, selected = null, highlight = null, cursor = 0}: AlikeOptions = {}
): TemplateResult {
  const top = topOf(data);
  const digits = signedDigits([...data.a.units, ...data.b.units].map(({score}) => score));
  const offset = data.a.tokens.length;
  const of = (text: AlikeText, map: (unit: AlikeText["units"][number] | undefined) => string) =>
    text.tokens.map((_, at) => map(text.units[unitAt(text, at)]));
  const fillsOf = (text: AlikeText): string[] =>
    of(text, (unit) => (unit && !stays(text, unit) ? fill("diverging", unit.score, top) : ""));
  const spokenOf = (text: AlikeText): string[] =>
    of(text, (unit) => (unit && !stays(text, unit) ? spokenSigned(unit.score, digits) : "stays"));
  const fills = [...fillsOf(data.a), ...fillsOf(data.b)];
  const spoken = [...spokenOf(data.a), ...spokenOf(data.b)];
  const side = (name: Side): TemplateResult => {
    const start = name === "a" ? 0 : offset;
    const {tokens} = data[name];
    const own = (column: number | null): number | null =>
      column !== null && column >= start && column < start + tokens.length ? column : null;
    return html`<div class="side">
      <div class="side-head"><span class="who">${name.toUpperCase()}</span></div>
      ${drawTokens(tokens, {
        start,
        fills,
        spoken,
        selected: own(selected),
        highlight: own(highlight),
        cursor,
        label: `${name.toUpperCase()}, tokens`
      })}
    </div>`;
  };
  return html`<div class="sides">${side("a")}${side("b")}</div>
    ${drawCosine(data)} ${pinned ? drawPartners(data, pinned) : nothing}`;
}

const drawCosine = ({cosine}: Alike): TemplateResult =>
  html`<p class="finding num"><span>cosine ${decimal(cosine, 3)}</span></p>`;

function drawPartners(
  data: Alike,
  pinned: NonNullable<AlikeOptions["pinned"]>
): TemplateResult | typeof nothing {
  const lists = (["a", "b"] as const).flatMap((side) => {
    const unit = pinned[side];
    const own = unit === null ? undefined : data[side].units[unit];
    const found = own ? partnersOf(data, side, unit!) : [];
    if (!own || found.length === 0) return [];
    const other = data[side === "a" ? "b" : "a"];
    return [
      {
        title: html`<bdi translate="no">${unitText(data[side], own)}</bdi> goes with`,
        words: found.slice(0, told).map((one) => ({
          id: one.unit,
          text: unitText(other, other.units[one.unit]!),
          figure: signed(one.value, 3)
        }))
      }
    ];
  });
  return lists.length > 0 ? drawWords(lists) : nothing;
}

/** Draws what each pair of units gives to the cosine. */
export function drawPairs(data: Alike, options: GridOptions = {}): TemplateResult {
  const values = data.pairs?.values ?? [];
  const top = values.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const heads = (text: AlikeText): GridHead[] =>
    text.units.map((unit) => ({text: unitText(text, unit), token: true}));
  const grid = drawGrid(
    {
      label: "Pairs of the texts' parts",
      kind: "pairs",
      corner: "A ↓, B →",
      rows: heads(data.a),
      columns: heads(data.b),
      cell(row, column) {
        const value = values[row]?.[column] ?? 0;
        return {
          fill: fill("diverging", value, top),
          // Smaller ones are said, and stand in the table.
          text: Math.abs(value) < 5e-4 ? "" : signedCell(value, 3),
          spoken: spokenSigned(value, 4)
        };
      }
    },
    {narrowest: 30, ...options}
  );
  return html`${grid}${drawCosine(data)}`;
}

/** Returns the largest size of any pair. */
export const topPair = ({pairs}: Alike): number =>
  (pairs?.values ?? []).flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
