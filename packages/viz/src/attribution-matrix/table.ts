import type {AttributionMatrix} from "../data.ts";
import {absent, count, decimal, delta as deltaText, percent} from "../format.ts";
import {warningText} from "../saliency/facts.ts";
import {wordFor} from "../saliency/methods.ts";
import {tokenText} from "../token/label.ts";
import {inSection} from "../token/turns.ts";
import type {TableData} from "../view/table.ts";
import {matrixWords} from "./draw-attribution-matrix.ts";
import {matrixValues} from "./scale.ts";
import type {MatrixLook} from "./scale.ts";

/** Returns every value of the matrix: a row for each explained token, what is known of it, and a column for each token. */
export function matrixTable(data: AttributionMatrix, look: MatrixLook, note = ""): TableData {
  const {method, tokens, rows, provenance} = data;
  const {at, columns} = matrixValues(data, look);
  const words = matrixWords(look);
  const seen = tokens.slice(0, columns);
  const what = look.scale === "row" ? "shares of each row" : "scores";
  const ranked = rows.some(({probability}) => typeof probability === "number");
  const warned = rows.some(({warning}) => warning);
  return {
    caption: `Attribution matrix by ${wordFor(method).toLowerCase()}, ${what}: ${rows.length} explained tokens, ${columns} tokens before them${note}; ${provenance.model} on ${provenance.backend}`,
    columns: [
      {label: "explained", mono: true},
      {label: "position"},
      {label: "value"},
      ...(ranked ? [{label: "probability"}, {label: "rank"}] : []),
      {label: "delta"},
      ...(warned ? [{label: "warning"}] : []),
      ...seen.map((token) => ({label: inSection(token), mono: true}))
    ],
    rows: rows.map(({token, index, value, delta, change, warning, probability, rank}, row) => [
      {text: tokenText(token, "dot"), value: token.text},
      {text: count(index), value: index},
      {text: decimal(value), value},
      ...(ranked
        ? [
            {text: percent(probability), value: probability ?? null},
            {text: count(rank), value: rank ?? null}
          ]
        : []),
      {text: delta === null ? absent : deltaText(delta, change), value: delta},
      ...(warned
        ? [{text: warning ? warningText(warning) : "", value: warning?.message ?? ""}]
        : []),
      ...seen.map((_, column) => {
        const cell = at(row, column);
        return cell === undefined
          ? {text: absent, value: null}
          : {text: words.full(cell), value: cell};
      })
    ])
  };
}
