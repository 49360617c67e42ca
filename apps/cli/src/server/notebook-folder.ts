/** The notebooks of a folder: nothing outside of it is read or written. */
import {linkSync, renameSync} from "node:fs";
import type {Stats} from "node:fs";
import {chmod, chown, lstat, open, realpath, rm, stat} from "node:fs/promises";
import {basename, dirname, join, relative, sep} from "node:path";
import {HeldFolder, isWithin} from "./held-folder.ts";
import {Lister} from "./lister.ts";
import {etagOf, readOnlyOf, readWhole, refuseReadOnly, textOf} from "./notebook-file.ts";
import type {ReadOnly} from "./notebook-file.ts";
import {Refusal} from "./refusal.ts";
import {inWords} from "./refusal-of.ts";
import {WriteLock, isLeftBehind, withDraft} from "./write-lock.ts";

export interface Version {
  readonly text: string;
  /** sha256 of the bytes, quoted as HTTP wants it. */
  readonly etag: string;
  /** What keeps it from being written. */
  readonly readOnly: ReadOnly;
}

export class NotebookFolder {
  readonly folder: string;
  /** What is in it, and what has become of it. */
  readonly lister: Lister;
  /** Writes of a file go one after the other. */
  readonly #writes = new Map<string, Promise<unknown>>();

  constructor(folder: string) {
    this.folder = folder;
    this.lister = new Lister(folder);
  }

  /** Returns a file as it is now; null when it is not there. */
  read(path: string): Promise<Version | null> {
    return this.#at(path, async (folder, name) => {
      const found = await readWhole(folder, name, path);
      if (!found) return null;
      const {bytes, stats} = found;
      const readOnly = await readOnlyOf(folder, name, stats);
      return {text: textOf(path, bytes), etag: etagOf(bytes), readOnly};
    });
  }

  /**
   * Writes a file whole or not at all, if it is still the one named by *etag* (null: if it is not there), whoever else
   * writes it. Returns its new etag. Throws Refusal 409 with what the file is now, and 403 for one that is read-only.
   */
  async write(path: string, bytes: Uint8Array, etag: string | null): Promise<string> {
    const file = await inWords(path, () => this.#locate(path));
    const before = this.#writes.get(file);
    const writing = (before ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.#at(path, (folder, name) => replace({folder, name, path}, bytes, etag)));
    this.#writes.set(file, writing);
    try {
      return await writing;
    } finally {
      if (this.#writes.get(file) === writing) this.#writes.delete(file);
    }
  }

  /**
   * Returns where the model lies that a notebook names by its place, "./model.gguf" or "model/". Throws Refusal for what
   * is not there, or outside the folder.
   */
  async beside(notebook: string, src: string): Promise<string> {
    const away = new Refusal(
      403,
      `${src}: leads out of the folder that is open; put the model into it, or choose its files in Models`
    );
    if (/[\0\\]|^[/~]|^[a-z]:/i.test(src)) throw away;
    const [root, own] = await Promise.all([realpath(this.folder), this.#locate(notebook)]);
    const path = join(dirname(own), ...src.split("/"));
    const real = await realpath(path).catch(() => null);
    if ((real ?? path) !== root && !(real ?? path).startsWith(root + sep)) throw away;
    if (real === null)
      throw new Refusal(
        404,
        `${src}: there is nothing of that name beside ${basename(notebook)}; expected a .gguf file, or a folder with config.json + *.safetensors + tokenizer.json`
      );
    return real;
  }

  /** Removes what a server that was killed has left behind. */
  async clean(): Promise<void> {
    for (const file of await this.lister.ownFiles())
      if (isLeftBehind(basename(file), file)) await rm(file, {force: true}).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.lister.close();
  }

  /** Does something with a notebook by the name it has in its folder, which stays the same folder meanwhile. */
  #at<T>(path: string, work: (folder: HeldFolder, name: string) => Promise<T>): Promise<T> {
    return inWords(path, async () => {
      const real = await this.#locate(path);
      const folder = await HeldFolder.open(dirname(real), await realpath(this.folder));
      try {
        return await work(folder, basename(real));
      } finally {
        await folder.close();
      }
    });
  }

  /** Returns the real place of a notebook. Throws Refusal for one that is no notebook's, or outside the folder. */
  async #locate(path: string): Promise<string> {
    const parts = path.split("/");
    if (/[\0\\]/.test(path) || parts.some(isHidden))
      throw new Refusal(400, `${path} is not a path within this folder`);
    if (!path.endsWith(".html"))
      throw new Refusal(400, `${path} is not a notebook; expected a name that ends in .html`);
    const file = join(this.folder, ...parts);
    const root = await realpath(this.folder);
    // A link may lead anywhere; of a new file the folder has to be within.
    const real = await realpath(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENAMETOOLONG")
        throw new Refusal(400, `${path} is longer than names of files may be`);
      return this.#placeOf(path, file);
    });
    if (!isWithin(real, root)) throw new Refusal(403, `${path} leads out of this folder`);
    if (!real.endsWith(".html") || relative(root, real).split(sep).some(isHidden))
      throw new Refusal(403, `${path} is a link to what is no notebook of this folder`);
    const found = await stat(real).catch(() => null);
    if (found && !found.isFile()) throw new Refusal(404, `${path} is not a file`);
    return real;
  }

  /** Returns where a file that is not there would be. */
  async #placeOf(path: string, file: string): Promise<string> {
    const folder = await realpath(dirname(file)).catch(() => null);
    if (folder === null || !(await stat(folder)).isDirectory())
      throw new Refusal(404, `the folder of ${path} is not there`);
    return join(folder, basename(file));
  }
}

/** Whether a part of a path is left out here: empty, `.`, `..`, or with a dot at its beginning. */
const isHidden = (part: string): boolean => !part || part.startsWith(".");

interface Place {
  readonly folder: HeldFolder;
  readonly name: string;
  /** What the notebook is called in messages. */
  readonly path: string;
}

/** Writes beside the file, then puts it in its place if that is still what *etag* names. */
function replace(place: Place, bytes: Uint8Array, etag: string | null): Promise<string> {
  const {folder, name, path} = place;
  return withDraft(folder, async (draft) => {
    const before = await lstat(folder.at(name)).catch(() => null);
    refuseReadOnly(path, await readOnlyOf(folder, name, before));
    const handle = await open(draft, "wx", before ? 0o600 : 0o666);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const lock = await WriteLock.take(folder, name, path);
    try {
      const now = await readWhole(folder, name, path);
      if ((now ? etagOf(now.bytes) : null) !== etag) throw changed(path, now?.bytes ?? null);
      if (now) await keepOwner(draft, now.stats);
      await folder.check();
      const file = folder.at(name);
      lock.commit(path, () => (now ? renameSync(draft, file) : putNew(draft, file, path)));
    } finally {
      lock.release();
    }
    await folder.sync();
    return etagOf(bytes);
  });
}

const changed = (path: string, bytes: Buffer | null): Refusal =>
  new Refusal(409, `${path} has changed on disk; got the version before that`, {
    etag: bytes && etagOf(bytes),
    text: bytes && textOf(path, bytes)
  });

/** Gives a file the mode of the one it replaces, and its owner where that is allowed. */
async function keepOwner(draft: string, {mode, uid, gid}: Stats): Promise<void> {
  const own = await stat(draft);
  const isKept =
    (own.uid === uid && own.gid === gid) ||
    (await chown(draft, uid, gid).then(
      () => true,
      () => false
    ));
  // What one group may do is not for another.
  await chmod(draft, mode & (isKept || own.gid === gid ? 0o777 : 0o707));
}

/** Puts a file where there is none. Throws Refusal when another program has put one there. */
function putNew(draft: string, file: string, path: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === "EEXIST")
      throw new Refusal(503, `${path} was made by another program just now; try again`);
    // Some disks have no second names for files.
    renameSync(draft, file);
  }
}
