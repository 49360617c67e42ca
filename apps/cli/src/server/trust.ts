/** Which notebooks of a folder may run: those that come with Ecco, those the reader has agreed to or typed, or all. */
import {createHash} from "node:crypto";
import {stat} from "node:fs/promises";
import {dirname, join} from "node:path";
import {
  bounds,
  forgetOldest,
  isText,
  nothing,
  readTrusted,
  withLock,
  writeTrusted
} from "./trust-file.ts";
import type {Grant, Trusted, TrustedNotebook} from "./trust-file.ts";
import shipped from "./shipped-notebooks.json" with {type: "json"};

export interface TrustOptions {
  /** Folder of the notebooks. */
  readonly folder: string;
  /** What tells the folder from others. */
  readonly identity: string;
  /** Where it is remembered. */
  readonly state: string;
  /** Whether the one who started the server has said that all of it may run. */
  readonly all: boolean;
  /** Called with what keeps the server from remembering, once. */
  readonly say?: ((message: string) => void) | undefined;
}

export const hashOf = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

const comesWithEcco: ReadonlySet<string> = new Set(shipped);

export class Trust {
  readonly #options: TrustOptions;
  readonly #file: string;
  /** Changes of this server go one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  /** What could not be written: it holds as long as this server runs. */
  #unwritten: Trusted | null = null;
  #said = false;

  constructor(options: TrustOptions) {
    this.#options = options;
    this.#file = join(options.state, "trust", `${options.identity.replace(/\W/g, "_")}.json`);
  }

  /** Whether a text may run in this folder. */
  async knows(hash: string): Promise<boolean> {
    if (this.#options.all || comesWithEcco.has(hash)) return true;
    const {all, notebooks} = this.#read();
    if (all !== null && all === (await this.#mark())) return true;
    return notebooks.some(({texts}) => texts.includes(hash));
  }

  /** Whether all of the folder may run: by the command that has started the server, or by the reader. */
  async folder(): Promise<"command" | "reader" | null> {
    if (this.#options.all) return "command";
    const {all} = this.#read();
    return all !== null && all === (await this.#mark()) ? "reader" : null;
  }

  /** From now on all of the folder may run, or no longer. */
  async setFolder(trusted: boolean): Promise<void> {
    const all = trusted ? await this.#mark() : null;
    await this.#change((before) => ({...before, all}));
  }

  /** A text of a notebook may run; *grants* take the place of what was agreed to before. */
  async add(path: string, hash: string, grants?: readonly Grant[]): Promise<void> {
    await this.#change((before) =>
      withNotebook(before, path, ({texts, grants: old}) => ({
        texts: [...texts.filter((each) => each !== hash), hash].slice(-bounds.texts),
        grants: (grants ?? old).slice(-bounds.grants)
      }))
    );
  }

  /** Returns what was agreed to for a notebook; nothing when this text of it may not run. */
  async grants(path: string, hash: string): Promise<readonly Grant[]> {
    if (!(await this.knows(hash))) return [];
    const {notebooks} = this.#read();
    return notebooks.find((each) => each.path === path)?.grants ?? [];
  }

  /** The reader has agreed to one thing more. */
  async grant(path: string, [kind, what]: Grant): Promise<void> {
    await this.#change((before) =>
      withNotebook(before, path, ({texts, grants}) => ({
        texts,
        grants: [
          ...grants.filter((each) => each[0] !== kind || each[1] !== what),
          [kind, what] as const
        ].slice(-bounds.grants)
      }))
    );
  }

  #read(): Trusted {
    if (this.#unwritten) return this.#unwritten;
    try {
      return readTrusted(this.#file);
    } catch (error) {
      this.#complain(`what may run is asked for again: ${this.#file} is not used`, error);
      return nothing;
    }
  }

  #change(change: (before: Trusted) => Trusted): Promise<void> {
    const next = this.#last.then(async () => {
      try {
        await withLock(this.#file, async () => {
          const after = change(this.#read());
          await writeTrusted(this.#file, after);
          await forgetOldest(dirname(this.#file));
          this.#unwritten = null;
        });
      } catch (error) {
        this.#unwritten = change(this.#read());
        this.#complain(`what may run is remembered only until this command ends`, error);
      }
    });
    this.#last = next;
    return next;
  }

  /**
   * Names the folder on disk: another one in its place is not the one that was trusted. Disks give the number of a folder
   * that is gone to the next one, so when it came into being counts too.
   */
  async #mark(): Promise<string> {
    const {dev, ino, birthtimeNs} = await stat(this.#options.folder, {bigint: true});
    return `${dev}:${ino}:${birthtimeNs}`;
  }

  #complain(what: string, error: unknown): void {
    if (this.#said) return;
    this.#said = true;
    this.#options.say?.(`${what} (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Returns it with another entry for a notebook, as the one that was used last. */
function withNotebook(
  {all, notebooks}: Trusted,
  path: string,
  change: (before: Omit<TrustedNotebook, "path">) => Omit<TrustedNotebook, "path">
): Trusted {
  // What could not be read again would damage the file.
  if (!isText(path)) return {all, notebooks};
  const before = notebooks.find((each) => each.path === path) ?? {texts: [], grants: []};
  const others = notebooks.filter((each) => each.path !== path);
  return {all, notebooks: [...others, {path, ...change(before)}]};
}
