import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {decimal} from "../format.ts";
import {drawTokens} from "../token/draw-tokens.ts";
import type {NeuronFactors} from "./data.ts";
import {spokenFactor} from "./names.ts";
import {omittedOf} from "./omitted.ts";
import {tintOf} from "./strongest.ts";
import type {Belonging} from "./strongest.ts";

export interface TextsOptions {
  readonly names?: readonly string[];
  readonly selected?: number | null;
  readonly highlight?: number | null;
  /** The position in the tab order; −1 is none. */
  readonly cursor?: number;
}

/** Returns a token's part for speech: `factor 2, pronouns, 6.32`. */
export const spokenBelonging = (
  belonging: Belonging | null | undefined,
  names: readonly string[]
): string =>
  belonging
    ? `${spokenFactor(names, belonging.factor)}, ${decimal(belonging.loading)}`
    : "no factor";

/** Draws the texts, each token tinted by the factor it belongs to, with its number. */
export function drawTexts(
  data: NeuronFactors,
  belongings: readonly (Belonging | null)[],
  {names = [], selected = null, highlight = null, cursor = 0}: TextsOptions = {}
): TemplateResult {
  const {tokens, texts} = data;
  const omitted = omittedOf(data);
  const options = {
    fills: belongings.map((belonging, at) =>
      belonging ? tintOf(belonging) : omitted.has(at) ? "omitted" : ""
    ),
    marks: belongings.map((belonging) => (belonging ? String(belonging.factor + 1) : "")),
    spoken: belongings.map((belonging, at) =>
      omitted.has(at) ? "left out" : spokenBelonging(belonging, names)
    ),
    selected,
    highlight,
    cursor
  };
  return html`${texts.map(({start, end, produced}, index) => {
    const several = texts.length > 1;
    return html`${several ? html`<p class="caption">text ${index + 1}</p>` : nothing}
    ${drawTokens(tokens.slice(start, end - produced), {
      ...options,
      produced: tokens.slice(end - produced, end),
      start,
      label: several ? `Tokens of text ${index + 1} by factor` : "Tokens by factor"
    })}`;
  })}`;
}
