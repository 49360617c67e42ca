/** The text of a cell, and what stands for it between its tags. */

/** Returns the text of a cell for what is between its tags. */
export function textOf(body: string): string {
  const lines = body.split(/\r\n?|\n/);
  // The first line break follows the tag, the last one and its indentation come before the closing tag.
  if (lines.length > 1 && !lines[0]!.trim()) lines.shift();
  if (lines.length > 1 && !lines.at(-1)!.trim()) lines.pop();
  else if (lines.length === 1 && !lines[0]!.trim()) lines[0] = "";
  return lines
    .map((line) => line.replace(/^ {4}/, ""))
    .join("\n")
    .replace(/<\\(?=\\*\/script(?:[\s/>]|$))/gim, "<");
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
