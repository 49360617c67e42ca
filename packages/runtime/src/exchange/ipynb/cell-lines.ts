/** In which lines of its file the cells of a notebook of Jupyter begin. */

/** Returns the line of each object in lists called "cells", in order, from 1. The text is JSON. */
export function cellLines(source: string): readonly number[] {
  const lines: number[] = [];
  /** Of each list and object that is open: whether it is a list of cells. */
  const open: boolean[] = [];
  let line = 1;
  let isCells = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at]!;
    if (char === '"') {
      const end = endOfString(source, at);
      isCells = source.slice(at, end + 1) === '"cells"';
      at = end;
    } else if (char === "\n") line++;
    else if (char === "{" || char === "[") {
      if (char === "{" && open.at(-1)) lines.push(line);
      // Inside of a cell nothing else is one.
      open.push(char === "[" && isCells && !open.includes(true));
    } else if (char === "]" || char === "}") open.pop();
  }
  return lines;
}

/** Returns where the string that begins at a quotation mark ends. */
function endOfString(source: string, start: number): number {
  for (let end = source.indexOf('"', start + 1); end >= 0; end = source.indexOf('"', end + 1)) {
    let slashes = 0;
    while (source[end - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return end;
  }
  return source.length;
}
