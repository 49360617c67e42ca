import type {Candidate, Token} from "../data.ts";
import {bits, count, percent, rank, signed} from "../format.ts";
import {tokenText} from "../token/label.ts";
import {ofConversation, sectionText} from "../token/turns.ts";
import {spokenLayer} from "../view/layers.ts";
import type {TableCell, TableData} from "../view/table.ts";
import {placeOf} from "./kept.ts";
import type {KeptGrid} from "./kept.ts";
import {modeWord, partWord} from "./reading.ts";

/** Returns the name of a contrast: `London − Paris`. */
export const contrastName = ([first, second]: readonly [Token, Token]): string =>
  `${tokenText(first).trim()} − ${tokenText(second).trim()}`;

/** How many of the top tokens are told. */
const told = 3;
const ordinals = ["says", "second", "third"];

const topCells = (candidate: Candidate | undefined): readonly TableCell[] => [
  {text: candidate ? tokenText(candidate, "dot") : "—", value: candidate?.text ?? null},
  {text: percent(candidate?.probability), value: candidate?.probability ?? null}
];

/** Returns the lens as a table: a row for each layer and position. */
export function lensTable(grid: KeptGrid): TableData {
  const {layers, tokens, cells, mode, part = "residual", contrast, provenance} = grid;
  const sample = cells[0]?.[0];
  const kl = sample?.kl !== undefined;
  const watched = sample?.watch ?? [];
  const chat = ofConversation(tokens);
  const places = Array.from({length: told}, (_, i) => i);
  return {
    caption: `Logit lens (${modeWord(mode)}${part === "residual" ? "" : `, ${partWord(part)}`}), ${layers.length} layers, ${tokens.length} positions${grid.places ? ", others left out" : ""}; ${provenance.model} on ${provenance.backend}`,
    columns: [
      {label: "layer"},
      {label: "position"},
      {label: "token", mono: true},
      ...(chat ? [{label: "message"}] : []),
      ...places.flatMap((i) => [{label: ordinals[i]!, mono: true}, {label: "probability"}]),
      {label: "entropy"},
      ...(kl ? [{label: "to the end"}] : []),
      ...watched.flatMap((candidate) => [
        {label: `rank of ${tokenText(candidate, "dot")}`},
        {label: "probability"}
      ]),
      ...(contrast ? [{label: contrastName(contrast)}] : [])
    ],
    rows: layers.flatMap((layer, row) =>
      (cells[row] ?? []).map((cell, position) => [
        {text: spokenLayer(layer), value: layer},
        {text: count(placeOf(grid, position)), value: placeOf(grid, position)},
        {
          text: tokens[position] ? tokenText(tokens[position], "dot") : "—",
          value: tokens[position]?.text ?? null
        },
        ...(chat ? [{text: tokens[position] ? sectionText(tokens[position]) : ""}] : []),
        ...places.flatMap((i) => topCells(cell.top[i])),
        {text: bits(cell.entropy), value: cell.entropy},
        ...(kl ? [{text: bits(cell.kl), value: cell.kl ?? null}] : []),
        ...watched.flatMap((_, i) => [
          {text: rank(cell.watch[i]?.rank), value: cell.watch[i]?.rank ?? null},
          {text: percent(cell.watch[i]?.probability), value: cell.watch[i]?.probability ?? null}
        ]),
        ...(contrast ? [{text: signed(cell.contrast), value: cell.contrast ?? null}] : [])
      ])
    )
  };
}
