/** How code looks, in the editor and where it is only shown. */
import {cellTypes, isKind} from "@ecco/runtime/document";
import {highlightCode, tagHighlighter, tags} from "@lezer/highlight";
import {languages} from "./languages.ts";

/** Classes of frame.css: keywords, strings and numbers, comments, definitions. No rainbow. */
export const highlighter = tagHighlighter([
  {tag: [tags.keyword, tags.heading], class: "k"},
  {tag: [tags.string, tags.number, tags.regexp, tags.bool, tags.null], class: "s"},
  {tag: tags.comment, class: "cmt"},
  {tag: [tags.emphasis], class: "em"},
  {tag: [tags.definition(tags.variableName)], class: "d"},
  // {model} reads model.
  {tag: [tags.variableName, tags.definition(tags.propertyName)], class: "v"}
]);

/**
 * Returns the code as a fragment. Names other cells define become links: *link* says to which cell, or null.
 */
export function highlighted(
  text: string,
  type: string,
  link: (name: string) => number | null
): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const language = isKind(type) ? languages[cellTypes[type].language].language : null;
  if (!language) {
    fragment.append(text);
    return fragment;
  }
  highlightCode(
    text,
    language.parser.parse(text),
    highlighter,
    (part, classes) => fragment.append(piece(part, classes, link)),
    () => fragment.append("\n")
  );
  return fragment;
}

function piece(
  part: string,
  classes: string,
  link: (name: string) => number | null
): Node | string {
  const cell = /\bv\b/.test(classes) ? link(part) : null;
  if (!classes || (classes === "v" && cell === null)) return part;
  const span = document.createElement("span");
  span.textContent = part;
  span.className = cell === null ? classes : "x";
  if (cell !== null) span.dataset["cell"] = String(cell);
  return span;
}
