/** Rows of a table of texts: read, and turned into numbers, dates and booleans where that is asked for. */
import {autoType, dsvFormat} from "d3-dsv";

export interface TableOptions {
  /** Between the fields of a row; a comma by default. */
  readonly delimiter?: string;
  /** Rows as arrays, the first with the names of the columns; by default rows are objects. */
  readonly array?: boolean;
  /**
   * true: each value by itself (d3.autoType); "auto": each column, by what nine tenths of its first hundred values are. By
   * default all stay texts.
   */
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

/** How a column of one kind is read; an empty text is a value of its own. */
interface Kind {
  readonly fits: (text: string) => boolean;
  readonly read: (text: string) => Value | undefined;
}

/** A day, maybe with a time: 2024-01-31, 1/31/2024. */
const date =
  /^(?:(?:[-+]\d{2})?\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{2,4})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{3})?)?(?:Z|[-+]\d{2}:\d{2})?)?$/;
const truth: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["", null]
]);

const kinds: readonly Kind[] = [
  {
    fits: (text) => /^(?:true|false)$/i.test(text),
    read: (text) => truth.get(text.toLowerCase())
  },
  {
    fits: (text) => !Number.isNaN(Number(text)),
    read: (text) => (text === "" ? Number.NaN : Number(text))
  },
  {
    fits: (text) => date.test(text),
    read: (text) => (text === "" ? null : new Date(date.test(text) ? text : Number.NaN))
  }
];

/** So many rows are looked at, and so many of their values have to be of one kind. */
const sample = 100;
const share = 0.9;

function typeColumn(rows: readonly Row[], name: string): void {
  const texts = rows
    .slice(0, sample)
    .map((row) => String(row[name]).trim())
    .filter(Boolean);
  const kind = kinds.find(
    ({fits}) => texts.length > 0 && texts.filter(fits).length >= Math.ceil(texts.length * share)
  );
  if (kind) for (const row of rows) row[name] = kind.read(String(row[name]).trim()) as Value;
}
