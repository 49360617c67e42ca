import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {decimal, signed} from "../format.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {tokenText} from "../token/label.ts";
import {wordRuns} from "../token/words.ts";
import type {Run} from "../token/words.ts";
import type {NeuronName, TokenFiring, TopTokens} from "./data.ts";
import {neuronName} from "./names.ts";

/** How many places and tokens are drawn; the rest is in the table. */
const most = 5;

const placedOf = (context: TokenFiring["context"]): Run =>
  wordRuns(context.map(({token}) => token)).flat();

/** Returns a firing's neighbourhood as text. */
export const contextText = ({context}: TokenFiring): string =>
  placedOf(context)
    .map(({token, gap}) => (gap ? " " : "") + tokenText(token))
    .join("");

const firing = ({context, at, activation}: TokenFiring): TemplateResult =>
  html`<li>
    <span class="ctx" translate="no"
      ><bdi
        >${placedOf(context).map(({token, gap}, index) => html`${gap ? " " : ""}${index === at ? html`<b>${tokenText(token)}</b>` : tokenText(token)}`)}</bdi
      ></span
    >
    <span class="v">${decimal(activation)}</span>
  </li>`;

/** Returns what is known of this neuron; undefined while that is about another. */
export const detailOf = (
  detail: TopTokens | undefined,
  neuron: NeuronName | null
): TopTokens | undefined =>
  detail && neuron && detail.layer === neuron.layer && detail.neuron === neuron.neuron
    ? detail
    : undefined;

/** Draws what one neuron does: where it fires most, and which tokens it makes likelier and less likely. */
export function drawDetail(detail: TopTokens): TemplateResult {
  const {strongest, writes} = detail;
  const list = (word: string, tokens: NonNullable<typeof writes>["promotes"]): TemplateResult =>
    html`<p class="writes">
      <span class="caption">${word}</span>
      ${tokens.slice(0, most).map((token) => html`${drawInline(token)} ${signed(token.logit)} `)}
    </p>`;
  return html`<div class="detail">
    <p class="caption">${neuronName(detail)} fires most at</p>
    <ul>
      ${strongest.slice(0, most).map(firing)}
    </ul>
    ${writes ? html`${list("raises", writes.promotes)}${list("lowers", writes.suppresses)}` : nothing}
  </div>`;
}
