/** What a text in Markdown is made of, as far as it matters where cells begin: front matter, blocks of code, and the rest. */

export interface Prose {
  readonly kind: "prose";
  readonly text: string;
  /** Its first line in the file, from 1. */
  readonly line: number;
}

export interface Fence {
  readonly kind: "fence";
  /** What follows the backticks. */
  readonly info: string;
  /** What is inside. */
  readonly text: string;
  readonly line: number;
  /** With its first and last line, as it is written. */
  readonly source: string;
  /** Whether it has an end. */
  readonly closed: boolean;
}

export type Block = Prose | Fence;

const opening = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\n]*)$/;

/** Returns the blocks of a text whose first line has that number. */
export function blocksOf(text: string, first = 1): readonly Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  let from = 0;
  const prose = (to: number): void => {
    if (to > from)
      blocks.push({kind: "prose", text: lines.slice(from, to).join("\n"), line: first + from});
  };
  for (let at = 0; at < lines.length; at++) {
    const [, indent = "", mark = "", info = ""] = opening.exec(lines[at]!) ?? [];
    if (!mark || (mark.startsWith("`") && info.includes("`"))) continue;
    prose(at);
    const end = endOf(lines, at + 1, mark);
    const inside = lines.slice(at + 1, end);
    blocks.push({
      kind: "fence",
      info: info.trim(),
      text: inside.map((line) => withoutIndent(line, indent.length)).join("\n"),
      line: first + at,
      source: lines.slice(at, end + 1).join("\n"),
      closed: end < lines.length
    });
    at = end;
    from = end + 1;
  }
  prose(lines.length);
  return blocks;
}

/** Returns the line that ends a block of code; behind the last one without any. */
function endOf(lines: readonly string[], from: number, mark: string): number {
  for (let at = from; at < lines.length; at++) {
    const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(lines[at]!)?.[1];
    if (closing?.startsWith(mark)) return at;
  }
  return lines.length;
}

function withoutIndent(line: string, most: number): string {
  let at = 0;
  while (at < most && line[at] === " ") at++;
  return line.slice(at);
}
