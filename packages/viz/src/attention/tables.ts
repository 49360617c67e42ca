import {count, percent} from "../format.ts";
import {tokenText} from "../token/label.ts";
import {layerName} from "../view/layers.ts";
import type {TableCell, TableData} from "../view/table.ts";
import type {Attention, AttentionWeights, HeadChoice} from "./data.ts";
import {awayAt, headName} from "./draw-heads.ts";
import {entropyOf, isMasked, weightsOf} from "./weights.ts";

/** A table of more weights than this lists one row of them. */
const most = 10_000;

const named = ({tokens, keys}: Attention): {rows: string[]; columns: string[]} => ({
  rows: tokens.map((token) => tokenText(token, "dot")),
  columns: keys.map((token) => tokenText(token, "dot"))
});

const share = (value: number | null | undefined): TableCell => ({
  text: percent(value),
  value: value ?? null
});

/** Returns every weight of a head: a row a token that looks, a column a token that is looked at; absent is what cannot be seen. */
export function matrixTable(data: Attention, choice: HeadChoice): TableData {
  const {rows, columns} = named(data);
  const weights = weightsOf(data, choice) ?? [];
  const pattern = data.patterns[choice.layer];
  return {
    caption: `Attention of ${headName(choice)}: rows look at columns, — cannot be seen; ${ran(data)}`,
    columns: [
      {label: "looks from", mono: true},
      {label: "position"},
      ...columns.map((label) => ({label, mono: true}))
    ],
    rows: weights.map((row, query) => [
      {text: rows[query]!, value: data.tokens[query]!.text},
      {text: count(query), value: query},
      ...row.map((weight, key) =>
        share(weight === 0 && (!pattern || isMasked(pattern, query, key)) ? null : weight)
      )
    ]),
    more: [headsTable(data)]
  };
}

/** Returns what one token looks at. */
export function rowTable(data: Attention, choice: HeadChoice, query: number): TableData {
  const {rows, columns} = named(data);
  const row = weightsOf(data, choice)?.[query] ?? [];
  const pattern = data.patterns[choice.layer];
  return {
    caption: `What ${rows[query]} looks at in ${headName(choice)}, entropy ${entropyOf(row).toFixed(2)} bits; ${ran(data)}`,
    columns: [{label: "token", mono: true}, {label: "position"}, {label: "weight"}],
    rows: columns.map((text, key) => [
      {text, value: data.keys[key]!.text},
      {text: count(key), value: key},
      share(pattern && isMasked(pattern, query, key) ? null : row[key])
    ]),
    more: [headsTable(data)]
  };
}

/** Returns the matrix where it can be read, else the row of *query*. */
export const attentionTable = (data: Attention, choice: HeadChoice, query: number): TableData =>
  data.tokens.length * data.keys.length > most
    ? rowTable(data, choice, query)
    : matrixTable(data, choice);

/** Returns a rollout: a row a layer, a column a token. */
export function flowTable(data: Attention, shares: AttentionWeights, query: number): TableData {
  const {rows, columns} = named(data);
  return {
    caption: `Attention rollout: how much of each token has reached ${rows[query]} (position ${query}) after each layer; ${ran(data)}`,
    columns: [{label: "layer"}, ...columns.map((label) => ({label, mono: true}))],
    rows: shares.map((row, layer) => [
      {text: layerName(layer), value: layer},
      ...row.map((value) => share(value))
    ])
  };
}

/** Returns the grid of heads: attention off the first token. */
function headsTable(data: Attention): TableData {
  const heads = [...Array(data.heads).keys()];
  return {
    caption: "Attention off the first token, by layer and head",
    columns: [{label: "layer"}, ...heads.map((head) => ({label: `head ${head}`})), {label: "mean"}],
    rows: data.away.map((_, layer) => [
      {text: layerName(layer), value: layer},
      ...([...heads, "mean"] as const).map((head) => share(awayAt(data, {layer, head})))
    ])
  };
}

const ran = ({provenance: {model, backend}}: Attention): string => `${model} on ${backend}`;
