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
  readonly notices: readonly Notice[];
}

/** What an import gives. */
export interface Imported {
  /** The file of the notebook. */
  readonly source: string;
  readonly notices: readonly Notice[];
}

/** Returns whether the code of a new cell of that type is shown whole. */
export const pinnedByDefault = (mime: string): boolean => mime === mimes.js || mime === mimes.ts;

/** Returns the text of the first heading of a Markdown text, outside of code; empty without one. */
export function firstHeading(text: string): string {
  let fence = "";
  for (const line of text.split("\n")) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (mark && !fence) fence = mark;
    else if (mark?.startsWith(fence)) fence = "";
    const heading = fence ? null : /^ {0,3}#{1,6}[ \t]+([^\n]+)$/.exec(line);
    if (heading) return plainText(heading[1]!);
  }
  return "";
}

/** Returns the words of a heading without its marks. */
const plainText = (heading: string): string =>
  heading
    .slice(0, 300)
    .replace(/[ \t]+#+[ \t]*$/, "")
    .replace(/[ \t]*\{[^{}]*\}[ \t]*$/, "")
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\))?/g, "$1")
    .replace(/[*`]|(?<!\w)_|_(?!\w)/g, "")
    .trim();
