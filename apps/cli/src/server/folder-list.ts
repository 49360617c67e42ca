/** What notebooks a folder has. Runs in a worker: it waits for the disk, and one strange file must not hold the server. */
import {createHash} from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  readdirSync,
  readlinkSync,
  realpathSync
} from "node:fs";
import type {Dirent, Stats} from "node:fs";
import {basename, dirname, join, relative, sep} from "node:path";
import {descriptors, isWithin, plainRead} from "./held-folder.ts";
import {readHead} from "./notebook-head.ts";
import type {Head} from "./notebook-head.ts";
import {largest} from "./notebook-file.ts";
import {isOwnName} from "./write-lock.ts";

export interface NotebookEntry {
  /** From the folder, with `/`. */
  readonly path: string;
  readonly title: string;
  readonly bytes: number;
  /** Whether it, or its folder, may not be written. */
  readonly readOnly?: true;
  /** Why it does not open. */
  readonly problem?: string;
}

/** What has become of a file. */
export interface Change {
  readonly path: string;
  /** Names what it holds now; null when it is gone; left out when that cannot be known, or is not asked. */
  readonly etag?: string | null;
  /** As it is listed now; null when it is not. */
  readonly entry: NotebookEntry | null;
}

interface Known {
  /** Changes with the file. */
  readonly stamp: string;
  readonly head: Head;
}

/** Folders within folders are looked into up to here. */
const deepest = 6;
/** Bytes read at a time. */
const chunk = 1_000_000;

const isSkipped = (name: string): boolean => name.startsWith(".") || name === "node_modules";
const stampOf = ({dev, ino, size, mtimeMs, ctimeMs}: Stats): string =>
  [dev, ino, size, mtimeMs, ctimeMs].join();

export class FolderList {
  readonly #folder: string;
  /** By path. */
  #known = new Map<string, Known>();
  /** Found and not read yet. */
  #unread: string[] = [];
  /** Files that were read. */
  reads = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Returns all notebooks; titles that were not read within *budget* ms are the names of their files, and read later. */
  list(budget: number): readonly NotebookEntry[] {
    const until = performance.now() + budget;
    const found: NotebookEntry[] = [];
    const kept = new Map<string, Known>();
    this.#unread = [];
    const root = realpathSync(this.#folder);
    for (const path of this.#files(root)) {
      const entry = this.#entryOf(path, root, performance.now() < until);
      const known = this.#known.get(path);
      if (known) kept.set(path, known);
      if (entry) found.push(entry);
    }
    this.#known = kept;
    const {compare} = new Intl.Collator("en", {numeric: true});
    return found.toSorted((a, b) => compare(a.path, b.path));
  }

  /** Reads titles that were left for later, for *budget* ms; returns what is known now. */
  readOn(budget: number): readonly Change[] {
    const until = performance.now() + budget;
    const root = realpathSync(this.#folder);
    const found: Change[] = [];
    while (this.#unread.length > 0 && performance.now() < until) {
      const path = this.#unread.pop()!;
      found.push({path, entry: this.#entryOf(path, root, true)});
    }
    return found;
  }

  get isRead(): boolean {
    return this.#unread.length === 0;
  }

  /** Returns what has become of a file that may have changed. */
  look(path: string): Change {
    const root = realpathSync(this.#folder);
    const parts = path.split("/");
    if (parts.some(isSkipped) || !path.endsWith(".html")) return {path, entry: null};
    this.#known.delete(path);
    const entry = this.#entryOf(path, root, true);
    try {
      const hash = createHash("sha256");
      const utf8 = new TextDecoder("utf-8", {fatal: true});
      const {size} = this.#open(path, root, (file) => {
        const stats = fstatSync(file);
        if (stats.size > largest) return stats;
        for (let at = 0; at <= largest;) {
          const bytes = Buffer.allocUnsafe(chunk);
          const read = readSync(file, bytes, 0, chunk, at);
          if (read === 0) break;
          at += read;
          hash.update(bytes.subarray(0, read));
          utf8.decode(bytes.subarray(0, read), {stream: true});
        }
        utf8.decode();
        return stats;
      });
      return size > largest ? {path, entry} : {path, etag: `"${hash.digest("hex")}"`, entry};
    } catch (error) {
      return isMissing(error) ? {path, etag: null, entry: null} : {path, entry};
    }
  }

  /** Returns the files that Ecco itself leaves in folders while it writes, wherever they are. */
  ownFiles(): readonly string[] {
    const root = realpathSync(this.#folder);
    return [...this.#walk(root, 0)].filter(({name}) => isOwnName(name)).map(pathOf);
  }

  *#files(root: string): Generator<string> {
    for (const entry of this.#walk(root, 0)) {
      if (!entry.name.endsWith(".html") || isSkipped(entry.name)) continue;
      yield relative(root, pathOf(entry)).split(sep).join("/");
    }
  }

  *#walk(folder: string, depth: number): Generator<Dirent> {
    let entries: Dirent[] = [];
    try {
      entries = readdirSync(folder, {withFileTypes: true});
    } catch {
      // Not to be read, or gone.
    }
    for (const entry of entries)
      if (!entry.isDirectory()) yield entry;
      else if (depth < deepest && !isSkipped(entry.name))
        yield* this.#walk(pathOf(entry), depth + 1);
  }

  /** Returns what is said of a file; null when it is no notebook. */
  #entryOf(path: string, root: string, mayRead: boolean): NotebookEntry | null {
    const name = basename(path, ".html");
    try {
      const real = this.#realOf(path, root);
      const stats = lstatSync(real);
      if (!stats.isFile()) return null;
      const about = {
        path,
        bytes: stats.size,
        ...(isReadOnly(real, stats) || isReadOnly(dirname(real)) ? {readOnly: true as const} : {})
      };
      const stamp = stampOf(stats);
      let known = this.#known.get(path);
      if (known?.stamp !== stamp) {
        if (!mayRead) {
          this.#unread.push(path);
          return {...about, title: name};
        }
        this.reads++;
        known = {stamp, head: this.#open(path, root, (file) => readHead(file, stats.size))};
        this.#known.set(path, known);
      }
      const {head} = known;
      return (
        head && {
          ...about,
          title: head.title ?? name,
          ...(head.problem ? {problem: head.problem} : {})
        }
      );
    } catch (error) {
      const problem = problemOf(error, path);
      return problem === null ? null : {path, bytes: 0, title: name, problem};
    }
  }

  /** Returns where a file really is. Throws for a link that leads out of the folder, or to what is no notebook. */
  #realOf(path: string, root: string): string {
    const file = join(root, ...path.split("/"));
    if (!lstatSync(file).isSymbolicLink()) return file;
    const real = realpathSync(file);
    const parts = relative(root, real).split(sep);
    if (!isWithin(real, root) || parts.some(isSkipped) || !real.endsWith(".html"))
      throw new Elsewhere();
    return real;
  }

  /** Does something with a file that is open, which is within the folder for sure. */
  #open<T>(path: string, root: string, work: (file: number) => T): T {
    const real = this.#realOf(path, root);
    const file = openSync(real, plainRead);
    try {
      const where = descriptors ? readlinkSync(`${descriptors}/${file}`) : realpathSync(real);
      if (!fstatSync(file).isFile() || !isWithin(where, root)) throw new Elsewhere();
      return work(file);
    } finally {
      closeSync(file);
    }
  }
}

/** Not a file of the folder: nothing is said of it. */
class Elsewhere extends Error {}

const pathOf = ({parentPath, name}: Dirent): string => join(parentPath, name);
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "");

/** Says why a file is listed and cannot be read; null for one that is not there, or not of the folder. */
function problemOf(error: unknown, path: string): string | null {
  if (error instanceof Elsewhere || codeOf(error) === "ELOOP") return null;
  // What the system cannot say in Unicode comes with this sign, and is not found by that name.
  if (isMissing(error)) return path.includes("\ufffd") ? "its name is not UTF-8" : null;
  return "may not be read";
}

function isReadOnly(path: string, stats: Stats | null = null): boolean {
  const {mode} = stats ?? lstatSync(path);
  if ((mode & 0o222) === 0 && (stats || process.platform !== "win32")) return true;
  try {
    accessSync(path, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}
