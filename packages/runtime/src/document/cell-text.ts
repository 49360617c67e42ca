/** The text of a cell, and what stands for it between its tags. */

/** Returns the text of a cell for what is between its tags. */
export function textOf(body: string): string {
  const text = normalLines(body);
  // The first line break follows the tag, the last one and its indentation come before the closing tag.
  const first = text.indexOf("\n");
  const last = text.lastIndexOf("\n");
  const from = first >= 0 && isBlank(text, 0, first) ? first + 1 : 0;
  const ends = last >= from && isBlank(text, last + 1, text.length);
  const inside = text.slice(from, ends ? last : text.length);
  const isEmpty = !ends && isBlank(inside, 0, inside.length) && !inside.includes("\n");
  return (isEmpty ? "" : inside)
    .replace(/(^|\n) {4}/g, "$1")
    .replace(/<\\(?=\\*\/script(?:[\s/>]|$))/gim, "<");
}

/** Whether there is nothing but white space between two places. */
function isBlank(text: string, from: number, to: number): boolean {
  let at = from;
  while (at < to && !text[at]!.trim()) at++;
  return at >= to;
}

export interface BodyStyle {
  readonly newline: string;
  /** White space before the closing tag. */
  readonly indent: string;
  /** What was there before: its first and last line break stay. */
  readonly old?: string;
}

/** Returns what stands between the tags of a cell for its text. */
export function bodyOf(text: string, {newline, indent, old = ""}: BodyStyle): string {
  const head = /^[^\S\r\n]*(?:\r\n?|\n)/.exec(old)?.[0] ?? newline;
  const tail = /(?:\r\n?|\n)[^\S\r\n]*$/.exec(old.slice(head.length))?.[0] ?? newline + indent;
  const lines = text.replace(/<(?=\\*\/script(?:[\s/>]|$))/gim, "<\\").split("\n");
  return head + lines.map((line) => line && `    ${line}`).join(newline) + tail;
}

/** Returns a text as cells hold it: with `\n` between its lines. */
export const normalLines = (text: string): string => text.replace(/\r\n?/g, "\n");
