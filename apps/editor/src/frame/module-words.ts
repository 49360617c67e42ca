/** Errors of modules of the folder, with the file and line that their author knows. */

/** Address of a module in messages and stacks: with the path of its file. */
const address = /https?:\/\/[^\s'")]*\/modules\/[^/\s]+\/code\/[^/\s]+\/([^\s'"):?]+)/;

/** Returns the first file of the folder, and its line, that a stack names. */
export function fileIn(
  stack: string | undefined
): {readonly file: string; readonly line: number} | null {
  const match = new RegExp(`${address.source}:(\\d+)(?::\\d+)?`).exec(stack ?? "");
  return match ? {file: decode(match[1]!), line: Number(match[2])} : null;
}

/** Returns an error that says what went wrong while a module was loaded or ran, and where. */
export function ownWords(error: unknown, specifier: string): Error {
  const said = error instanceof Error ? error.message || error.name : String(error);
  const message = said.replaceAll(new RegExp(address, "g"), (_, path: string) => decode(path));
  const place = error instanceof Error ? fileIn(error.stack) : null;
  const where = place ? `${place.file}, line ${place.line}` : specifier;
  return new Error(`${where}: ${message}`, {cause: error});
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
