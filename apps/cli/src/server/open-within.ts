/** Files of folders that others may write into: opened first, then looked at, so that none is swapped in between. */
import {constants} from "node:fs";
import {open, realpath, stat} from "node:fs/promises";
import type {FileHandle} from "node:fs/promises";
import {join, sep} from "node:path";
import {Refusal} from "./refusal.ts";

/** No link is followed at the end of a path, and a pipe is not waited for; Windows knows neither. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file below a folder, given by its real path. Throws Refusal when it is not there, is no file, or leads out of
 * the folder: also where it does so only for a moment.
 */
export async function openWithin(folder: string, path: string): Promise<FileHandle> {
  const missing = new Refusal(404, `${path} is not here`);
  if (/[\0\\]/.test(path) || path.split("/").some((part) => part === "..")) throw missing;
  const real = async (): Promise<string> => {
    const file = await realpath(join(folder, path));
    if (!file.startsWith(folder + sep)) throw missing;
    return file;
  };
  let handle: FileHandle | undefined;
  try {
    handle = await open(await real(), flags);
    const [opened, named] = await Promise.all([
      handle.stat({bigint: true}),
      real().then((file) => stat(file, {bigint: true}))
    ]);
    if (opened.isFile() && opened.ino === named.ino && opened.dev === named.dev) return handle;
  } catch {
    // Not there, or not to be read.
  }
  await handle?.close();
  throw missing;
}
