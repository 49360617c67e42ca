/** What a notebook is called by its headings. */
import {mimes} from "../document/notebook.ts";
import type {ForeignCell} from "./foreign.ts";

/** Returns the first heading of all cells of Markdown; empty without one. */
export function headingOf(cells: readonly ForeignCell[]): string {
  for (const {mime, text} of cells) {
    const title = mime === mimes.md ? firstHeading(text) : "";
    if (title) return title;
  }
  return "";
}

/** Returns the text of the first heading of a Markdown text, outside of code and front matter; empty without one. */
function firstHeading(text: string): string {
  let fence = "";
  const body = text.replace(/^---[ \t]*\n(?:[^]*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)/, "");
  for (const line of body.split("\n")) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (mark && !fence) fence = mark;
    else if (mark?.startsWith(fence)) fence = "";
    const heading = fence ? null : /^ {0,3}#{1,6}[ \t]+([^\n]+)$/.exec(line);
    if (heading) return plainText(heading[1]!);
  }
  return "";
}

/** Returns the words of a heading without its marks. */
export const plainText = (heading: string): string =>
  heading
    .slice(0, 300)
    .replace(/[ \t]+#+[ \t]*$/, "")
    .replace(/[ \t]*\{[^{}]*\}[ \t]*$/, "")
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\))?/g, "$1")
    .replace(/[*`]|(?<!\w)_|_(?!\w)/g, "")
    .trim();
