/** From a file to a notebook. Everything of the file is kept, also what means nothing here. */
import {NotebookError, fromParts, mimes} from "./notebook.ts";
import type {CellType, Notebook, Part} from "./notebook.ts";
import {tagAt} from "./tags.ts";
import type {Tag} from "./tags.ts";

const types: Readonly<Record<string, CellType>> = Object.fromEntries(
  Object.entries(mimes).map(([type, mime]) => [mime, type as CellType])
);

/** Reads a notebook. Throws NotebookError for a file that is not one, with the line where it says so. */
export function readNotebook(source: string): Notebook {
  const start = findOpen(source, "notebook");
  if (!start)
    throw new NotebookError(
      'this is not a notebook: got a file without <notebook>, expected "<!doctype html><notebook>…"; check that it is the right file'
    );
  const newline = /\r\n/.test(source) ? "\r\n" : "\n";
  // What comes first stays first, so that there is always a place for a title and for cells.
  const parts: Part[] = [{kind: "text", source: source.slice(0, start.end)}];
  const ids = new Set<number>();
  let done = start.end;
  for (let at = start.end; at < source.length;) {
    const next = nextTag(source, at);
    if (!next || next.closes) break;
    const {tag} = next;
    at = tag.end;
    if (tag.name !== "script" && tag.name !== "title") continue;
    const close = closeOf(source, tag);
    const isTitle = tag.name === "title";
    if (isTitle && parts.some(({kind}) => kind === "title")) {
      at = close.end;
      continue;
    }
    const before = source.slice(done, tag.start);
    const lead = isTitle ? "" : /\s*$/.exec(before)![0];
    const text = before.slice(0, before.length - lead.length);
    if (text) parts.push({kind: "text", source: text});
    const piece = {
      open: source.slice(tag.start, tag.end),
      body: source.slice(tag.end, close.start),
      close: source.slice(close.start, close.end)
    };
    if (isTitle) parts.push({kind: "title", ...piece});
    else parts.push({kind: "cell", cell: cellOf(tag, piece.body, ids), lead, ...piece});
    done = at = close.end;
  }
  if (done < source.length) parts.push({kind: "text", source: source.slice(done)});
  return fromParts(withUniqueIds(parts), {
    readonly: start.attributes.some(({name}) => name === "readonly"),
    newline
  });
}

interface Found {
  readonly tag: Tag;
  /** Whether it is the end of the notebook. */
  readonly closes: boolean;
}

/** Returns the next opening tag, or the end of the notebook; comments are passed over. */
function nextTag(source: string, from: number): Found | null {
  for (let at = source.indexOf("<", from); at >= 0; at = source.indexOf("<", at)) {
    if (source.startsWith("<!--", at)) {
      const end = source.indexOf("-->", at + 4);
      if (end < 0) return null;
      at = end + 3;
      continue;
    }
    if (/^<\/notebook\s*>/i.test(source.slice(at, at + 40)))
      return {tag: {name: "notebook", start: at, end: at, attributes: []}, closes: true};
    const tag = tagAt(source, at);
    if (tag) return {tag, closes: false};
    at++;
  }
  return null;
}

function findOpen(source: string, name: string): Tag | null {
  for (let at = 0; ;) {
    const found = nextTag(source, at);
    if (!found) return null;
    if (found.tag.name === name && !found.closes) return found.tag;
    // What stands in a script or a style is not a tag.
    const skipped = /^(script|style|title|textarea)$/.test(found.tag.name)
      ? closeOf(source, found.tag)
      : found.tag;
    at = Math.max(skipped.end, at + 1);
  }
}

function closeOf(source: string, {name, end}: Tag): {readonly start: number; readonly end: number} {
  const pattern = new RegExp(`</${name}(?=[\\s/>])[^>]*>`, "gi");
  pattern.lastIndex = end;
  const match = pattern.exec(source);
  if (match) return {start: match.index, end: match.index + match[0].length};
  const line = source.slice(0, end).split("\n").length;
  throw new NotebookError(
    `this notebook is cut off: got <${name}> in line ${line}, expected </${name}> somewhere after it; restore the end of the file`
  );
}

function cellOf(tag: Tag, body: string, ids: Set<number>): Extract<Part, {kind: "cell"}>["cell"] {
  const attributes = Object.fromEntries(tag.attributes.map(({name, value}) => [name, value]));
  const {id, type = "", pinned, hidden, ...rest} = attributes;
  const number = /^[1-9]\d{0,8}$/.test(id ?? "") ? Number(id) : 0;
  const unique = number > 0 && !ids.has(number);
  if (unique) ids.add(number);
  // A script from elsewhere is not text of ours.
  const known = rest["src"] === undefined ? types[type.trim().toLowerCase()] : undefined;
  return {
    id: unique ? number : 0,
    type: known ?? "raw",
    text: textOf(body),
    pinned: pinned !== undefined,
    hidden: hidden !== undefined,
    mime: type,
    attributes: rest
  };
}

/** Returns the text of a cell for what is between its tags. */
function textOf(body: string): string {
  const lines = body.split(/\r\n?|\n/);
  // The first line break follows the tag, the last one and its indentation come before the closing tag.
  if (lines.length > 1 && !lines[0]!.trim()) lines.shift();
  if (lines.length > 1 && !lines.at(-1)!.trim()) lines.pop();
  else if (lines.length === 1 && !lines[0]!.trim()) lines[0] = "";
  return lines
    .map((line) => line.replace(/^ {4}/, ""))
    .join("\n")
    .replace(/<\\(?=\\*\/script(?:[\s/>]|$))/gim, "<");
}

/** Gives a number to cells that have none of their own, in memory only. */
function withUniqueIds(parts: readonly Part[]): readonly Part[] {
  const cells = parts.filter((part) => part.kind === "cell");
  let next = Math.max(0, ...cells.map(({cell}) => cell.id));
  return parts.map((part) =>
    part.kind === "cell" && part.cell.id === 0 ? {...part, cell: {...part.cell, id: ++next}} : part
  );
}
