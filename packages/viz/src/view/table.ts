import {html} from "lit";
import type {TemplateResult} from "lit";

/** One value of a table: what is read and, where that is rounded, what is exported. */
export interface TableCell {
  readonly text: string;
  readonly value?: number | string | null;
}

export interface TableData {
  readonly caption: string;
  readonly columns: readonly {readonly label: string; readonly mono?: boolean}[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Tables of what is drawn beside it; not in its CSV. */
  readonly more?: readonly TableData[];
}

/** Draws the twin of a picture: every value of it, as a table. */
export function drawTable(
  {caption, columns, rows, more = []}: TableData,
  name = "Table"
): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${name}>
      <table class="twin" part="table">
        <caption>
          <span>${caption}</span>
        </caption>
        <thead>
          <tr>
            ${columns.map(({label, mono}) => html`<th scope="col" class=${mono ? "mono" : ""}>${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell, i) =>
                  i === 0
                    ? html`<th scope="row" class=${columns[i]?.mono ? "mono" : ""} translate="no">
                        ${cell.text}
                      </th>`
                    : html`<td class=${columns[i]?.mono ? "mono" : ""}>${cell.text}</td>`
                )}
              </tr>`
          )}
        </tbody>
      </table>
    </div>
    ${more.map((table) => drawTable(table, table.caption))}`;
}

const quote = (value: string): string =>
  /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Returns a table as CSV (RFC 4180, with header), numbers in full precision, absent values empty. */
export function tableToCsv({columns, rows}: TableData): string {
  const lines = rows.map((row) =>
    row.map(({text, value}) => (value === undefined ? text : value === null ? "" : String(value)))
  );
  return [columns.map(({label}) => label), ...lines]
    .map((line) => line.map(quote).join(","))
    .join("\r\n");
}
