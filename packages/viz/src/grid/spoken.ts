import type {Grid, GridHead} from "./grid.ts";

/** Returns the name of a row or column for speech. */
export const spokenHead = (head: GridHead | undefined): string =>
  head?.spoken ?? head?.text.trim() ?? "";

/** Returns what is said of a cell: its row, its column, its value. */
export function spokenCell({rows, columns, cell}: Grid, row: number, column: number): string {
  return `${spokenHead(rows[row])}, ${spokenHead(columns[column])}: ${cell(row, column)?.spoken ?? "no value"}`;
}
