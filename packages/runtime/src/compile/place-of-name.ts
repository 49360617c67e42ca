/** Where a cell mentions a name that it reads. */
import {cellTypes, isKind} from "../document/cell-types.ts";
import {placeAt} from "./diagnostic.ts";
import type {Place} from "./diagnostic.ts";
import {findReferences} from "./kit.ts";
import {spoken} from "./spoken-name.ts";
import {findParts} from "./template-parts.ts";
import type {CellSource} from "./compilation.ts";

/** Returns the place of the first mention; null where it is not found. */
export function placeOfName({type, text}: CellSource, name: string): Place | null {
  try {
    const at = offsetOfName(type, text, name);
    return at < 0 ? null : placeAt(text, at);
  } catch {
    // A text that is not read has no such place.
    return null;
  }
}

function offsetOfName(type: string, text: string, name: string): number {
  if (type === "js") return findReferences(text).find((each) => each.name === name)?.start ?? -1;
  const mention = new RegExp(
    `(?<![\\p{ID_Continue}$.])${spoken(name).replaceAll("$", "\\$").replace(" ", "\\s+")}(?![\\p{ID_Continue}$])`,
    "u"
  );
  if (!isKind(type) || cellTypes[type].compiler !== "template") return text.search(mention);
  for (const {start, end} of findParts(text)) {
    const at = text.slice(start + 2, end).search(mention);
    if (at >= 0) return start + 2 + at;
  }
  return -1;
}
