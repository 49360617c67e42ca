/** From a cell of Jupyter to cells of ours. */
import {normalLines} from "../../document/cell-text.ts";
import {mimes} from "../../document/notebook.ts";
import type {ForeignCell} from "../foreign.ts";
import {isInertType, typeOfLanguage} from "../languages.ts";
import {fromPlainMarkdown, literalInHtml} from "../plain-markdown.ts";
import {withAttachments} from "./attachments.ts";
import {listOf, objectOf, stringOf, textFrom} from "./json-shape.ts";
import type {Json} from "./json-shape.ts";
import type {Outputs} from "./outputs.ts";

/** What reading one file shares. */
export interface Reading {
  /** Of cells of code. */
  readonly language: string;
  readonly outputs: Outputs;
  /** Called with what is not understood, or not kept, of the cell. */
  notice(what: string): void;
}

type ReadCell = (cell: Json, text: string, reading: Reading) => readonly ForeignCell[];

/** By what Jupyter calls them. */
const kinds: Readonly<Record<string, ReadCell>> = {
  markdown: (cell, text, reading) => [
    {mime: mimes.md, text: withAttachments(fromPlainMarkdown(text), cell, reading.notice)}
  ],
  heading: ({level}, text) => [
    {mime: mimes.md, text: `${"#".repeat(Math.min(6, Math.max(1, Number(level) || 1)))} ${text}`}
  ],
  html: (_, text) => [{mime: mimes.html, text: literalInHtml(text)}],
  raw: (cell, text) => [rawCell(cell, text)],
  code: codeCells
};

/** Returns the cells: a cell of code may have one behind it, with what it printed. */
export function cellsFromJupyter(cell: Json, reading: Reading): readonly ForeignCell[] {
  const kind = stringOf(cell["cell_type"]);
  const text = normalLines(textFrom(cell["source"] ?? cell["input"]));
  if (Object.hasOwn(kinds, kind)) return kinds[kind]!(cell, text, reading);
  reading.notice(`a cell of the unknown kind ${JSON.stringify(kind.slice(0, 40))} is kept as text`);
  return [{mime: "text/plain", text}];
}

function rawCell(cell: Json, text: string): ForeignCell {
  const {format, raw_mimetype: other} = objectOf(cell["metadata"]);
  const mime = format ?? other;
  if (mime === mimes.md) return {mime, text: fromPlainMarkdown(text)};
  if (mime === mimes.html) return {mime, text: literalInHtml(text)};
  return {mime: isInertType(mime) ? mime : "text/plain", text};
}

function codeCells(cell: Json, text: string, reading: Reading): readonly ForeignCell[] {
  const magic = /^%%(html|markdown)[ \t]*\n/i.exec(text);
  if (magic) {
    const rest = text.slice(magic[0].length);
    return magic[1]!.toLowerCase() === "html"
      ? [{mime: mimes.html, text: literalInHtml(rest)}]
      : [{mime: mimes.md, text: fromPlainMarkdown(rest)}];
  }
  const mime = typeOfLanguage(stringOf(cell["language"]) || reading.language);
  const outputs = listOf(cell["outputs"]).map(objectOf);
  // What runs here computes its values anew.
  const runs = mime === mimes.js || mime === mimes.ts;
  return [{mime, text}, ...(runs ? [] : reading.outputs.cellOf(outputs, reading.notice))];
}
