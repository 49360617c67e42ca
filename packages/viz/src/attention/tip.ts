import {html} from "lit";
import type {TemplateResult} from "lit";
import type {Token} from "../data.ts";
import {bits, percent} from "../format.ts";
import {drawInline} from "../token/draw-tokens.ts";
import {tokenText} from "../token/label.ts";
import {spokenLayer} from "../view/layers.ts";
import type {Tip} from "../view/tip.ts";
import type {Attention, AttentionValue} from "./data.ts";
import {headName} from "./draw-heads.ts";
import {entropyOf, meanOf, weightsOf} from "./weights.ts";

export interface TipOptions {
  /** Whether the weight is a share of a rollout. */
  readonly flow: boolean;
  readonly seen: boolean;
  readonly weight: number | undefined;
}

const inline = (token: Token): TemplateResult => drawInline(tokenText(token, "dot"));

/** Returns what is told of a weight: whose it is, what the layer's heads have there on average, how spread its row is. */
export function attentionTip(
  data: Attention,
  value: AttentionValue,
  {flow, seen, weight}: TipOptions
): Tip | null {
  const [from, to] = [data.tokens[value.query], data.keys[value.key]];
  if (!from || !to) return null;
  if (flow)
    return {
      where: html`after ${spokenLayer(value.layer)} · ${inline(to)} in ${inline(from)}`,
      rows: [["share", percent(weight)]]
    };
  if (!seen) return {where: inline(to), rows: [["cannot be seen", ""]]};
  const pattern = data.patterns[value.layer];
  const row = weightsOf(data, value)?.[value.query];
  return {
    where: html`${headName(value)} · ${inline(from)} looks at ${inline(to)}`,
    rows: [
      ["weight", percent(weight)],
      ...(pattern && value.head !== "mean"
        ? [["mean of heads", percent(meanOf(pattern)[value.query]?.[value.key])] as const]
        : []),
      ...(row ? [["entropy of the row", bits(entropyOf(row))] as const] : [])
    ]
  };
}
