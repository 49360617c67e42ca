/** One file of a notebook: read whole, within bounds, and told why when it cannot be. */
import {createHash} from "node:crypto";
import type {Stats} from "node:fs";
import {access, constants, open, stat} from "node:fs/promises";
import {plainRead} from "./held-folder.ts";
import type {HeldFolder} from "./held-folder.ts";
import {Refusal} from "./refusal.ts";

/** Most bytes of a notebook that is opened or written. */
export const largest = 20_000_000;

export interface FileFound {
  readonly bytes: Buffer;
  readonly stats: Stats;
}

/** Returns what names these very bytes: their sha256, quoted as HTTP wants it. */
export const etagOf = (bytes: string | Uint8Array): string =>
  `"${createHash("sha256").update(bytes).digest("hex")}"`;

/** Every byte counts: the mark at the beginning too, and one that is no text is an error. */
const utf8 = new TextDecoder("utf-8", {ignoreBOM: true, fatal: true});

/** Returns the text of a notebook. Throws Refusal for bytes that are no text. */
export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refusal(
      422,
      `${path} is not written in UTF-8, and would be damaged; convert it first`
    );
  }
}

/** Returns what a file holds; null when it is not there. Throws Refusal for what is no file, or too large. */
export async function readWhole(
  folder: HeldFolder,
  name: string,
  path: string
): Promise<FileFound | null> {
  let handle;
  try {
    handle = await open(folder.at(name), plainRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Refusal(404, `${path} is not a file`);
    if (stats.size > largest) throw new Refusal(413, `${path}: ${tooLarge(stats.size)}`);
    await folder.check();
    const chunks: Buffer[] = [];
    // Files may grow meanwhile, and some say 0 and never end.
    for (let size = 0; size <= largest; size += chunks.at(-1)!.length) {
      const room = Math.min(Math.max(stats.size - size, 65_536), largest - size) + 1;
      const {bytesRead, buffer} = await handle.read(Buffer.allocUnsafe(room), 0, room);
      if (bytesRead === 0) return {bytes: Buffer.concat(chunks), stats};
      chunks.push(buffer.subarray(0, bytesRead));
    }
    throw new Refusal(413, `${path}: ${tooLarge(stats.size)}`);
  } finally {
    await handle.close();
  }
}

/** Says why a file of so many bytes is not opened. */
export const tooLarge = (bytes: number): string =>
  `it has ${bytes > largest ? `${(bytes / 1e6).toFixed(1)} MB` : "no end"}, and notebooks are opened up to ${largest / 1e6} MB; take out what is large, or split it`;

/** What may not be changed: the file, or its folder, in which nothing can be replaced then. */
export type ReadOnly = "file" | "folder" | null;

const isWindows = process.platform === "win32";
/** Whoever may do everything is asked not to by a file that nobody may write. */
const isProtected = ({mode}: Stats): boolean => (mode & 0o222) === 0;
const isWritable = (path: string): Promise<boolean> =>
  access(path, constants.W_OK).then(
    () => true,
    () => false
  );

/** Returns what keeps a file from being written; *stats* are its own, null for a file that is not there. */
export async function readOnlyOf(
  folder: HeldFolder,
  name: string,
  stats: Stats | null
): Promise<ReadOnly> {
  if (stats && (isProtected(stats) || !(await isWritable(folder.at(name))))) return "file";
  const own = folder.at(".");
  // On Windows folders cannot be protected this way.
  if ((!isWindows && isProtected(await stat(own))) || !(await isWritable(own))) return "folder";
  return null;
}

/** Throws Refusal for what must not be changed. */
export function refuseReadOnly(path: string, found: ReadOnly): void {
  if (found === null) return;
  const what = found === "file" ? path : `the folder of ${path}`;
  throw new Refusal(
    403,
    `${what} is read-only; make it writable, or put a copy of the notebook where you may write`
  );
}
