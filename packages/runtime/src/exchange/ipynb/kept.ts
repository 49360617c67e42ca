/** What a file of Jupyter keeps of the bytes of our file, so that it comes back as it was. */
import {bodyOf, textOf} from "../../document/cell-text.ts";
import type {Notebook, Part} from "../../document/notebook.ts";
import {readNotebook} from "../../document/read-notebook.ts";
import {writeNotebook} from "../../document/write-notebook.ts";
import {tagAt} from "../../document/tags.ts";

/** Under `metadata.ecco` of a cell. What is as it usually is, is left out. */
export interface KeptCell {
  /** What stands before it and belongs to no cell. */
  readonly before?: string;
  readonly lead?: string;
  readonly open: string;
  /** Where its text alone does not say what stands between its tags. */
  readonly body?: string;
  readonly close?: string;
}

/** Under `metadata.ecco` of the file. */
export interface KeptFile {
  /** What stands before the first cell. */
  readonly head: string;
  /** What stands after the last. */
  readonly tail: string;
  /** How its lines end, where that is not by "\n". */
  readonly newline?: Notebook["newline"];
}

const usual = {lead: "\n  ", close: "</script>"};

/** Returns what to keep of a notebook: of the file, and of each of its cells. */
export function keep(notebook: Notebook): {
  readonly file: KeptFile;
  readonly cells: readonly KeptCell[];
} {
  const cells: KeptCell[] = [];
  let head: string | null = null;
  let between = "";
  for (const part of notebook.parts) {
    if (part.kind !== "cell") {
      between += sourceOf(part, notebook);
      continue;
    }
    head ??= between;
    const {lead, open, body, close, cell} = part;
    const plain = bodyOf(cell.text, {newline: notebook.newline, indent: "  "});
    cells.push({
      ...(cells.length > 0 && between ? {before: between} : {}),
      ...(lead === usual.lead ? {} : {lead}),
      open,
      ...(body === plain ? {} : {body}),
      ...(close === usual.close ? {} : {close})
    });
    between = "";
  }
  const file = head === null ? {head: between, tail: ""} : {head, tail: between};
  return {
    file: {...file, ...(notebook.newline === "\n" ? {} : {newline: notebook.newline})},
    cells
  };
}

const sourceOf = (part: Part, notebook: Notebook): string =>
  writeNotebook({...notebook, parts: [part]});

/** A cell that comes back: what was kept of it, and its text as it is now. */
export interface Returning {
  readonly kept: KeptCell;
  readonly text: string;
}

/** Returns the file; null where the pieces make no notebook of these cells. */
export function restore(
  {head, tail, newline = "\n"}: KeptFile,
  cells: readonly Returning[]
): string | null {
  const source = [
    head,
    ...cells.map(({kept: {before = "", lead = usual.lead, open, body, close}, text}) => {
      const same = body !== undefined && textOf(body) === text;
      const between = same
        ? body
        : bodyOf(text, {newline, indent: "  ", ...(body === undefined ? {} : {old: body})});
      return before + lead + open + between + (close ?? usual.close);
    }),
    tail
  ].join("");
  return readsAs(source, cells) ? source : null;
}

function readsAs(source: string, cells: readonly Returning[]): boolean {
  try {
    const read = readNotebook(source).cells;
    return (
      read.length === cells.length && cells.every(({text}, index) => read[index]!.text === text)
    );
  } catch {
    return false;
  }
}

/** Returns what was kept of a cell, or of the file, from its metadata; null where there is nothing that can be used. */
export function keptCell(metadata: unknown): KeptCell | null {
  const {open, ...rest} = eccoOf(metadata);
  if (typeof open !== "string" || !Object.values(rest).every((each) => typeof each === "string"))
    return null;
  const tag = tagAt(open, 0);
  const isScript = tag && tag !== "endless" && tag.name === "script" && tag.end === open.length;
  return isScript && !tag.closes ? {open, ...rest} : null;
}

export function keptFile(metadata: unknown): KeptFile | null {
  const {head, tail, newline} = eccoOf(metadata);
  if (typeof head !== "string" || typeof tail !== "string") return null;
  return {head, tail, ...(newline === "\r\n" ? {newline} : {})};
}

function eccoOf(metadata: unknown): Readonly<Record<string, unknown>> {
  const {ecco} = (metadata ?? {}) as {ecco?: unknown};
  return typeof ecco === "object" && ecco ? (ecco as Record<string, unknown>) : {};
}
