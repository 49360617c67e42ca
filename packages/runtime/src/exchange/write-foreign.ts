/** From cells of another format to a file of ours. */
import {bodyOf, normalLines} from "../document/cell-text.ts";
import {encodeEntities} from "../document/entities.ts";
import {withAttribute} from "../document/tags.ts";
import {pinnedByDefault} from "./foreign.ts";
import type {Foreign, ForeignCell} from "./foreign.ts";

/** Returns the file of a notebook with these cells. */
export function writeForeign({title, cells}: Foreign): string {
  let last = 0;
  return [
    '<!doctype html>\n<notebook theme="air">\n',
    `  <title>${encodeEntities(title)}</title>\n`,
    ...cells.map((cell) => `  ${writeCell(cell, (last = cell.id ?? last + 1))}\n`),
    "</notebook>\n"
  ].join("");
}

function writeCell(cell: ForeignCell, id: number): string {
  const body = bodyOf(normalLines(cell.text), {newline: "\n", indent: "  "});
  return `${openingOf(cell, id)}${body}</script>`;
}

/** Returns the opening tag of a cell. */
function openingOf(
  {mime, pinned = pinnedByDefault(mime), hidden = false, attributes = {}}: ForeignCell,
  id: number
): string {
  const all = {...(pinned ? {pinned: ""} : {}), ...(hidden ? {hidden: ""} : {}), ...attributes};
  return Object.entries(all).reduce(
    (open, [name, value]) => withAttribute(open, name, value),
    withAttribute(`<script id="${id}">`, "type", mime)
  );
}
