/** From a notebook to a file. */
import {encodeEntities} from "./entities.ts";
import {fromParts} from "./notebook.ts";
import type {Notebook, Part} from "./notebook.ts";

/** Returns the file; of a notebook that was only read, the bytes it was read from. */
export const writeNotebook = (notebook: Notebook): string => notebook.parts.map(sourceOf).join("");

function sourceOf(part: Part): string {
  if (part.kind === "text") return part.source;
  const lead = part.kind === "cell" ? part.lead : "";
  return lead + part.open + part.body + part.close;
}

/** Returns a notebook without cells. */
export function emptyNotebook(title: string): Notebook {
  return fromParts(
    [
      {kind: "text", source: '<!doctype html>\n<notebook theme="air">\n  '},
      {kind: "title", open: "<title>", body: encodeEntities(title), close: "</title>"},
      {kind: "text", source: "\n</notebook>\n"}
    ],
    {readonly: false, newline: "\n"}
  );
}
