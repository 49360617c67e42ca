/** Changes of a notebook: each returns a new one, and touches no other bytes than those of what is changed. */
import {bodyOf, normalLines} from "./cell-text.ts";
import {outputOf} from "./cell-output.ts";
import {cellTypes} from "./cell-types.ts";
import type {CellKind} from "./cell-types.ts";
import {encodeEntities} from "./entities.ts";
import {fromParts} from "./notebook.ts";
import type {Cell, CellPart, Notebook, Part} from "./notebook.ts";
import {openTag, withAttribute} from "./tags.ts";

export interface NewCell {
  readonly type: CellKind;
  /** Defaults to "". */
  readonly text?: string;
  /** Defaults to what the table of types says. */
  readonly pinned?: boolean;
  /** Cell it comes before; at the end without. */
  readonly before?: number | null;
}

/** Returns the notebook with another title; white space around it is nothing of it. */
export function setTitle(notebook: Notebook, title: string): Notebook {
  if (title.trim() === notebook.title) return notebook;
  const body = encodeEntities(title);
  const at = notebook.parts.findIndex(({kind}) => kind === "title");
  const parts = [...notebook.parts];
  const part = parts[at];
  if (part?.kind === "title") parts[at] = {...part, body};
  else
    parts.splice(1, 0, {
      kind: "title",
      open: `${notebook.newline}  <title>`,
      body,
      close: "</title>"
    });
  return fromParts(parts, notebook);
}

/** Returns the notebook with another text in a cell. */
export function setText(notebook: Notebook, id: number, text: string): Notebook {
  const lines = normalLines(text);
  const {newline} = notebook;
  return change(notebook, id, (part) =>
    part.cell.text === lines
      ? part
      : {
          ...part,
          body: bodyOf(lines, {newline, indent: indentOf(part.lead), old: part.body}),
          cell: {...part.cell, text: lines}
        }
  );
}

/** Returns the notebook with a cell of another type; its text stays. */
export function setType(notebook: Notebook, id: number, type: CellKind): Notebook {
  return change(notebook, id, (part) => {
    if (part.cell.type === type) return part;
    const {mime} = cellTypes[type];
    const open = withAttribute(part.open, "type", mime);
    // A script from elsewhere never runs, whatever its type.
    const own = part.cell.attributes["src"] === undefined ? type : "raw";
    const output = outputOf(own, openTag(open));
    return {...part, open, cell: {...part.cell, type: own, mime, output}};
  });
}

/** Returns the notebook with the code of a cell shown whole, or folded. */
export const setPinned = (notebook: Notebook, id: number, pinned: boolean): Notebook =>
  setFlag(notebook, id, "pinned", pinned);

/** Returns the notebook with the value of a cell hidden, or shown. */
export const setHidden = (notebook: Notebook, id: number, hidden: boolean): Notebook =>
  setFlag(notebook, id, "hidden", hidden);

/** Returns the notebook with one more cell, and its number. */
export function insertCell(
  notebook: Notebook,
  {type, text = "", pinned = cellTypes[type].pinned, before = null}: NewCell
): {readonly notebook: Notebook; readonly id: number} {
  const id = highestId(notebook) + 1;
  const lines = normalLines(text);
  const {mime} = cellTypes[type];
  const cell: Cell = {
    id,
    type,
    text: lines,
    pinned,
    hidden: false,
    mime,
    output: null,
    attributes: {}
  };
  const lead = newLead(notebook, before);
  const part: CellPart = {
    kind: "cell",
    cell,
    lead,
    open: `<script id="${id}" type="${mime}"${pinned ? " pinned" : ""}>`,
    body: bodyOf(lines, {newline: notebook.newline, indent: indentOf(lead)}),
    close: "</script>"
  };
  return {notebook: place(notebook, part, before), id};
}

/** Returns the highest number of a cell; 0 without cells. */
export const highestId = ({cells}: Notebook): number =>
  cells.reduce((highest, {id}) => Math.max(highest, id), 0);

/** Returns the notebook without a cell, and without the white space before it. */
export function deleteCell(notebook: Notebook, id: number): Notebook {
  const at = indexOf(notebook, id);
  return fromParts(notebook.parts.toSpliced(at, 1), notebook);
}

/** Returns the notebook with a cell before another one; null is the end. */
export function moveCell(notebook: Notebook, id: number, before: number | null): Notebook {
  if (id === before) return notebook;
  const part = notebook.parts[indexOf(notebook, id)] as CellPart;
  return place(deleteCell(notebook, id), part, before);
}

/** Returns the notebook with a cell put in, as it is written. */
export function place(notebook: Notebook, part: CellPart, before: number | null): Notebook {
  const {parts} = notebook;
  const at = before === null ? endOf(parts) : indexOf(notebook, before);
  return fromParts(parts.toSpliced(at, 0, part), notebook);
}

/** Returns where in a list of parts a cell at the end goes: behind all cells that *counts* takes, before what follows. */
export const endOf = (
  parts: readonly Part[],
  counts: (cell: Cell) => boolean = () => true
): number =>
  Math.max(
    0,
    parts.findLastIndex(
      (part) => part.kind === "title" || (part.kind === "cell" && counts(part.cell))
    )
  ) + 1;

/** Returns the white space before a new cell: that of the next cell, or of the last one, so that they look alike. */
function newLead({parts, newline}: Notebook, before: number | null): string {
  const cells = parts.filter((part) => part.kind === "cell");
  const near = cells.find(({cell}) => cell.id === before) ?? cells.at(-1);
  return near && /[\r\n]/.test(near.lead) ? near.lead : `${newline}  `;
}

/** Returns the indentation of a tag for the white space before it; two spaces when it does not begin a line. */
const indentOf = (lead: string): string => /[\r\n]([^\S\r\n]*)$/.exec(lead)?.[1] ?? "  ";

function setFlag(
  notebook: Notebook,
  id: number,
  name: "pinned" | "hidden",
  value: boolean
): Notebook {
  return change(notebook, id, (part) =>
    part.cell[name] === value
      ? part
      : {
          ...part,
          open: withAttribute(part.open, name, value ? "" : null),
          cell: {...part.cell, [name]: value}
        }
  );
}

function change(notebook: Notebook, id: number, edit: (part: CellPart) => Part): Notebook {
  const at = indexOf(notebook, id);
  const part = notebook.parts[at] as CellPart;
  const next = edit(part);
  return next === part ? notebook : fromParts(notebook.parts.with(at, next), notebook);
}

function indexOf({parts, cells}: Notebook, id: number): number {
  const at = parts.findIndex((part) => part.kind === "cell" && part.cell.id === id);
  if (at >= 0) return at;
  const there = cells.slice(0, 10).map((cell) => cell.id);
  const more = cells.length > there.length ? ", …" : "";
  throw new Error(
    `there is no cell ${id}; expected one of ${there.length > 0 ? there.join(", ") + more : "none"}`
  );
}
