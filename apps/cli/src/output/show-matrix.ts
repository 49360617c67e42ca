/** The input/output matrix as lines for people. */
import type {AttributionMatrix} from "@ecco/engine";
import {percent, provenanceLine, tokenText} from "./format.ts";
import {paint, table} from "./table.ts";
import type {Cell} from "./table.ts";

/** Returns a score with two decimals. */
function short(score: number): string {
  const size = Math.abs(score).toFixed(2);
  if (size === "0.00") return size;
  return `${score < 0 ? "−" : "+"}${size}`;
}

/** Returns a row for each explained token: scores of the tokens before it, the largest marked. */
export function showMatrix({method, tokens, leftOut, rows, provenance}: AttributionMatrix): string {
  const out = new Set(leftOut);
  const columns = [...tokens.keys()].filter((at) => !out.has(at));
  const warned = rows.filter(({warning}) => warning).length;
  return [
    `${method} of each token`,
    table(
      [
        {title: "explained"},
        {title: "probability", align: "right"},
        {title: "rank", align: "right"},
        ...columns.map((at) => ({title: tokenText(tokens[at]!), align: "right" as const}))
      ],
      rows.map(({token, probability, rank, scores}) => {
        const largest = Math.max(...columns.map((at) => Math.abs(scores[at] ?? 0)));
        return [
          tokenText(token),
          probability === null ? "" : percent(probability),
          rank === null ? "" : String(rank),
          ...columns.map((at): Cell => {
            const score = scores[at];
            if (score === undefined) return "";
            return Math.abs(score) === largest
              ? {text: short(score), style: "green"}
              : short(score);
          })
        ];
      })
    ),
    ...(leftOut.length ? [`left out: ${leftOut.length} of ${tokens.length} tokens`] : []),
    ...(warned > 0
      ? [
          paint({
            text: `${percent(warned / rows.length)} of the rows are not explanations: their scores do not add up; --json says why`,
            style: "yellow"
          })
        ]
      : []),
    paint(provenanceLine(provenance))
  ].join("\n");
}
