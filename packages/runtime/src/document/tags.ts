/** Tags of HTML, found by their exact places in a file. */
import {decodeEntities} from "./notebook.ts";

export interface Tag {
  /** Lower case. */
  readonly name: string;
  readonly start: number;
  /** After the `>`. */
  readonly end: number;
  readonly attributes: readonly Attribute[];
}

export interface Attribute {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  /** In the file, with the white space before it. */
  readonly start: number;
  readonly end: number;
}

const pattern = /\s*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?|\s*\//y;

/** Returns the opening tag that begins at that place; null when none does. */
export function tagAt(source: string, start: number): Tag | null {
  const name = /^<([a-z][^\s/>]*)/i.exec(source.slice(start, start + 64));
  if (!name) return null;
  let at = start + name[0].length;
  const attributes: Attribute[] = [];
  for (;;) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match?.[0]) break;
    const [, key, double, single, bare] = match;
    if (key !== undefined && !attributes.some((each) => each.name === key.toLowerCase()))
      attributes.push({
        name: key.toLowerCase(),
        value: decodeEntities(double ?? single ?? bare ?? ""),
        start: at,
        end: at + match[0].length
      });
    at += match[0].length;
  }
  const close = source.indexOf(">", at);
  return close < 0 ? null : {name: name[1]!.toLowerCase(), start, end: close + 1, attributes};
}

/** Returns the text of an opening tag with an attribute set (`""`: without value) or, by null, taken away. */
export function withAttribute(open: string, name: string, value: string | null): string {
  const tag = tagAt(open, 0)!;
  const known = tag.attributes.find((each) => each.name === name);
  const written = value === null ? "" : value === "" ? ` ${name}` : ` ${name}="${escape(value)}"`;
  if (known) return open.slice(0, known.start) + written + open.slice(known.end);
  const end = tag.attributes.at(-1)?.end ?? 1 + tag.name.length;
  return open.slice(0, end) + written + open.slice(end);
}

const escape = (value: string): string => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
