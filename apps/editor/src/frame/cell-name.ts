/** What a cell is called in the outline. */
import type {NotebookRuntime} from "@ecco/runtime";
import {listAtEnd} from "@ecco/runtime/preview";
import type {CellText} from "../protocol/messages.ts";

export interface CellSummary {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Returns the names a cell defines, else its heading or the function it calls, else its kind. */
export function summarize(cell: CellText, runtime: NotebookRuntime): CellSummary {
  if (cell.type === "raw") return {name: cell.mime, inputs: [], outputs: []};
  const {inputs = [], outputs = []} = runtime.compile(cell).cell ?? {};
  return {name: outputs.join(", ") || describe(cell), inputs, outputs};
}

function describe({type, text}: CellText): string {
  const line = text.split("\n").find((each) => each.trim()) ?? "";
  const plain = line.replace(/\$\{[^}]*\}?/g, "…");
  if (type === "md") {
    const words = listAtEnd(plain)?.before ?? plain;
    return words.replace(/^[#>\s-]+|[*_`]/g, "").trim() || "Markdown";
  }
  if (type === "html") return plain.replace(/<[^>]*>/g, "").trim() || "HTML";
  return /^(?:[\w$]+\.)*([\w$]+)\s*\(/.exec(line.trim())?.[1] ?? (line.trim() || "empty");
}
