/** The notebooks of a folder: nothing outside of it is read or written. */
import {createHash, randomUUID} from "node:crypto";
import {chmod, open, readFile, readdir, realpath, rename, rm, stat} from "node:fs/promises";
import {basename, dirname, join, relative, sep} from "node:path";
import {NotebookError, readNotebook} from "@ecco/runtime/document";
import {Refusal} from "./refusal.ts";

export interface NotebookEntry {
  /** From the folder, with `/`. */
  readonly path: string;
  readonly title: string;
  readonly bytes: number;
}

export interface Version {
  readonly text: string;
  /** sha256 of the bytes, quoted as HTTP wants it. */
  readonly etag: string;
}

/** Larger files are no notebooks. */
const largest = 5_000_000;
/** Names of files that are being written. */
const temporary = /^\.ecco-[\da-f-]{36}\.tmp$/;

/** Every byte counts: the mark at the beginning too, and one that is no text is an error. */
const utf8 = new TextDecoder("utf-8", {ignoreBOM: true, fatal: true});

/** Returns what names these very bytes. */
export const etagOf = (bytes: string | Uint8Array): string =>
  `"${createHash("sha256").update(bytes).digest("hex")}"`;

export class NotebookFolder {
  readonly folder: string;
  /** Writes of a file go one after the other. */
  readonly #writes = new Map<string, Promise<unknown>>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Returns the notebooks, also of folders within; files of hidden folders and node_modules are left out. */
  async list(): Promise<readonly NotebookEntry[]> {
    const found: NotebookEntry[] = [];
    for (const file of await this.#files()) {
      const path = relative(this.folder, file).split(sep).join("/");
      try {
        const bytes = await readFile(await this.#locate(path));
        if (!bytes.includes("<notebook")) continue;
        const {title} = readNotebook(bytes.toString("utf8"));
        found.push({path, title: title || basename(path, ".html"), bytes: bytes.length});
      } catch (error) {
        // Damaged, but somebody will look for it; gone meanwhile or a link out of here, and nobody will.
        if (error instanceof NotebookError) found.push({path, title: "damaged", bytes: 0});
      }
    }
    const {compare} = new Intl.Collator("en", {numeric: true});
    return found.toSorted((a, b) => compare(a.path, b.path));
  }

  /** Returns a file as it is now; null when it is not there. */
  async read(path: string): Promise<Version | null> {
    const file = await this.#locate(path);
    try {
      const bytes = await readFile(file);
      return {text: utf8.decode(bytes), etag: etagOf(bytes)};
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return null;
      if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
        throw new Refusal(
          422,
          `${path} is not written in UTF-8, and would be damaged; convert it first`
        );
      throw error;
    }
  }

  /**
   * Writes a file whole or not at all, if it is still the one named by *etag* (null: if it is not there). Returns its
   * new etag. Throws Refusal 409 with what the file is now.
   */
  async write(path: string, bytes: Uint8Array, etag: string | null): Promise<string> {
    const file = await this.#locate(path);
    const before = this.#writes.get(file);
    const writing = (before ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.#replace(path, file, bytes, etag));
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
    const folders = new Set(
      (await this.#files(true)).filter((file) => temporary.test(basename(file)))
    );
    await Promise.all([...folders].map((file) => rm(file, {force: true})));
  }

  async #replace(
    path: string,
    file: string,
    bytes: Uint8Array,
    etag: string | null
  ): Promise<string> {
    const draft = join(dirname(file), `.ecco-${randomUUID()}.tmp`);
    try {
      const handle = await open(draft, "wx");
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      const now = await this.read(path);
      if ((now?.etag ?? null) !== etag)
        throw new Refusal(409, `${path} has changed on disk; got the version before that`, {
          etag: now?.etag ?? null,
          text: now?.text ?? null
        });
      if (now) await chmod(draft, (await stat(file)).mode);
      await rename(draft, file);
    } catch (error) {
      await rm(draft, {force: true});
      throw error;
    }
    await syncFolder(dirname(file));
    return etagOf(bytes);
  }

  /** Returns the real place of a notebook. Throws Refusal for one that is no notebook's, or outside the folder. */
  async #locate(path: string): Promise<string> {
    const parts = path.split("/");
    if (/[\0\\]/.test(path) || parts.some((part) => !part || part.startsWith(".")))
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
    if (!real.startsWith(root + sep)) throw new Refusal(403, `${path} leads out of this folder`);
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

  async #files(all = false): Promise<readonly string[]> {
    const visit = async (folder: string, depth: number): Promise<readonly string[]> => {
      const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
      const found = await Promise.all(
        entries.map(async (entry) => {
          const path = join(folder, entry.name);
          if (entry.isDirectory())
            return depth < 6 && !entry.name.startsWith(".") && entry.name !== "node_modules"
              ? visit(path, depth + 1)
              : [];
          if (all) return [path];
          const fits = entry.name.endsWith(".html") && !entry.name.startsWith(".");
          return fits &&
            (await stat(path).then(
              ({size}) => size <= largest,
              () => false
            ))
            ? [path]
            : [];
        })
      );
      return found.flat();
    };
    return visit(this.folder, 0);
  }
}

/** A file that was renamed is only sure once its folder is on disk; not every system lets us ask for that. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows.
  }
}
