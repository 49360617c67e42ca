/** The formats that notebooks are read from and written to, by the end of the file's name. */
import {NotebookError} from "../document/notebook.ts";
import {readNotebook} from "../document/read-notebook.ts";
import type {Notebook} from "../document/notebook.ts";
import {decodeFile} from "./decode-file.ts";
import type {Imported} from "./foreign.ts";
import {readIpynb} from "./ipynb/read-ipynb.ts";
import {writeIpynb} from "./ipynb/write-ipynb.ts";
import {readOmd} from "./markdown/framework.ts";
import {readQuarto} from "./markdown/quarto.ts";
import {readMd} from "./markdown/read-md.ts";
import {writeMarkdown} from "./markdown/write-markdown.ts";
import {readOjs} from "./observable/observable-cells.ts";

export interface Readable {
  readonly name: string;
  /** Returns the notebook of a text; *stem* is the file's name without its end. Throws NotebookError. */
  read(text: string, stem: string): Imported;
}

export interface Writable {
  readonly name: string;
  /** What a browser calls it. */
  readonly mime: string;
  write(notebook: Notebook): string;
}

export const readable: Readonly<Record<string, Readable>> = {
  ipynb: {name: "Jupyter", read: readIpynb},
  md: {name: "Markdown", read: readMd},
  qmd: {name: "Quarto", read: readQuarto},
  rmd: {name: "R Markdown", read: readQuarto},
  ojs: {name: "Observable", read: readOjs},
  omd: {name: "Observable Markdown", read: readOmd},
  html: {name: "notebook", read: readOwn}
};

export const writable: Readonly<Record<string, Writable>> = {
  ipynb: {name: "Jupyter", mime: "application/x-ipynb+json", write: writeIpynb},
  md: {name: "Markdown", mime: "text/markdown", write: writeMarkdown}
};

/** A file of our own format is taken as it is. */
function readOwn(source: string): Imported {
  readNotebook(source);
  return {source, notices: []};
}

/** Returns the notebook of a file. Throws NotebookError for what cannot be read. */
export function importNotebook(path: string, bytes: Uint8Array): Imported {
  const {stem, end} = endOf(path);
  return entryOf(readable, end, path).read(decodeFile(bytes), stem);
}

/** Returns the notebook as a file whose name has that end. Throws NotebookError where none is written. */
export const exportNotebook = (notebook: Notebook, path: string): string =>
  entryOf(writable, endOf(path).end, path).write(notebook);

function entryOf<T>(table: Readonly<Record<string, T>>, end: string, path: string): T {
  if (Object.hasOwn(table, end)) return table[end]!;
  const ends = Object.keys(table).map((each) => `.${each}`);
  throw new NotebookError(
    `got a file called ${JSON.stringify(path.slice(-80))}, expected a name that ends in ${ends.join(", ").replace(/, ([^,]+)$/, " or $1")}`
  );
}

function endOf(path: string): {readonly stem: string; readonly end: string} {
  const name = path.replace(/^.*[/\\]/s, "");
  const dot = name.lastIndexOf(".");
  return dot < 0
    ? {stem: name, end: ""}
    : {stem: name.slice(0, dot), end: name.slice(dot + 1).toLowerCase()};
}
