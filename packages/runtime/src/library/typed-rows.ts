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
  const rows = dsvFormat(delimiter).parseRows(text);
  if (array) return rows.map((row) => (typed ? typedValues(row) : row));
  const [columns = [], ...lines] = rows;
  const objects = lines.map((line): Row => {
    const texts = columns.map((_, at) => line[at] ?? "");
    const values = typed === true ? typedValues(texts) : texts;
    // Makes properties of its own, also of a column called `__proto__`.
    return Object.fromEntries(columns.map((name, at): [string, Value] => [name, values[at]!]));
  });
  if (typed === "auto") for (const name of columns) typeColumn(objects, name);
  return Object.assign(objects, {columns});
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
