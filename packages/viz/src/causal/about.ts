/** What causal explanations are about, in words: a token's logit, or the difference of two. */
import {html} from "lit";
import type {TemplateResult} from "lit";
import type {AttributionTarget} from "../data.ts";
import {wordFor} from "../saliency/methods.ts";
import {calledOf} from "../saliency/shares.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken} from "../token/label.ts";

export type Target = Omit<AttributionTarget, "value">;

/** Returns what of a token is told: `logit`, `log-probability`. */
export const kindOf = ({of}: Target): string => wordFor(of);

/** Draws `logit London − logit Paris`. */
export function drawTarget(target: Target): TemplateResult {
  const {id, foil} = target;
  const called = drawInline(calledOf(target));
  // An entropy or an expression is of no token.
  if (id === null) return called;
  const of = kindOf(target);
  return foil ? html`${of} ${called} − ${of} ${drawInline(foil)}` : html`${of} ${called}`;
}

/** Returns `logit of London less that of Paris`. */
export function spokenTarget(target: Target): string {
  const called = spokenToken(calledOf(target));
  const foil = target.foil ? ` less that of ${spokenToken(target.foil)}` : "";
  return target.id === null ? called : `${kindOf(target)} of ${called}${foil}`;
}
