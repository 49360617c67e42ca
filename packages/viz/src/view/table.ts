import {html} from "lit";
import type {TemplateResult} from "lit";
import {paged, pageSize} from "./paged.ts";

/** One value of a table: what is read and, where that is rounded, what is exported. */
export interface TableCell {
  readonly text: string;
  readonly value?: number | string | null;
}

export interface TableData {
  readonly caption: string;
  readonly columns: readonly {readonly label: string; readonly mono?: boolean}[];
  readonly rows: readonly (readonly TableCell[])[];
  /** What is said of the whole: under the caption, and in the first row of the CSV, in a column of its own. */
  readonly notes?: readonly string[];
  /** Tables of what is drawn beside it; not in its CSV. */
  readonly more?: readonly TableData[];
}

/** Draws the twin of a picture: every value of it, as a table; a long one page by page. */
export function drawTable(data: TableData, name = "Table"): TemplateResult {
  const {columns, rows, more = []} = data;
  const draw = (first: number, end: number): TemplateResult => drawPage(data, name, first, end);
  return html`${paged(rows.length, pageSize(columns.length), draw)}${more.map((table) =>
    drawTable(table, table.caption)
  )}`;
}

function drawPage(
  {caption, columns, rows, notes = []}: TableData,
  name: string,
  first: number,
  end: number
): TemplateResult {
  const mono = (column: number): string => (columns[column]?.mono ? "mono" : "");
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
    <table class="twin" part="table">
      <caption>
        <span>${[caption, ...notes].join("; ")}</span>
      </caption>
      <thead>
        <tr>
          ${columns.map(({label}, i) => html`<th scope="col" class=${mono(i)}><bdi>${label}</bdi></th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.slice(first, end).map(
          (row) =>
            html`<tr>
              ${row.map(({text}, i) =>
                i === 0
                  ? html`<th scope="row" class=${mono(i)} translate="no"><bdi>${text}</bdi></th>`
                  : html`<td class=${mono(i)}><bdi>${text}</bdi></td>`
              )}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

const quote = (value: string): string =>
  /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/**
 * Where a spreadsheet would begin to run: in wide letters too, and behind what cannot be seen. Some take a semicolon, and
 * all take tabs and line breaks of what is pasted, for the beginning of a cell.
 */
const formulas = /^(?=[\t\r\n])|(?<=^|[;\t\r\n])(?=[\p{Cf}\p{Cc}]*[=+\-@＝＋－＠])/gu;
const numeral = /^[-+]?\d[\d.,]*(?:e[-+]?\d+)?\s?%?$/i;

/** Returns a text as a spreadsheet shows and never runs it; numbers are numbers. */
const asText = (text: string): string =>
  numeral.test(text) ? text : text.replaceAll(formulas, "'");

/**
 * Returns a table as CSV (RFC 4180, with header), numbers in full precision, absent values empty. What would be a formula
 * to a spreadsheet has an apostrophe before it: tokens and prompts come from anybody.
 */
export function tableToCsv({columns, rows, notes = []}: TableData): string {
  const noted = (text: string): readonly string[] => (notes.length ? [text] : []);
  const lines = rows.map((row, index) => [
    ...row.map(({text, value}) =>
      typeof value === "number" ? String(value) : value === null ? "" : asText(value ?? text)
    ),
    ...noted(index === 0 ? asText(notes.join("; ")) : "")
  ]);
  return [[...columns.map(({label}) => asText(label)), ...noted("notes")], ...lines]
    .map((line) => line.map(quote).join(","))
    .join("\r\n");
}
