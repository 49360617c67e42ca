import {count, signed, signedDigits} from "../format.ts";
import {wordFor} from "../saliency/methods.ts";
import type {TableCell, TableData} from "../view/table.ts";
import type {Alike} from "./data.ts";
import {stays, unitText} from "./units.ts";

/** Returns every unit with its score, and behind it the pairs. */
export function alikeTable(data: Alike): TableData {
  const {method, provenance, pairs, a, b} = data;
  const digits = signedDigits([...a.units, ...b.units].map(({score}) => score));
  const rows = ([a, b] as const).flatMap((text, side) =>
    text.units.map((unit): readonly TableCell[] => [
      {text: side === 0 ? "A" : "B"},
      {text: unitText(text, unit), value: unit.text},
      {text: unit.tokens.map((at) => count(at)).join(", "), value: unit.tokens.join(" ")},
      stays(text, unit)
        ? {text: "stays", value: null}
        : {text: signed(unit.score, digits), value: unit.score}
    ])
  );
  return {
    caption: `What makes two texts alike, by ${wordFor(method).toLowerCase()}: cosine ${signed(data.cosine, 4)} by ${provenance.model} on ${provenance.backend}`,
    columns: [
      {label: "text"},
      {label: data.unit, mono: true},
      {label: "positions"},
      {label: "score"}
    ],
    rows,
    ...(pairs
      ? {
          more: [
            {
              caption: "Pairs, by the states of the last layer",
              columns: [
                {label: "A", mono: true},
                ...b.units.map((unit) => ({label: unitText(b, unit)}))
              ],
              rows: a.units.map((unit, row) => [
                {text: unitText(a, unit), value: unit.text},
                ...b.units.map((_, column) => {
                  const value = pairs.values[row]?.[column] ?? 0;
                  return {text: signed(value, 4), value};
                })
              ])
            }
          ]
        }
      : {})
  };
}
