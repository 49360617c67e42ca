/** Rows of a table of texts: read, and turned into numbers, dates and booleans where that is asked for. */
import {autoType, dsvFormat} from "d3-dsv";

export interface TableOptions {
  /** Between the fields of a row; a comma by default. */
  readonly delimiter?: string;
  /** Rows as arrays, the first with the names of the columns; by default rows are objects. */
  readonly array?: boolean;
  /** true: each value by itself (d3.autoType); "auto": a column where all its values allow it. By default all stay texts. */
  readonly typed?: boolean | "auto";
}

type Value = string | number | boolean | Date | null;
type Row = Record<string, Value>;
/** `columns` has the names of the columns in their order. */
export type Table = Value[][] | (Row[] & {columns: string[]});

/** Returns the rows of a table. The text is not evaluated, so a page may forbid evaluation. */
export function readTable(text: string, options: TableOptions = {}): Table {
  const {delimiter = ",", array = false, typed = false} = options;
  const format = dsvFormat(delimiter);
  if (array) return format.parseRows(text, (row): Value[] => (typed ? typedValues(row) : row));
  const columns: string[] = [];
  const objects = format.parseRows(text, (line, index) => {
    if (index > 0) return rowOf(columns, line, typed === true);
    columns.push(...line);
    return null;
  });
  if (typed === "auto") for (const name of columns) typeColumn(objects, name);
  return Object.assign(objects, {columns});
}

function rowOf(columns: readonly string[], line: readonly string[], typed: boolean): Row {
  const row: Row = {};
  for (let at = 0; at < columns.length; at++) {
    const name = columns[at]!;
    const value = line[at] ?? "";
    // A property of its own for this column too.
    if (name === "__proto__")
      Object.defineProperty(row, name, {
        value,
        writable: true,
        enumerable: true,
        configurable: true
      });
    else row[name] = value;
  }
  return typed ? (autoType(row as Record<string, string>) as Row) : row;
}

const typedValues = (row: readonly string[]): Value[] => autoType([...row] as never) as Value[];

const isMissing = (value: Value): boolean => value === "" || value === null;

function typeColumn(rows: readonly Row[], name: string): void {
  const found = typedValues(rows.map((row) => String(row[name])));
  const kinds = new Set(
    found.filter((value) => !isMissing(value)).map((value) => Object.prototype.toString.call(value))
  );
  if (kinds.size === 1) rows.forEach((row, at) => (row[name] = found[at]!));
}
