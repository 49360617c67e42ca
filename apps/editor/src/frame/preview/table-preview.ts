/** The first rows of a table that a cell holds as CSV, as texts. */
import {readTable} from "@ecco/runtime/preview";

const most = {rows: 10, columns: 30, letters: 200} as const;

/** Returns the table. */
export function tablePreview(text: string): Node {
  const lines = readTable(text, {array: true}) as readonly (readonly string[])[];
  const shown = document.createElement("div");
  const table = shown.appendChild(document.createElement("table"));
  lines.slice(0, most.rows + 1).forEach((line, index) => {
    const row = table.insertRow();
    for (const field of line.slice(0, most.columns)) {
      const cell = row.appendChild(document.createElement(index === 0 ? "th" : "td"));
      cell.textContent = field.slice(0, most.letters);
    }
  });
  const rest = lines.length - 1 - most.rows;
  if (rest > 0)
    shown.append(`… ${rest} more ${rest === 1 ? "row" : "rows"}, when the notebook runs`);
  return shown;
}
