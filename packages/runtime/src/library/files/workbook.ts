/** Workbooks of Excel: sheets as rows of objects. */
import {read, utils} from "@e965/xlsx";
import type {CellObject, WorkSheet} from "@e965/xlsx";
import {kindOf} from "./content-kind.ts";

export interface SheetOptions {
  /** As in Excel, "A1:C10"; a side that is left out is that of the sheet. */
  readonly range?: string;
  /** Whether the first row has the names of the columns; by default they are A, B, C… */
  readonly headers?: boolean;
}

type Value = CellObject["v"];
type Row = Record<string, Value>;
/** Each row has the number it has in Excel as `#`; `columns` has the names in their order. */
export type SheetRows = Row[] & {columns: string[]};

export interface Workbook {
  readonly sheetNames: readonly string[];
  /** Returns the rows of a sheet, by its name or its number from 0. */
  sheet(name: string | number, options?: SheetOptions): SheetRows;
}

/** Returns the workbook of these bytes. */
export function readWorkbook(name: string, bytes: Uint8Array): Workbook {
  const kind = kindOf(bytes);
  // What is read would be taken for text in lines, and be a table of it.
  if (!kind?.startsWith("a ZIP"))
    throw new Error(`${name}: not a workbook (.xlsx)${kind === null ? "" : `; it is ${kind}`}`);
  const {SheetNames: sheetNames, Sheets: sheets} = opened(name, bytes);
  return {
    sheetNames,
    sheet(which, options) {
      const called = typeof which === "number" ? sheetNames[which] : String(which);
      if (called === undefined || !sheetNames.includes(called))
        throw new Error(`${name} has no sheet ${which}; it has ${sheetNames.join(", ")}`);
      return rowsOf(sheets[called]!, options);
    }
  };
}

function opened(name: string, bytes: Uint8Array): ReturnType<typeof read> {
  try {
    // Dates at midnight are at midnight UTC, as in other tables.
    return read(bytes, {
      type: "array",
      cellDates: true,
      cellHTML: false,
      cellText: false,
      UTC: true
    });
  } catch (error) {
    throw new Error(`${name}: not a workbook that can be read: ${(error as Error).message}`, {
      cause: error
    });
  }
}

/** Cells of a sheet that are looked at: one may say that it goes on to the end of all rows and columns. */
const most = 20_000_000;

interface Corners {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function rowsOf(sheet: WorkSheet, {range = ":", headers = false}: SheetOptions = {}): SheetRows {
  const {left, right, top, bottom} = cornersOf(range, sheet["!ref"] ?? "A1:A1");
  const at = (column: number, row: number): Value =>
    valueOf(sheet[utils.encode_cell({c: column, r: row})] as CellObject | undefined);
  const cells = (right - left + 1) * (bottom - top + 1);
  if (cells > most)
    throw new Error(
      `the sheet has ${cells.toLocaleString("en")} cells; name a range of at most ${most.toLocaleString("en")}`
    );
  const names = new Set<string>();
  for (let column = left; column <= right; column++) {
    const given = headers ? at(column, top) : undefined;
    let name = String(given ?? "") || utils.encode_col(column);
    while (name === "#" || names.has(name)) name += "_";
    names.add(name);
  }
  const columns = [...names];
  const rows: Row[] = [];
  for (let row = headers ? top + 1 : top; row <= bottom; row++) {
    const made: Row = Object.create(null, {"#": {value: row + 1}}) as Row;
    columns.forEach((name, index) => {
      const value = at(left + index, row);
      if (value !== undefined && value !== null) made[name] = value;
    });
    rows.push(made);
  }
  return Object.assign(rows, {columns: ["#", ...columns]});
}

function cornersOf(range: string, all: string): Corners {
  const match = /^([A-Z]*)(\d*):([A-Z]*)(\d*)$/.exec(String(range));
  if (!match)
    throw new Error(
      `range: got ${JSON.stringify(range)}, expected corners as in "A1:C10", "B:", ":20"`
    );
  const {s: start, e: end} = utils.decode_range(all);
  const [, left, top, right, bottom] = match as unknown as readonly string[];
  return {
    left: left ? utils.decode_col(left) : 0,
    top: top ? Number(top) - 1 : 0,
    right: right ? utils.decode_col(right) : Math.max(start.c, end.c),
    bottom: bottom ? Number(bottom) - 1 : Math.max(start.r, end.r)
  };
}

/** Returns what a cell holds: of a formula its result, NaN where that is an error, of a link its address and words. */
function valueOf(cell: CellObject | undefined): Value {
  if (!cell || cell.t === "z") return undefined;
  if (cell.t === "e") return cell.f === undefined ? undefined : Number.NaN;
  const address = cell.l?.Target;
  return address && address !== cell.v ? `${address} ${String(cell.v ?? "")}`.trimEnd() : cell.v;
}
