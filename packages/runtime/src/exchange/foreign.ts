/** What is read from a file of another format, before a notebook of ours is written from it. */
import {mimes} from "../document/notebook.ts";

/** A cell as another format gives it. */
export interface ForeignCell {
  /** As our files name types: "module", "text/markdown", "text/x-python", … */
  readonly mime: string;
  readonly text: string;
  /** Defaults to whether it is code that runs: what is shown whole. */
  readonly pinned?: boolean;
  readonly hidden?: boolean;
  /** Further attributes. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Where it begins in the file it comes from, from 1. */
  readonly line?: number;
  /** Its number; one more than that of the cell before it without. */
  readonly id?: number;
}

/** Something of a file that was not understood, or is not kept. */
export interface Notice {
  /** From 1; null where it is about the whole file. */
  readonly line: number | null;
  readonly what: string;
}

export interface Foreign {
  /** Empty where the file says none. */
  readonly title: string;
  readonly cells: readonly ForeignCell[];
}

/** What an import gives. */
export interface Imported {
  /** The file of the notebook. */
  readonly source: string;
  readonly notices: readonly Notice[];
}

/** Returns whether the code of a new cell of that type is shown whole. */
export const pinnedByDefault = (mime: string): boolean => mime === mimes.js || mime === mimes.ts;
