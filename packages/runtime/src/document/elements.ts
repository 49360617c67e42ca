/** The elements of a file that matter to a notebook, in order. What looks like them in comments, styles and pictures is passed over. */
import {NotebookError} from "./notebook.ts";
import {lineAt} from "./lines.ts";
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

/** What is lost when a tag before it does not end. */
const lost = /<(?:script|title)(?=[\t\n\f\r />])/gi;

/** Yields scripts, titles and the tags of notebooks. Throws NotebookError at an element that is cut off. */
export function* elements(source: string): Generator<Element> {
  const foreignEnds = new ForeignEnds(source);
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
    if (open === "endless") {
      lost.lastIndex = at;
      if (lost.test(source)) throw cutOff(source, at, ">");
      return;
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
    else if (foreign.has(name)) at = foreignEnds.after(open);
  }
}

const endTags = new Map<string, RegExp>();

/** Returns the end tag of an element whose content is no markup. */
function closeOf(source: string, {name, start, end}: Tag): Range {
  const pattern = endTags.get(name) ?? new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, "gi");
  endTags.set(name, pattern);
  pattern.lastIndex = end;
  const match = pattern.exec(source);
  const tag = match && tagAt(source, match.index);
  if (tag && tag !== "endless") return tag;
  throw cutOff(source, start, `</${name}>`);
}

/** Returns the error that says which element has no end. */
function cutOff(source: string, start: number, expected: string): NotebookError {
  const tag = /^<\/?[a-z][^\t\n\f\r />]{0,40}/i.exec(source.slice(start, start + 50))![0];
  return new NotebookError(
    `this notebook is cut off: got ${tag}${expected === ">" ? "" : ">"} in line ${lineAt(source, start)}, expected ${expected} somewhere after it; restore the end of the file`
  );
}

/** Where pictures, formulas and templates end. Each kind is looked for once in a file, however many of them there are. */
class ForeignEnds {
  readonly #source: string;
  /** By name: the end of the element for where it begins. */
  readonly #ends = new Map<string, ReadonlyMap<number, number>>();

  constructor(source: string) {
    this.#source = source;
  }

  /** Returns where the element ends; after its opening tag when it does not. */
  after({name, start, end}: Tag): number {
    if (isEmpty(name, this.#source, end)) return end;
    const ends = this.#ends.get(name) ?? this.#match(name, start);
    this.#ends.set(name, ends);
    return ends.get(start) ?? end;
  }

  /** Returns which end belongs to which beginning, from a place on. */
  #match(name: string, from: number): ReadonlyMap<number, number> {
    const source = this.#source;
    const ends = new Map<number, number>();
    const open: number[] = [];
    const pattern = new RegExp(`<(/?)${name}(?=[\\t\\n\\f\\r />])`, "gi");
    pattern.lastIndex = from;
    for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
      const first = source.indexOf(">", pattern.lastIndex) + 1;
      if (first === 0) break;
      // A `/>` may be part of an attribute.
      const tag = isEmpty(name, source, first) ? tagAt(source, match.index) : null;
      const end = tag && tag !== "endless" ? tag.end : first;
      pattern.lastIndex = end;
      const start = match[1] ? open.pop() : undefined;
      if (start !== undefined) ends.set(start, end);
      else if (!match[1] && !isEmpty(name, source, end)) open.push(match.index);
    }
    return ends;
  }
}

const isEmpty = (name: string, source: string, end: number): boolean =>
  name !== "template" && source[end - 2] === "/";
