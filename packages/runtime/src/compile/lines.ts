/** From a line of a compiled body back to the line of the cell it was written on. */
import {findImports} from "./kit.ts";

/**
 * Returns the cell's line for each line of the body, both from 1; undefined for lines the compiler added. The compiler
 * takes away blank ends and whole import declarations, and puts its own lines before and after the rest.
 */
export function lineMap(
  text: string,
  body: string,
  {expression, outputs}: {readonly expression: boolean; readonly outputs: readonly string[]}
): readonly (number | undefined)[] {
  const blank = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const removed = findImports(text).filter(({declaration}) => declaration);
  const lines: number[] = [];
  let line = 1;
  let starts = true;
  for (let at = 0; at < end; at++) {
    const inside =
      at < blank ||
      removed.some(
        (node) => at >= node.start && at <= node.end && (at < node.end || text[at] === "\n")
      );
    if (!inside && starts) {
      lines.push(line);
      starts = false;
    }
    if (text[at] !== "\n") continue;
    line++;
    if (!inside) starts = true;
  }
  // A last line break the compiler has kept.
  if (starts && lines.length > 0) lines.push(line);
  const after = 1 + (outputs.length > 0 ? 1 : 0) + (expression ? 1 : 0);
  const before = body.split("\n").length - after - lines.length;
  return [...Array.from({length: before + 1}, () => undefined), ...lines];
}
