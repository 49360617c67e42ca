/** The elements of a file that matter to a notebook, in order. What looks like them in comments, styles and pictures is passed over. */
import {NotebookError} from "./notebook.ts";
import {tagAt} from "./tags.ts";
import type {Tag} from "./tags.ts";

/** A place in the file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Element =
  | {readonly name: "notebook"; readonly open: Tag}
  | {readonly name: "script" | "title"; readonly open: Tag; readonly close: Range};

/** Their content is no markup. */
const plain: ReadonlySet<string> = new Set([
  "style",
  "textarea",
  "xmp",
  "iframe",
  "noembed",
  "noframes"
]);

/** Their scripts and titles are not those of the notebook. */
const foreign: ReadonlySet<string> = new Set(["svg", "math", "template"]);

/** `<!-- -->` as the HTML standard ends it, then what it takes for a comment besides. */
const comment = /<!--(?:-?>|[^]*?(?:--!?>|$))|<(?:[!?]|\/[^a-z>])[^>]*>?/iy;

/** Yields scripts, titles and the tags of notebooks. Throws NotebookError at an element that is cut off. */
export function* elements(source: string): Generator<Element> {
  for (let at = source.indexOf("<"); at >= 0; at = source.indexOf("<", at)) {
    comment.lastIndex = at;
    const skipped = comment.exec(source);
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const open = tagAt(source, at);
    if (!open) {
      at++;
      continue;
    }
    const {name} = open;
    at = open.end;
    if (name === "notebook") yield {name, open};
    else if (open.closes) continue;
    else if (name === "script" || name === "title") {
      const close = closeOf(source, open);
      at = close.end;
      yield {name, open, close};
    } else if (plain.has(name)) at = closeOf(source, open).end;
    else if (foreign.has(name)) at = afterForeign(source, open);
  }
}

function closeOf(source: string, {name, end}: Tag): Range {
  const pattern = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, "gi");
  pattern.lastIndex = end;
  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    const tag = tagAt(source, match.index);
    if (tag) return tag;
  }
  const line = source.slice(0, end).split(/\r\n?|\n/).length;
  throw new NotebookError(
    `this notebook is cut off: got <${name}> in line ${line}, expected </${name}> somewhere after it; restore the end of the file`
  );
}

/** Returns where the element ends; after its opening tag when it does not. */
function afterForeign(source: string, {name, start, end}: Tag): number {
  const isEmpty = (tag: string): boolean => name !== "template" && tag.endsWith("/>");
  if (isEmpty(source.slice(start, end))) return end;
  const pattern = new RegExp(`<(/?)${name}(?=[\\t\\n\\f\\r />])[^>]*>`, "gi");
  pattern.lastIndex = end;
  let depth = 1;
  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    if (match[1]) depth--;
    else if (!isEmpty(match[0])) depth++;
    if (depth === 0) return match.index + match[0].length;
  }
  return end;
}
