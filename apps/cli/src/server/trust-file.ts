/** The file that says which notebooks of a folder may run: read as input from outside, written whole by rename. */
import {mkdir, readdir, rm, stat} from "node:fs/promises";
import {dirname, join} from "node:path";
import {readOwn, removeLeftOvers, writeOwn} from "./own-file.ts";
import {WriteLock} from "./write-lock.ts";

/** What the reader has agreed to for a notebook: a kind (model, host, package) and its name. */
export type Grant = readonly [kind: string, what: string];

export interface TrustedNotebook {
  /** From the folder, with `/`. */
  readonly path: string;
  /** sha256 of each text that may run, the newest last. */
  readonly texts: readonly string[];
  readonly grants: readonly Grant[];
}

export interface Trusted {
  /** Names the folder on disk, when all of it may run; null when not. */
  readonly all: string | null;
  /** The one that was used last comes last. */
  readonly notebooks: readonly TrustedNotebook[];
}

export const nothing: Trusted = {all: null, notebooks: []};

/** Bounds of what is kept; the oldest goes first. */
export const bounds = {
  bytes: 4_000_000,
  notebooks: 10_000,
  /** Of one notebook: a day of typing must not push out the others. */
  texts: 16,
  grants: 100,
  letters: 2000
} as const;

const format = "ecco-trust";
const kinds: ReadonlySet<string> = new Set(["model", "host", "package"]);

export const isHash = (value: unknown): value is string =>
  typeof value === "string" && /^[\da-f]{64}$/.test(value);
export const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= bounds.letters;
export const isGrant = (value: unknown): value is Grant =>
  Array.isArray(value) && value.length === 2 && kinds.has(value[0] as string) && isText(value[1]);

/** Returns what the file says; nothing when it is not there. Throws for one that is damaged or could be another's. */
export function readTrusted(file: string): Trusted {
  const text = readOwn(file, bounds.bytes);
  return text === null ? nothing : parseTrusted(text);
}

function parseTrusted(text: string): Trusted {
  const value = JSON.parse(text) as Record<string, unknown> | null;
  const damaged = new Error("it is not as Ecco writes it");
  if (value?.["format"] !== format || value["version"] !== 1) throw damaged;
  const {all = null, notebooks} = value;
  if ((all !== null && !isText(all)) || !Array.isArray(notebooks)) throw damaged;
  return {
    all,
    notebooks: notebooks.map((each: Record<string, unknown> | null) => {
      const {path, texts, grants} = each ?? {};
      if (!isText(path) || !Array.isArray(texts) || !Array.isArray(grants)) throw damaged;
      if (!texts.every(isHash) || !grants.every(isGrant)) throw damaged;
      return {path, texts, grants};
    })
  };
}

/** Writes the file, for its user only; what does not fit is left out, the oldest first. */
export async function writeTrusted(file: string, {all, notebooks}: Trusted): Promise<void> {
  let kept = notebooks.slice(-bounds.notebooks);
  let text = "";
  do {
    text = JSON.stringify({format, version: 1, all, notebooks: kept});
    kept = kept.slice(Math.ceil(kept.length / 4));
  } while (text.length * 3 > bounds.bytes && Buffer.byteLength(text) > bounds.bytes);
  await writeOwn(file, text);
}

/** Does something while no other server changes the same file. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), {recursive: true, mode: 0o700});
  const lock = await WriteLock.at(`${file}.lock`, "what may run");
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Of how many folders it is remembered. */
const folders = 500;

/** Forgets the folders that were used longest ago, where there are too many. */
export async function forgetOldest(folder: string): Promise<void> {
  removeLeftOvers(folder);
  const names = await readdir(folder).catch(() => []);
  if (names.length <= folders) return;
  const ages = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return {
        file,
        time: await stat(file).then(
          (found) => found.mtimeMs,
          () => 0
        )
      };
    })
  );
  const oldest = ages.toSorted((a, b) => b.time - a.time).slice(folders);
  await Promise.all(oldest.map(({file}) => rm(file, {force: true})));
}
