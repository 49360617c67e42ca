import {styleText} from "node:util";

type Style = Parameters<typeof styleText>[0];

/** A cell: its text, and optionally how it looks on a terminal with colours. */
export type Cell = string | {readonly text: string; readonly style: Style};

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Returns the lines of a table: columns as wide as their widest cell, two spaces between them. */
export function table(columns: readonly Column[], cells: readonly (readonly Cell[])[]): string {
  const rows = cells.map((row) => row.map(shown));
  const widths = columns.map((column, i) =>
    Math.max(width(column.title), ...rows.map((row) => width(plain(row[i] ?? ""))))
  );
  const line = (row: readonly Cell[]): string =>
    columns
      .map(({align = "left"}, i) => {
        const cell = row[i] ?? "";
        const gap = " ".repeat(widths[i]! - width(plain(cell)));
        return align === "right" ? gap + paint(cell) : paint(cell) + gap;
      })
      .join("  ")
      .trimEnd();
  return [line(columns.map(({title}) => ({text: title, style: "dim"}))), ...rows.map(line)].join(
    "\n"
  );
}

/** Returns a cell without what a terminal would obey, or turn around, instead of showing it. */
function shown(cell: Cell): Cell {
  const text = plain(cell).replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\uFFFD");
  return typeof cell === "string" ? text : {...cell, text};
}

/** Returns a cell's text in its style where stdout shows colours (NO_COLOR and FORCE_COLOR are heeded). */
export function paint(cell: Cell): string {
  return typeof cell === "string"
    ? cell
    : styleText(cell.style, cell.text, {stream: process.stdout});
}

function plain(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}

/** Returns how many columns of a terminal a text takes: wide characters two, marks none. */
function width(text: string): number {
  let sum = 0;
  for (const char of text) {
    if (/[\p{M}\p{Cf}]/u.test(char)) continue;
    sum +=
      /[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\uff01-\uff60]/u.test(
        char
      )
        ? 2
        : 1;
  }
  return sum;
}

/** Returns a bar of up to 20 columns; minus signs are told by colour and by a lighter shade. */
export function bar(part: number): Cell {
  const length = Math.round(Math.abs(part) * 20);
  return part < 0
    ? {text: "▒".repeat(length), style: "red"}
    : {text: "█".repeat(length), style: "blue"};
}
