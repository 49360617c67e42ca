/** Lines of a text, counted without taking it apart. */

/** Returns the number of the line a place is in, from 1. */
export function lineAt(source: string, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i++) {
    const code = source.charCodeAt(i);
    if (code === 10 || (code === 13 && source.charCodeAt(i + 1) !== 10)) line++;
  }
  return line;
}

/** Returns how a text ends most of its lines. */
export function newlineOf(source: string): "\n" | "\r\n" {
  let all = 0;
  let windows = 0;
  for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) {
    all++;
    if (source.charCodeAt(at - 1) === 13) windows++;
  }
  return windows * 2 > all ? "\r\n" : "\n";
}
