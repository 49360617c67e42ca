import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {repeat} from "lit/directives/repeat.js";
import {fill} from "../bins.ts";
import type {ProducedAttributions} from "../data.ts";
import {percent, signed, signedDigits, spokenPercent, spokenSigned} from "../format.ts";
import {classes, drawTokens} from "../token/draw-tokens.ts";
import {tokenLabel} from "../token/label.ts";
import {opensTurn, turnLabel} from "../token/turns.ts";
import type {Shares} from "./shares.ts";

export interface SaliencyOptions {
  /** Signed scores on the diverging scale, instead of shares. */
  readonly signed?: boolean;
  /** The position explained. */
  readonly explained?: number | null;
  readonly highlight?: number | null;
  readonly cursor?: number;
  /** What is said of bars that are left out. */
  readonly rest?: string;
  /** Draws bars as a list, whatever the room. */
  readonly list?: boolean;
  /** The room in px; decides between bars on their tokens and a list. */
  readonly width?: number;
}

const defined = (values: readonly (number | undefined)[]): readonly number[] =>
  values.filter((v) => v !== undefined);

/** Returns the values that are on the scale: undefined for what is in sight only. */
const scaled = (shares: Shares, isSigned: boolean): readonly (number | undefined)[] => {
  const values = isSigned ? shares.scores : shares.shares;
  const {dimmed} = shares;
  return dimmed ? values.map((value, i) => (dimmed[i] ? undefined : value)) : values;
};

/** Returns the top of the domain: this view's largest share, or |score| when signed. */
export const topOf = (shares: Shares, isSigned: boolean): number =>
  Math.max(0, ...defined(scaled(shares, isSigned)).map(Math.abs));

function said(shares: Shares, isSigned: boolean): string[] {
  const digits = signedDigits(defined(shares.scores));
  return shares.scores.map((score, i) =>
    score === undefined
      ? ""
      : isSigned
        ? spokenSigned(score, digits)
        : spokenPercent(shares.shares[i])
  );
}

/** Draws the text with each token on its attribution. */
export function drawSaliency(
  {tokens, produced}: ProducedAttributions,
  shares: Shares | undefined,
  {signed: isSigned = false, explained = null, highlight = null, cursor = 0}: SaliencyOptions = {}
): TemplateResult {
  const top = shares ? topOf(shares, isSigned) : 0;
  const values = shares ? scaled(shares, isSigned) : [];
  return drawTokens(tokens, {
    produced,
    fills: values.map((value) =>
      value === undefined ? "" : fill(isSigned ? "diverging" : "sequential", value, top)
    ),
    spoken: shares ? said(shares, isSigned) : [],
    selected: explained,
    highlight,
    cursor,
    label: "Tokens of the text"
  });
}

/** A bar that stands on its token needs this many px. */
const narrowest = 58;

/** Draws a bar for each token that has a score: standing on the tokens, or as a list where there is no room. */
export function drawDetailed(
  {tokens, produced}: ProducedAttributions,
  shares: Shares | undefined,
  {
    signed: isSigned = false,
    highlight = null,
    cursor = 0,
    width = 800,
    list = false,
    rest = ""
  }: SaliencyOptions = {}
): TemplateResult {
  if (!shares) return html`<div class="blank"></div>`;
  const all = [...tokens, ...produced];
  const values = isSigned ? shares.scores : shares.shares;
  const onScale = scaled(shares, isSigned);
  const real = defined(onScale);
  const positions = values.flatMap((value, i) => (value === undefined ? [] : [i]));
  const high = Math.max(0, ...real);
  const low = Math.min(0, ...real);
  const top = Math.max(high, -low);
  const span = high - low || 1;
  const digits = signedDigits(real);
  const upright = !list && width / positions.length >= narrowest && width > 560;
  const bar = (value: number): string => {
    const from = (Math.min(0, value) - low) / span;
    const size = Math.abs(value) / span;
    return upright
      ? `bottom:${from * 100}%;height:${size * 100}%`
      : `left:${from * 100}%;width:${size * 100}%`;
  };
  return html`<div
      class=${classes("det", upright ? "upright" : "list", isSigned && "signed")}
      role="listbox"
      aria-label="Attribution of each token"
      .style=${`--n:${positions.length};--zero:${(-low / span) * 100}%`}
    >
      ${repeat(
        positions,
        (position) => position,
        (position) => {
          const value = values[position]!;
          const token = all[position]!;
          return html`<div
            class=${classes("col", highlight === position && "linked", onScale[position] === undefined && "tpl")}
            role="option"
            aria-selected="false"
            tabindex=${cursor === position ? 0 : -1}
            data-row="0"
            data-column=${position}
            data-position=${position}
          >
            <div class="track">
              ${
                value === 0 || onScale[position] === undefined
                  ? nothing
                  : html`<i
                      class=${classes("bar", fill(isSigned ? "diverging" : "sequential", value, top) || "least", value < 0 && "down")}
                      .style=${bar(value)}
                    ></i>`
              }
            </div>
            <div class="tx" translate="no">
              ${opensTurn(all[position - 1], token) ? html`<span class="by">${turnLabel(token)}</span> ` : nothing}<bdi
                >${tokenLabel(token)}</bdi
              >
            </div>
            <div class="v">${isSigned ? signed(value, digits) : percent(value)}</div>
          </div>`;
        }
      )}
    </div>
    ${rest ? html`<p class="rest">${rest}</p>` : nothing}`;
}
