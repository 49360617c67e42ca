/** Texts from the command line, a file or stdin. */
import {readFile} from "node:fs/promises";
import {text as readStream} from "node:stream/consumers";
import {InputError, SourceError} from "@ecco/engine/errors";

/** Returns the text of an argument: itself, of a file (@FILE) or of stdin (-), without one final line break. */
export async function readText(text: string): Promise<string> {
  if (text === "-") return withoutLastBreak(await readStream(process.stdin));
  return text.startsWith("@") && text.length > 1
    ? withoutLastBreak(await readTextFile(text.slice(1)))
    : text;
}

export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw unreadable(path, error, "; a text that itself begins with @ can be given by - (stdin)");
  }
}

function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, "");
}

export function unreadable(path: string, error: unknown, advice: string = ""): SourceError {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = code === "ENOENT" ? "there is no such file" : (code ?? String(error));
  return new SourceError(`${path}: cannot be read: ${reason}; expected a text file${advice}`, {
    cause: error
  });
}

/** Returns the lines of a text file that say something. Throws InputError where there is none. */
export async function readTextLines(path: string): Promise<string[]> {
  const content = path === "-" ? await readStream(process.stdin) : await readTextFile(path);
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length > 0) return lines;
  throw new InputError(`${path}: got no text, expected one a line`);
}
