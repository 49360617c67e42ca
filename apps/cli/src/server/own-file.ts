/** Files that Ecco keeps for its user outside of folders of notebooks: believed only where no other user can write them. */
import {closeSync, fstatSync, openSync, readFileSync, readdirSync, rmSync, statSync} from "node:fs";
import {open, mkdir, rename, rm} from "node:fs/promises";
import {randomUUID} from "node:crypto";
import {dirname, join} from "node:path";
import {plainRead} from "./held-folder.ts";

/** Returns what such a file holds; null when it is not there. Throws for what is none, or could be another's. */
export function readOwn(file: string, most: number): string | null {
  let handle: number;
  try {
    handle = openSync(file, plainRead);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
    throw error;
  }
  try {
    const found = fstatSync(handle);
    if (!found.isFile()) throw new Error("it is not a file");
    if (found.size > most) throw new Error(`it is larger than ${most} bytes`);
    const own = process.getuid?.();
    if (own !== undefined && (found.uid !== own || (found.mode & 0o022) !== 0))
      throw new Error("other users may write it");
    return readFileSync(handle, "utf8");
  } finally {
    closeSync(handle);
  }
}

/** Writes such a file whole or not at all, in a folder of its user alone; never through a link that lies there already. */
export async function writeOwn(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), {recursive: true, mode: 0o700});
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, {force: true});
    throw error;
  }
}

/** After so many ms what is being written is a file of a command that was killed. */
const abandoned = 3_600_000;

/** Removes what commands that were killed have left half written in a folder. */
export function removeLeftOvers(folder: string): void {
  try {
    for (const name of readdirSync(folder).filter((each) => each.endsWith(".tmp"))) {
      const file = join(folder, name);
      const {mtimeMs} = statSync(file);
      if (Math.abs(Date.now() - mtimeMs) > abandoned) rmSync(file, {force: true});
    }
  } catch {
    // Not there, or not to be read: whoever needs it says so.
  }
}
