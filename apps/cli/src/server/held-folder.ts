/** A folder held open: what is done in it by name is done there, wherever its path leads by then. */
import {constants, existsSync} from "node:fs";
import {open, readlink, realpath} from "node:fs/promises";
import type {FileHandle} from "node:fs/promises";
import {join, sep} from "node:path";
import {Refusal} from "./refusal.ts";

/** Where Linux shows open files by their numbers; null on other systems, which know no such place. */
export const descriptors: string | null =
  process.platform === "linux" && existsSync("/proc/self/fd") ? "/proc/self/fd" : null;

// Windows has none of them.
const [directory, noFollow, noWait] = [
  constants.O_DIRECTORY ?? 0,
  constants.O_NOFOLLOW ?? 0,
  constants.O_NONBLOCK ?? 0
];
/** Opens a file for reading: no link is followed, and a pipe is not waited for. */
export const plainRead: number = constants.O_RDONLY | noFollow | noWait;

/** Whether a real path is a folder or within it. */
export const isWithin = (real: string, folder: string): boolean =>
  real === folder || real.startsWith(folder.endsWith(sep) ? folder : folder + sep);

export class HeldFolder {
  readonly #path: string;
  readonly #handle: FileHandle | null;

  private constructor(path: string, handle: FileHandle | null) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Opens a folder by its real path. Throws Refusal when it is not, or no longer, within *root*. */
  static async open(path: string, root: string): Promise<HeldFolder> {
    const folder = new HeldFolder(
      path,
      descriptors ? await open(path, plainRead | directory) : null
    );
    try {
      const real = await folder.#whereItIs();
      // A link was put there after it was looked at.
      if (!isWithin(real, root))
        throw new Refusal(403, "this leads out of the folder that is open");
      return folder;
    } catch (error) {
      await folder.close();
      throw error;
    }
  }

  /** Returns what to call a file in it. */
  at(name: string): string {
    return join(this.#handle ? `${descriptors}/${this.#handle.fd}` : this.#path, name);
  }

  /** Throws Refusal when names no longer lead here; where folders can be held they always do. */
  async check(): Promise<void> {
    if (!this.#handle && (await this.#whereItIs()) !== this.#path)
      throw new Refusal(403, "the folder of this notebook was moved just now; open it again");
  }

  /** A file that was renamed is only sure once its folder is on disk; not every system lets us ask for that. */
  async sync(): Promise<void> {
    try {
      if (this.#handle) return await this.#handle.sync();
      const handle = await open(this.#path, "r");
      await handle.sync().finally(() => handle.close());
    } catch {
      // Windows, and some network disks.
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }

  #whereItIs(): Promise<string> {
    return this.#handle ? readlink(`${descriptors}/${this.#handle.fd}`) : realpath(this.#path);
  }
}
