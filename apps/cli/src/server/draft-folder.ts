/**
 * What was typed into notebooks of a folder and could not be saved, kept for its user outside of the folder: whoever
 * opens the folder again, at whatever port, gets it. Nothing here is believed when it is read.
 */
import {createHash} from "node:crypto";
import {lstat, mkdir, readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {readOwn, removeLeftOvers, writeOwn} from "./own-file.ts";
import {Refusal} from "./refusal.ts";

export interface StoredDraft {
  readonly text: string;
  readonly base: string | null;
  /** Whether it may run: none of it came from another program without being agreed to. */
  readonly own: boolean;
  readonly time: number;
}

/** Most bytes of one draft, and of all of a folder; and how many. */
export const largestDraft = 48_000_000;
const bounds = {bytes: 200_000_000, files: 200};

export class DraftFolder {
  readonly #folder: string;

  /** *state* is where things are remembered, *identity* names the folder of notebooks. */
  constructor(state: string, identity: string) {
    this.#folder = join(state, "drafts", identity.replace(/\W/g, "_"));
  }

  read(path: string): StoredDraft | null {
    const found = this.#read(this.#fileOf(path));
    return found?.path === path ? found.draft : null;
  }

  /** Keeps a draft in place of the one before. Throws Refusal 507 when there are too many. */
  async write(path: string, draft: StoredDraft): Promise<void> {
    const bytes = Buffer.from(JSON.stringify({path, ...draft}));
    const file = this.#fileOf(path);
    await mkdir(this.#folder, {recursive: true, mode: 0o700});
    const others = (await this.#sizes()).filter(({file: other}) => other !== file);
    const all = others.reduce((sum, {size}) => sum + size, bytes.length);
    if (all > bounds.bytes || others.length >= bounds.files)
      throw new Refusal(
        507,
        "too many drafts of this folder are kept: restore or forget some first"
      );
    await writeOwn(file, bytes);
  }

  async drop(path: string): Promise<void> {
    await rm(this.#fileOf(path), {force: true});
  }

  /** Returns the names of the notebooks that have drafts, fit for a terminal. */
  async list(): Promise<readonly string[]> {
    removeLeftOvers(this.#folder);
    const files = (await this.#sizes()).slice(0, bounds.files);
    const found = files.map(({file}) => this.#read(file));
    // The shell sets drafts aside under the name and a question mark.
    const names = found.flatMap((each) =>
      each ? [each.path.replace(/\?$/, "").replace(/\p{C}/gu, "�")] : []
    );
    return [...new Set(names)].toSorted();
  }

  #fileOf(path: string): string {
    return join(this.#folder, `${createHash("sha256").update(path).digest("hex")}.json`);
  }

  #read(file: string): {path: string; draft: StoredDraft} | null {
    try {
      const value = JSON.parse(readOwn(file, largestDraft * 2) ?? "null") as {
        path?: unknown;
      } | null;
      const draft = draftOf(value);
      return draft && typeof value?.path === "string" ? {path: value.path, draft} : null;
    } catch {
      // Damaged, or another's.
      return null;
    }
  }

  async #sizes(): Promise<readonly {file: string; size: number}[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = names
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(this.#folder, name));
    const sizes = await Promise.all(
      files.map((file) =>
        lstat(file).then(
          ({size}) => ({file, size}),
          () => null
        )
      )
    );
    return sizes.filter((each) => each !== null);
  }
}

/** Returns the draft in a value from outside; null when it is none. */
export function draftOf(value: unknown): StoredDraft | null {
  const {text, base, time, own = false} = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof text === "string" &&
    (base === null || typeof base === "string") &&
    typeof own === "boolean" &&
    typeof time === "number" &&
    Number.isFinite(time)
    ? {text, base, own, time}
    : null;
}
