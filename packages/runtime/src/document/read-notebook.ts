/** From a file to a notebook. Everything of the file is kept, also what means nothing here. */
import {outputOf} from "./cell-output.ts";
import {kindOf} from "./cell-types.ts";
import {elements} from "./elements.ts";
import {NotebookError, fromParts} from "./notebook.ts";
import type {Cell, Notebook, Part} from "./notebook.ts";
import {lineAt, newlineOf} from "./lines.ts";
import type {Tag} from "./tags.ts";
import {textOf} from "./cell-text.ts";

/** Returns the notebook of a file. Throws NotebookError for one that is none, with the line where it says so. */
export function readNotebook(source: string): Notebook {
  let notebook: Tag | undefined;
  let titled = false;
  const parts: Part[] = [];
  let done = 0;
  for (const element of elements(source)) {
    const {open} = element;
    if (!notebook) {
      if (element.name !== "notebook" || open.closes) continue;
      notebook = open;
      // What comes first stays first, so that there is always a place for a title and for cells.
      parts.push({kind: "text", source: source.slice(0, open.end)});
      done = open.end;
    } else if (element.name === "notebook") {
      if (open.closes) break;
    } else if (element.name === "script" || !titled) {
      const {name, close} = element;
      const before = source.slice(done, open.start);
      const text = name === "script" ? before.trimEnd() : before;
      const lead = before.slice(text.length);
      if (text) parts.push({kind: "text", source: text});
      const piece = {
        open: source.slice(open.start, open.end),
        body: source.slice(open.end, close.start),
        close: source.slice(close.start, close.end)
      };
      titled ||= name === "title";
      if (name === "title") parts.push({kind: "title", ...piece});
      else parts.push({kind: "cell", cell: cellOf(open, piece.body), lead, ...piece});
      done = close.end;
    }
  }
  if (!notebook)
    throw new NotebookError(
      `this is not a notebook: got ${lineAt(source, source.length)} lines without <notebook>, expected "<!doctype html><notebook>…"; check that it is the right file`
    );
  if (done < source.length) parts.push({kind: "text", source: source.slice(done)});
  return fromParts(withUniqueIds(parts), {
    readonly: notebook.attributes.some(({name}) => name === "readonly"),
    newline: newlineOf(source)
  });
}

/** Returns the cell of a script; its id is 0 when the file says none. */
function cellOf(tag: Tag, body: string): Cell {
  const attributes = Object.fromEntries(tag.attributes.map(({name, value}) => [name, value]));
  const {id = "", type = "", pinned, hidden, ...rest} = attributes;
  // A script from elsewhere is not text of ours.
  const kind = (rest["src"] === undefined ? kindOf(type) : undefined) ?? "raw";
  return {
    id: /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0,
    type: kind,
    text: textOf(body),
    pinned: pinned !== undefined,
    hidden: hidden !== undefined,
    mime: type,
    output: outputOf(kind, tag),
    attributes: rest
  };
}

/** Gives a number to cells that have none of their own, in memory only. */
function withUniqueIds(parts: readonly Part[]): readonly Part[] {
  const ids = new Set<number>();
  let next = parts.reduce(
    (most, part) => Math.max(most, part.kind === "cell" ? part.cell.id : 0),
    0
  );
  return parts.map((part) => {
    if (part.kind !== "cell") return part;
    const {cell} = part;
    const id = cell.id === 0 || ids.has(cell.id) ? ++next : cell.id;
    ids.add(id);
    return id === cell.id ? part : {...part, cell: {...cell, id}};
  });
}
