import {spokenTarget} from "../causal/about.ts";
import {rowPhrase, sitePhrase} from "../causal/places.ts";
import {count, signed, signedDigits} from "../format.ts";
import {tokenText} from "../token/label.ts";
import type {TableData} from "../view/table.ts";
import {headFigure, isByHead} from "../causal/heads.ts";
import type {Patching as Data} from "./data.ts";
import {cellAt} from "./shares.ts";

/** Returns patching as a table: a row for each layer and position or head. */
export function patchingTable(data: Data): TableData {
  const {site, values, tokens, cleanTokens, approximation, recovered, provenance} = data;
  const heads = isByHead(site);
  const shared = (data.queriesPerColumn ?? 1) > 1;
  const digits = signedDigits(values.flat());
  const name = (
    token: Data["tokens"][number] | undefined
  ): {text: string; value: string | null} => ({
    text: token ? tokenText(token, "dot") : "—",
    value: token?.text ?? null
  });
  return {
    caption: `Activation patching, ${sitePhrase(site)}: ${spokenTarget(data.target)}, clean ${signed(data.clean)}, corrupt ${signed(data.corrupt)}; ${provenance.model} on ${provenance.backend}`,
    columns: [
      {label: "layer"},
      {label: heads ? (shared ? "heads" : "head") : "position"},
      ...(heads
        ? []
        : [
            {label: "corrupt", mono: true},
            {label: "clean", mono: true}
          ]),
      {label: "value"},
      ...(recovered ? [{label: "share restored"}] : []),
      ...(approximation ? [{label: "first order"}] : []),
      ...(approximation && recovered ? [{label: "its share"}] : [])
    ],
    rows: values.flatMap((row, layer) =>
      row.map((value, column) => {
        const {share, guess, guessShare} = cellAt(data, layer, column)!;
        return [
          {text: rowPhrase(site, layer, values.length), value: layer},
          shared ? {text: headFigure(data, column)} : {text: count(column), value: column},
          ...(heads ? [] : [name(tokens[column]), name(cleanTokens[column])]),
          {text: signed(value, digits), value},
          ...(recovered ? [{text: signed(share), value: share}] : []),
          ...(approximation ? [{text: signed(guess, digits), value: guess}] : []),
          ...(approximation && recovered ? [{text: signed(guessShare), value: guessShare}] : [])
        ];
      })
    )
  };
}
