import {absent, decimal, signed} from "../format.ts";
import {tokenText} from "../token/label.ts";
import type {TableCell, TableData} from "../view/table.ts";
import type {TopTokens} from "./data.ts";
import {contextText} from "./draw-detail.ts";
import {neuronName} from "./names.ts";

const nothing: TableCell = {text: absent, value: null};

/** Returns the table with one more column and rows of its own: where a neuron fires, what it makes likelier and less likely. */
export function withDetail(table: TableData, detail: TopTokens | undefined): TableData {
  if (!detail) return table;
  const {strongest, writes} = detail;
  const between = table.columns.slice(1).map(() => nothing);
  const written = (word: string, list: NonNullable<typeof writes>["promotes"]): TableCell[][] =>
    list.map((token) => [
      {text: `${word} ${tokenText(token, "dot")}`},
      ...between,
      {text: signed(token.logit), value: token.logit}
    ]);
  return {
    ...table,
    columns: [...table.columns, {label: `${neuronName(detail)} fires, raises, lowers`}],
    rows: [
      ...table.rows.map((row) => [...row, nothing]),
      ...strongest.map((firing) => [
        {text: `fires at ${tokenText(firing.token, "dot")} in: ${contextText(firing)}`},
        ...between,
        {text: decimal(firing.activation), value: firing.activation}
      ]),
      ...(writes
        ? [...written("raises", writes.promotes), ...written("lowers", writes.suppresses)]
        : [])
    ]
  };
}
