/** Notebooks from files of other formats, and files of other formats from notebooks. */
import type {Notice} from "@ecco/runtime/exchange";
import type {Notebook} from "@ecco/runtime/document";
import {save} from "./take-away.ts";

/** What a file was made into, and what of it was not understood. */
export interface ImportedFile {
  /** As the reader's computer calls it. */
  readonly name: string;
  /** Of the notebook. */
  readonly path: string;
  readonly notices: readonly Notice[];
}

/** Larger files are no notebooks: what is in them is in the memory several times. */
const largest = 200_000_000;

/** Formats that are read, and those that are written, by the ends of their names. */
export const readEnds = [".ipynb", ".md", ".qmd", ".rmd", ".ojs", ".omd", ".html"] as const;
export const writtenEnds = ["ipynb", "md"] as const;

// Who takes in no file loads nothing of this.
const exchange = () => import("@ecco/runtime/exchange");

/** Returns the notebook of a file as it is written here, and what was not understood. */
export async function readForeign(
  file: File
): Promise<{readonly source: string; readonly notices: readonly Notice[]}> {
  if (file.size > largest)
    throw new Error(
      `It has ${(file.size / 1e6).toFixed(0)} MB, and files up to ${largest / 1e6} MB are read; take out what is large.`
    );
  const bytes = new Uint8Array(await file.arrayBuffer());
  const {importNotebook} = await exchange();
  return importNotebook(file.name, bytes);
}

/** Offers the notebook as a file of another format. */
export async function saveAs(
  end: (typeof writtenEnds)[number],
  notebook: Notebook,
  path: string
): Promise<void> {
  const {exportNotebook, writable} = await exchange();
  const name = `${path
    .split("/")
    .at(-1)!
    .replace(/\.html$/, "")}.${end}`;
  save(name, exportNotebook(notebook, name), writable[end]!.mime);
}
