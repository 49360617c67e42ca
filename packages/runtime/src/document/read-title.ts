/** What a notebook is called, from the beginning of its file. */
import {decodeEntities} from "./entities.ts";
import {elements} from "./elements.ts";
import {NotebookError} from "./notebook.ts";

/** Null where the text may be no notebook at all; the title is null of a notebook that has none. */
export type TitleFound = {readonly title: string | null} | null;

/**
 * Returns the title for the first characters of a file, or for all of them; "unsure" when more of the file is needed.
 * Throws NotebookError for a whole file that is cut off before its title.
 */
export function readTitle(head: string, isWhole: boolean): TitleFound | "unsure" {
  let inside = false;
  try {
    for (const {name, open, ...rest} of elements(head)) {
      if (name === "notebook" && inside && open.closes) return {title: null};
      if (name === "notebook" && !open.closes) inside = true;
      if (name === "title" && inside && "close" in rest)
        return {title: decodeEntities(head.slice(open.end, rest.close.start)).trim() || null};
    }
  } catch (error) {
    if (isWhole || !(error instanceof NotebookError)) throw error;
    return "unsure";
  }
  if (!isWhole) return "unsure";
  return inside ? {title: null} : null;
}
