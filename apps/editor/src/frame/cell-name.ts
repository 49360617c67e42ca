/** What a cell is called in the outline. */
import {cellTypes, languageOf} from "@ecco/runtime/document";
import type {CellKind} from "@ecco/runtime/document";
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
  if (cell.type === "raw")
    return {
      name: [cell.output, languageOf(cell.mime)].filter(Boolean).join(", "),
      inputs: [],
      outputs: []
    };
  const {inputs = [], outputs = []} = runtime.compile(cell).cell ?? {};
  // The input behind x, and what changes it, go by its name.
  const names = outputs.filter((name) => !/^(?:viewof|mutable)\$/.test(name));
  return {name: names.join(", ") || describe(cell), inputs, outputs};
}

/** Returns the title that front matter at the head of a text gives, and the text after it. */
function afterFrontMatter(text: string): {readonly title: string; readonly rest: string} {
  const lines = text.trimStart().split("\n");
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  if (lines[0]!.trimEnd() !== "---" || end < 0) return {title: "", rest: text};
  const line = lines.slice(1, end).find((each) => each.startsWith("title:")) ?? "";
  const title = line.slice("title:".length).trim();
  return {title: title.replace(/^(["'])(.*)\1$/, "$2"), rest: lines.slice(end + 1).join("\n")};
}

function describe({type, text}: CellText): string {
  const {label, preview, compiler} = cellTypes[type as CellKind];
  if (type === "md") return describeMarkdown(text) || label;
  const line = firstLine(text);
  if (preview === "prose") return line.replace(/<[^>]*>/g, "").trim() || label;
  if (compiler === "template" || compiler === "json" || compiler === "csv")
    return line.trim() || label;
  return /^(?:[\w$]+\.)*([\w$]+)\s*\(/.exec(line.trim())?.[1] ?? (line.trim() || "empty");
}

function describeMarkdown(text: string): string {
  const {title, rest} = afterFrontMatter(text);
  const line = firstLine(rest);
  const words = listAtEnd(line)?.before ?? line;
  return title || words.replace(/^[#>:\s-]+|[*_`]/g, "").trim();
}

/** Returns the first line that says something, with a sign in the place of each value. */
const firstLine = (text: string): string =>
  (text.split("\n").find((each) => each.trim()) ?? "").replace(/\$\{[^}]*\}?/g, "…");
