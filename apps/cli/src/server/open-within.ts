/** Files of folders that others may write into: opened first, then looked at, so that none is swapped in between. */
import {open, readlink, realpath, stat} from "node:fs/promises";
import type {FileHandle} from "node:fs/promises";
import {join, sep} from "node:path";
import {descriptors, plainRead} from "./held-folder.ts";
import {Refusal} from "./refusal.ts";

/**
 * Opens a file below a folder, given by its real path. Throws Refusal when it is not there, is no file, or leads out of
 * the folder: also where it does so only for a moment. *allows* is asked about its real place below the folder.
 */
export async function openWithin(
  folder: string,
  path: string,
  allows: (below: string) => boolean = () => true
): Promise<FileHandle> {
  const missing = new Refusal(404, `${path} is not here`);
  if (/[\0\\]/.test(path) || path.split("/").some((part) => part === "..")) throw missing;
  const top = folder.endsWith(sep) ? folder : folder + sep;
  const isAllowed = (file: string): boolean =>
    file.startsWith(top) && allows(file.slice(top.length));
  const real = async (): Promise<string> => {
    const file = await realpath(join(folder, path));
    if (!isAllowed(file)) throw missing;
    return file;
  };
  let handle: FileHandle | undefined;
  try {
    handle = await open(await real(), plainRead);
    const [opened, named] = await Promise.all([
      handle.stat({bigint: true}),
      real().then((file) => stat(file, {bigint: true}))
    ]);
    // Where it really is: a folder may lead elsewhere for moments.
    const where = descriptors ? await readlink(`${descriptors}/${handle.fd}`) : null;
    if (where !== null && !isAllowed(where)) throw missing;
    if (opened.isFile() && opened.ino === named.ino && opened.dev === named.dev) return handle;
  } catch {
    // Not there, or not to be read.
  }
  await handle?.close();
  throw missing;
}
