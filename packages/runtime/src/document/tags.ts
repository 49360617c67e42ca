/** Tags of HTML, found by their exact places in a file. */
import {decodeEntities} from "./entities.ts";

export interface Tag {
  /** Lower case. */
  readonly name: string;
  /** Whether it is an end tag. */
  readonly closes: boolean;
  readonly start: number;
  /** After the `>`. */
  readonly end: number;
  /** Without those that are there a second time. */
  readonly attributes: readonly Attribute[];
  /** Those whose name was there before: they mean nothing, until the first is taken away. */
  readonly repeated: readonly Attribute[];
}

export interface Attribute {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  /** In the file, with the white space before it. */
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
}

// As in the HTML standard, §13.2.5.32: names and unquoted values are stranger than one thinks.
const opening = /<(\/?)([a-z][^\t\n\f\r />]*)/iy;
const separator = /[\t\n\f\r /]*/y;
/** A quote that does not end takes in the rest of the file. */
const attribute =
  /(=?[^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)("|$)|'([^']*)('|$)|([^\t\n\f\r >"'][^\t\n\f\r >]*)?))?/y;

/**
 * Returns the tag that begins at that place; null when none does, "endless" for one that the file ends in. To a browser
 * everything after an endless tag is part of it, so nothing after it is a tag either.
 */
export function tagAt(source: string, start: number): Tag | "endless" | null {
  const tag = matchAt(opening, source, start);
  if (!tag) return null;
  const attributes: Attribute[] = [];
  const repeated: Attribute[] = [];
  const names = new Set<string>();
  for (let at = start + tag[0].length; at < source.length;) {
    const gap = matchAt(separator, source, at)![0];
    const first = at + gap.lastIndexOf("/") + 1;
    at += gap.length;
    const [whole, key, double, doubleEnd, single, singleEnd, bare] = matchAt(
      attribute,
      source,
      at
    )!;
    if (!key) {
      if (source[at] !== ">") return "endless";
      const [, slash, called] = tag;
      const [name, closes] = [called!.toLowerCase(), slash !== ""];
      return {name, closes, start, end: at + 1, attributes, repeated};
    }
    if (doubleEnd === "" || singleEnd === "") return "endless";
    const name = key.toLowerCase();
    (names.has(name) ? repeated : attributes).push({
      name,
      value: decodeEntities(double ?? single ?? bare ?? ""),
      start: first,
      nameEnd: at + key.length,
      end: at + whole.length
    });
    names.add(name);
    at += whole.length;
  }
  return "endless";
}

/** Returns the text of an opening tag with an attribute set (`""`: without value) or, by null, taken away. */
export function withAttribute(open: string, name: string, value: string | null): string {
  const {attributes, name: tagName} = openTag(open);
  const known = attributes.find((each) => each.name === name);
  if (value === null) return known ? withoutAttribute(open, name) : open;
  const written = value === "" ? "" : `="${escape(value)}"`;
  if (known) return open.slice(0, known.nameEnd) + written + open.slice(known.end);
  const last = attributes.at(-1);
  const end = last?.end ?? 1 + tagName.length;
  // After `a=` a new attribute would be its value.
  const empty = last?.value === "" && open.slice(last.nameEnd, end).trim() === "=" ? '""' : "";
  return `${open.slice(0, end)}${empty} ${name}${written}${open.slice(end)}`;
}

/** Returns the opening tag that is all of a text. */
export const openTag = (open: string): Tag => tagAt(open, 0) as Tag;

/** Returns the text of an opening tag without the attributes of that name. */
function withoutAttribute(open: string, name: string): string {
  const {attributes, repeated} = openTag(open);
  const gone = [...attributes, ...repeated].filter((each) => each.name === name);
  let rest = "";
  let at = 0;
  gone.forEach(({start, end}, index) => {
    const touches = gone[index + 1]?.start !== end && !/[\s>]/.test(open[end]!);
    rest += open.slice(at, start) + (touches ? " " : "");
    at = end;
  });
  return rest + open.slice(at);
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

const escape = (value: string): string => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
