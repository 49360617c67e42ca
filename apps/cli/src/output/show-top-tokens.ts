import type {PromotedToken, TokenFiring, TopTokens} from "@ecco/engine";
import {number, provenanceLine, signed, tokenText} from "./format.ts";
import {named} from "./show-factors.ts";
import {paint, table} from "./table.ts";
import {leftOutLines} from "./taken.ts";

/** Returns where a neuron fires, and what it speaks for, as lines for people. */
export function showTopTokens(found: TopTokens): string {
  const {strongest, weakest, writes, read, leftOut, provenance} = found;
  const places = (title: string, rows: readonly TokenFiring[]): string =>
    table(
      [{title, align: "right"}, {title: "text", align: "right"}, {title: "at"}, {title: "among"}],
      rows.map(({activation, text, token, context, at}) => [
        number(activation),
        String(text + 1),
        tokenText(token),
        among(context, at)
      ])
    );
  const tokens = (list: readonly PromotedToken[]): string =>
    list.map((token) => `${tokenText(token)} ${signed(token.logit)}`).join("  ");
  return [
    `neuron ${named(found)} at ${read} tokens`,
    places("strongest", strongest),
    places("weakest", weakest),
    ...(writes
      ? [`makes likelier: ${tokens(writes.promotes)}`, `less likely: ${tokens(writes.suppresses)}`]
      : []),
    ...leftOutLines(leftOut),
    paint(provenanceLine(provenance))
  ].join("\n");
}

/** Returns the neighbours, the token itself in brackets; a blank where the text has one that is no token's own. */
function among(context: TokenFiring["context"], at: number): string {
  return context
    .map(({token}, index) => {
      const before = context[index - 1]?.token.end ?? null;
      const gap = before !== null && token.start !== null && token.start > before ? " " : "";
      return gap + (index === at ? `[${tokenText(token)}]` : tokenText(token));
    })
    .join("");
}
