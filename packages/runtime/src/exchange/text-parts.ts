/** Changes of Markdown that leave code alone. */

/** Fenced code, then code in a line; both with as many marks at their end as at their beginning. */
const fence = /^[ \t]*(?:>[ \t]*)*(`{3,}|~{3,})/;
const inline = /(?<!`)(`{1,20})(?!`)/g;

/** Returns the text with all that is not code changed. */
export function outsideCode(text: string, change: (stretch: string) => string): string {
  const done: string[] = [];
  let prose: string[] = [];
  let mark = "";
  const flush = (): void => {
    if (prose.length > 0) done.push(outsideInlineCode(prose.join("\n"), change));
    prose = [];
  };
  for (const line of text.split("\n")) {
    const [, found = ""] = fence.exec(line) ?? [];
    if (mark) {
      done.push(line);
      if (found.startsWith(mark) && line.trim().replace(/^[> \t]+/, "") === found) mark = "";
    } else if (found) {
      flush();
      mark = found;
      done.push(line);
    } else prose.push(line);
  }
  flush();
  return done.join("\n");
}

function outsideInlineCode(text: string, change: (stretch: string) => string): string {
  const out: string[] = [];
  let from = 0;
  const marks = [...text.matchAll(inline)];
  /** By the number of marks: where each of that many stands, so that none is looked for twice. */
  const next = nextAlike(marks);
  for (let index = 0; index < marks.length; index++) {
    const {index: start} = marks[index]!;
    if (start < from) continue;
    const closing = next[index]!;
    if (closing < 0) continue;
    const end = marks[closing]!.index + marks[closing]![0].length;
    out.push(change(text.slice(from, start)), text.slice(start, end));
    from = end;
  }
  out.push(change(text.slice(from)));
  return out.join("");
}

/** Returns for each run of marks the next one that is as long; −1 without one. */
function nextAlike(marks: readonly RegExpExecArray[]): readonly number[] {
  const last = new Map<number, number>();
  const next = Array.from({length: marks.length}, () => -1);
  for (let index = marks.length - 1; index >= 0; index--) {
    const {length} = marks[index]![0];
    next[index] = last.get(length) ?? -1;
    last.set(length, index);
  }
  return next;
}

/** Returns which line a place is in; places are asked for from the beginning to the end. */
export function linesOf(text: string, first: number): (at: number) => number {
  let line = first;
  let done = 0;
  return (at) => {
    for (
      let next = text.indexOf("\n", done);
      next >= 0 && next < at;
      next = text.indexOf("\n", done)
    ) {
      line++;
      done = next + 1;
    }
    return line;
  };
}
