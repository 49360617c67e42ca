/** Directives of MyST that begin and end with colons. */
import type {Prose} from "./blocks.ts";

interface Colons {
  readonly kind: "colons";
  readonly name: string;
  readonly argument: string;
  readonly text: string;
  readonly line: number;
  /** With its first and last line. */
  readonly source: string;
}

/** Returns a text in pieces; its first line has that number. A directive without an end is text. */
export function colonFences(text: string, first: number): readonly (Prose | Colons)[] {
  const lines = text.split("\n");
  const ends = endsOf(lines);
  const pieces: (Prose | Colons)[] = [];
  let from = 0;
  const prose = (to: number): void => {
    if (to > from)
      pieces.push({kind: "prose", text: lines.slice(from, to).join("\n"), line: first + from});
  };
  for (let at = 0; at < lines.length; at++) {
    const [, name = "", argument = ""] =
      /^ {0,3}:{3,}[ \t]*\{([a-z][\w:-]*)\}[ \t]*([^\n]*)$/.exec(lines[at]!) ?? [];
    if (!name) continue;
    const end = ends.get(at);
    if (end === undefined) continue;
    prose(at);
    pieces.push({
      kind: "colons",
      name,
      argument: argument.trim(),
      text: lines.slice(at + 1, end).join("\n"),
      line: first + at,
      source: lines.slice(at, end + 1).join("\n")
    });
    at = end;
    from = end + 1;
  }
  prose(lines.length);
  return pieces;
}

/** Returns for each line that begins a block with colons the one that ends it, with as many of them. */
function endsOf(lines: readonly string[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  /** By the number of colons: the blocks that are open. */
  const open = new Map<number, number[]>();
  lines.forEach((line, at) => {
    const [, marks = "", rest = ""] = /^ {0,3}(:{3,})[ \t]*([^\n]*)$/.exec(line) ?? [];
    if (!marks) return;
    const same = open.get(marks.length) ?? [];
    open.set(marks.length, same);
    const start = rest.trim() ? undefined : same.pop();
    if (start !== undefined) ends.set(start, at);
    else if (rest.trim()) same.push(at);
  });
  return ends;
}
