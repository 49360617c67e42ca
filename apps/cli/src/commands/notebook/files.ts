import {readFile, writeFile} from "node:fs/promises";
import {InputError, SourceError} from "@ecco/engine/errors";
import {NotebookError} from "@ecco/runtime/document";

/** Larger files are no notebooks: what is in them is in the memory several times. */
const largest = 200_000_000;

/** Returns the bytes of a file. */
export async function readBytes(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new SourceError(
      `${path}: cannot be read (${codeOf(error)}); check the name, and that it is a file`,
      {cause: error}
    );
  });
  if (bytes.length > largest)
    throw new SourceError(
      `${path}: got ${(bytes.length / 1e6).toFixed(0)} MB, expected at most ${largest / 1e6} MB; take out what is large`
    );
  return bytes;
}

/** Writes a file; one that is there is not written over, unless that is asked for. */
export async function writeNew(path: string, text: string, replace: boolean): Promise<void> {
  try {
    await writeFile(path, text, {flag: replace ? "w" : "wx"});
  } catch (error) {
    const code = codeOf(error);
    if (code === "EEXIST")
      throw new InputError(
        `${path}: is already there; give --out another name, or --replace to write over it`
      );
    throw new SourceError(
      `${path}: cannot be written (${code}); give --out a file in an existing folder`,
      {cause: error}
    );
  }
}

/** Returns what reading or writing a notebook gives; what it throws names the file. */
export function about<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotebookError) throw new SourceError(`${path}: ${error.message}`);
    throw error;
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
