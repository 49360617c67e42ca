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
  /** Without those that are there a second time: they mean nothing. */
  readonly attributes: readonly Attribute[];
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
const attribute =
  /(=?[^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >"'][^\t\n\f\r >]*)?))?/y;

/** Returns the tag that begins at that place; null when none does. */
export function tagAt(source: string, start: number): Tag | null {
  const tag = matchAt(opening, source, start);
  if (!tag) return null;
  const attributes: Attribute[] = [];
  for (let at = start + tag[0].length; at < source.length;) {
    const gap = matchAt(separator, source, at)![0];
    const first = at + gap.length - /[^/]*$/.exec(gap)![0].length;
    at += gap.length;
    const [whole, key, double, single, bare] = matchAt(attribute, source, at)!;
    if (!key) {
      if (source[at] !== ">") return null;
      return {name: tag[2]!.toLowerCase(), closes: tag[1] !== "", start, end: at + 1, attributes};
    }
    const name = key.toLowerCase();
    if (!attributes.some((each) => each.name === name))
      attributes.push({
        name,
        value: decodeEntities(double ?? single ?? bare ?? ""),
        start: first,
        nameEnd: at + key.length,
        end: at + whole.length
      });
    at += whole.length;
  }
  return null;
}

/** Returns the text of an opening tag with an attribute set (`""`: without value) or, by null, taken away. */
export function withAttribute(open: string, name: string, value: string | null): string {
  const {attributes, name: tagName} = tagAt(open, 0)!;
  const known = attributes.find((each) => each.name === name);
  if (value === null) {
    if (!known) return open;
    const after = open.slice(known.end);
    // The same attribute may be there a second time, and would count now.
    const rest = open.slice(0, known.start) + (/^[\s>]/.test(after) ? "" : " ") + after;
    return withAttribute(rest, name, null);
  }
  const written = value === "" ? "" : `="${escape(value)}"`;
  if (known) return open.slice(0, known.nameEnd) + written + open.slice(known.end);
  const last = attributes.at(-1);
  const end = last?.end ?? 1 + tagName.length;
  // After `a=` a new attribute would be its value.
  const empty = last?.value === "" && open.slice(last.nameEnd, end).trim() === "=" ? '""' : "";
  return `${open.slice(0, end)}${empty} ${name}${written}${open.slice(end)}`;
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

const escape = (value: string): string => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
