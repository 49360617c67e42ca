/** Keeps two servers from replacing the same file at once: a file beside it says who is about to. */
import {createHash, randomUUID} from "node:crypto";
import {
  closeSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs";
import {hostname} from "node:os";
import {dirname, join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {plainRead} from "./held-folder.ts";
import type {HeldFolder} from "./held-folder.ts";
import {Refusal} from "./refusal.ts";

/** Which process of which computer has written a file. */
interface Owner {
  readonly host: string;
  readonly pid: number;
}

const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const self: Owner = {host, pid: process.pid};
/** Texts of locks and names of files that this process is writing: others with its number are of an earlier process. */
const held = new Set<string>();

/** Older locks belong to nobody, in ms: what is done under one takes milliseconds. A large file may take longer. */
const oldest = {lock: 30_000, draft: 3_600_000};
/** Bytes of a lock. */
const longest = 1000;
/** How long a lock is waited for, in ms. */
const patience = 5000;

/** Names of files that are being written, and of locks, with their owner; older versions have written no owner. */
const own = /^\.ecco-(?:([\da-f]{8})-(\d+)-)?[\da-f-]{36}\.tmp$|^\.ecco-[\da-f]{16}\.lock$/;

/** Does something with the name of a file that is about to be written. */
export async function withDraft<T>(
  folder: HeldFolder,
  work: (draft: string) => Promise<T>
): Promise<T> {
  const name = draftName();
  held.add(name);
  try {
    return await work(folder.at(name));
  } finally {
    rmSync(folder.at(name), {force: true});
    held.delete(name);
  }
}

const draftName = (): string => `.ecco-${host}-${process.pid}-${randomUUID()}.tmp`;

/** Whether a name is one that only this file gives. */
export const isOwnName = (name: string): boolean => own.test(name);

/** Whether such a file was left behind by a server that was killed. *path* is where it is. */
export function isLeftBehind(name: string, path: string): boolean {
  try {
    if (name.endsWith(".lock")) return isStale(read(path) ?? "", path);
    const [, by, pid] = own.exec(name) ?? [];
    if (held.has(name)) return false;
    return !by || isGone({host: by, pid: Number(pid)}, path, oldest.draft);
  } catch {
    return false;
  }
}

export class WriteLock {
  readonly #file: string;
  readonly #text: string;

  private constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /** Takes the lock of a file, as soon as others have let it go. Throws Refusal when they do not. */
  static take(folder: HeldFolder, name: string, path: string): Promise<WriteLock> {
    const hash = createHash("sha256").update(name).digest("hex").slice(0, 16);
    return WriteLock.at(folder.at(`.ecco-${hash}.lock`), path);
  }

  /** Takes the lock that lies at *file*; *path* is what it is for, in messages. */
  static async at(file: string, path: string): Promise<WriteLock> {
    const text = JSON.stringify({...self, time: Date.now(), id: randomUUID()});
    const until = performance.now() + patience;
    for (;;) {
      if (create(file, text)) {
        held.add(text);
        return new WriteLock(file, text);
      }
      const isFree = takeAway(file);
      if (performance.now() > until) throw busy(path);
      await wait(isFree ? 0 : 2 + 8 * Math.random());
    }
  }

  /** Does at once what the lock was taken for. Throws Refusal when somebody has taken it away meanwhile. */
  commit(path: string, work: () => void): void {
    if (read(this.#file) !== this.#text) throw busy(path);
    work();
  }

  release(): void {
    held.delete(this.#text);
    if (read(this.#file) === this.#text) rmSync(this.#file, {force: true});
  }
}

const busy = (path: string): Refusal =>
  new Refusal(503, `${path} is being written by another Ecco; try again`);

/** Returns whether there was none. */
function create(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, {flag: "wx", mode: 0o600});
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    // On a full disk the file may be there without its text.
    if (read(file) === "") rmSync(file, {force: true});
    throw error;
  }
}

/** Returns the text of a lock; "" for what is no file that Ecco writes, null when nothing is there. */
function read(file: string): string | null {
  try {
    // A folder may come with anything of that name: a link, a pipe, a file of gigabytes.
    const lock = openSync(file, plainRead);
    try {
      const bytes = Buffer.alloc(longest);
      if (!fstatSync(lock).isFile()) return "";
      return bytes.toString("utf8", 0, readSync(lock, bytes, 0, longest, 0));
    } finally {
      closeSync(lock);
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? null : "";
  }
}

/** Takes a lock away that belongs to nobody. Returns whether it is worth trying at once. */
function takeAway(file: string): boolean {
  const text = read(file);
  if (text === null) return true;
  const aside = join(dirname(file), draftName());
  try {
    if (!isStale(text, file)) return false;
    // Of several who try only one moves it.
    renameSync(file, aside);
    // It may be a new one by now, which goes back; whoever holds it looks before the file is replaced.
    if (read(aside) !== text) linkSync(aside, file);
    rmSync(aside, {force: true, recursive: true});
    return true;
  } catch {
    // Somebody else was there first, or it cannot be moved.
    rmSync(aside, {force: true, recursive: true});
    return false;
  }
}

/** Whether a lock belongs to nobody: Ecco writes files, and no link, pipe or folder. Throws where it is gone. */
function isStale(text: string, file: string): boolean {
  if (!lstatSync(file).isFile()) return true;
  if (held.has(text)) return isOld(file, oldest.lock);
  try {
    const {host: by, pid} = JSON.parse(text) as Owner;
    if (typeof by === "string" && Number.isSafeInteger(pid))
      return isGone({host: by, pid}, file, oldest.lock);
  } catch {
    // Not written yet, or never to be.
  }
  return isOld(file, oldest.lock);
}

/** Whether a process has ended. Of another computer only time tells; a number may be that of a later process. */
function isGone(owner: Owner, file: string, age: number): boolean {
  if (owner.host !== host) return isOld(file, age);
  if (owner.pid === process.pid) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return true;
  }
  return isOld(file, age);
}

/** Clocks of network disks go wrong in both directions. */
const isOld = (file: string, age: number): boolean => {
  try {
    return Math.abs(Date.now() - lstatSync(file).mtimeMs) > age;
  } catch {
    return false;
  }
};
