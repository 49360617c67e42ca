/** What cells of data are read and shown with. */
import * as inputs from "@observablehq/inputs";
import {readTable} from "./files/typed-rows.ts";

type Rows = readonly Readonly<Record<string, unknown>>[] & {readonly columns: readonly string[]};

/** Returns the rows of a table in CSV, with numbers, dates and booleans where texts say some. */
export const rowsOfCell = (text: string): Rows => readTable(text, {typed: true}) as Rows;

/** The package ships no types. */
const {table} = inputs as unknown as {
  readonly table: (
    rows: Rows,
    options: {readonly columns: readonly string[]; readonly select: boolean}
  ) => Element;
};

/** Returns a table to look at. */
export const tableOfCell = (rows: Rows): Element =>
  table(rows, {columns: rows.columns, select: false});
