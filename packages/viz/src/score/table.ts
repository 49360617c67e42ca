import {bits, count, decimal, percent} from "../format.ts";
import {tokenText} from "../token/label.ts";
import type {TableCell, TableData} from "../view/table.ts";
import type {Score} from "./data.ts";

const dash: TableCell = {text: "—", value: null};

/** Returns every number of a scored text. */
export function scoreTable({tokens, scores, totals, provenance}: Score): TableData {
  const {perplexity, bitsPerToken, bitsPerByte} = totals;
  const perByte = bitsPerByte === null ? "" : `, ${bits(bitsPerByte)} a byte`;
  return {
    caption: `Scores of ${count(totals.tokens)} tokens: perplexity ${decimal(perplexity)}, ${bits(bitsPerToken)} a token${perByte}; ${provenance.model} on ${provenance.backend}`,
    columns: [
      {label: "token", mono: true},
      {label: "position"},
      {label: "probability"},
      {label: "log-probability"},
      {label: "surprise, bits"},
      {label: "rank"},
      {label: "entropy, bits"},
      {label: "likeliest", mono: true}
    ],
    rows: tokens.map((token, position) => {
      const score = scores[position];
      const named = [
        {text: tokenText(token, "dot"), value: token.text},
        {text: count(position), value: position}
      ];
      if (!score) return [...named, dash, dash, dash, dash, dash, dash];
      return [
        ...named,
        {text: percent(score.probability), value: score.probability},
        {text: decimal(score.logprob), value: score.logprob},
        {text: decimal(score.surprise), value: score.surprise},
        {text: count(score.rank), value: score.rank},
        {text: decimal(score.entropy), value: score.entropy},
        {
          text: score.top
            .map((one) => `${tokenText(one, "dot")} ${percent(one.probability)}`)
            .join(" · ")
        }
      ];
    })
  };
}
