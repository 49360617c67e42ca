/** What causal explanations are about, in words: a token's logit, or the difference of two. */
import {html} from "lit";
import type {TemplateResult} from "lit";
import type {AttributionTarget} from "../data.ts";
import {calledOf} from "../saliency/shares.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {spokenToken} from "../token/label.ts";

export type Target = Omit<AttributionTarget, "value">;

/** Draws `logit London − logit Paris`. */
export function drawTarget(target: Target): TemplateResult {
  const {of, foil} = target;
  const called = html`${of} ${drawInline(calledOf(target))}`;
  return foil ? html`${called} − ${of} ${drawInline(foil)}` : called;
}

/** Returns `logit of London less that of Paris`. */
export function spokenTarget(target: Target): string {
  const foil = target.foil ? ` less that of ${spokenToken(target.foil)}` : "";
  return `${target.of} of ${spokenToken(calledOf(target))}${foil}`;
}
