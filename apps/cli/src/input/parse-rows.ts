import {InputError} from "@ecco/engine/errors";

export interface Cells {
  readonly cells: readonly string[];
  /** Where the row begins, from 1. */
  readonly line: number;
}

/** Returns the rows of separated values; quoted cells may hold separators, breaks and doubled quotes (RFC 4180). */
export function parseRows(content: string, separator: string): Cells[] {
  const rows: Cells[] = [];
  const text = content.replace(/^\uFEFF/, "");
  let [at, line] = [0, 1];
  while (at < text.length) {
    const cells: string[] = [];
    const begun = line;
    for (;;) {
      let cell = "";
      if (text[at] === '"') {
        at++;
        for (;;) {
          const end = text.indexOf('"', at);
          if (end < 0)
            throw new InputError(
              `line ${begun}: a quote is opened and not closed; double it, or close it`
            );
          cell += text.slice(at, end);
          at = end + 1;
          if (text[at] !== '"') break;
          cell += '"';
          at++;
        }
        line += cell.split("\n").length - 1;
        if (at < text.length && text[at] !== separator && !/[\r\n]/.test(text[at]!))
          throw new InputError(
            `line ${line}: got ${JSON.stringify(text.slice(at, at + 10))} behind a closing quote, expected a separator; double quotes inside a cell`
          );
      } else {
        const rest = text.slice(at);
        const end = rest.search(separator === "," ? /[,\r\n]/ : /[\t\r\n]/);
        cell = end < 0 ? rest : rest.slice(0, end);
        at += cell.length;
      }
      cells.push(cell);
      if (text[at] !== separator) break;
      at++;
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    if (cells.length > 1 || cells[0] !== "") rows.push({cells, line: begun});
  }
  return rows;
}
