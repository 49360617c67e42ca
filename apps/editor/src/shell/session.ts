/** One open notebook: what it is now, what it was, and whether it is on disk. Knows no page and no server by itself. */
import {History, mergeNotebooks, readNotebook, writeNotebook} from "@ecco/runtime/document";
import type {Notebook} from "@ecco/runtime/document";
import type {Drafts} from "./drafts.ts";
import {Unreachable} from "./server.ts";
import type {Version, Written} from "./server.ts";

export interface Disk {
  readonly read: (path: string) => Promise<Version | null>;
  readonly write: (path: string, text: string, etag: string | null) => Promise<Written>;
}

export type SaveState =
  | {readonly kind: "saved" | "edited" | "saving"}
  /** Not written; tried again by itself. */
  | {readonly kind: "failed"; readonly message: string}
  /** Another program has written the same cells; null: has deleted the file. */
  | {readonly kind: "conflict"; readonly theirs: Version | null};

export interface SessionOptions {
  readonly disk: Disk;
  readonly drafts: Drafts;
  /** Called after every change, of the notebook or of its state. */
  readonly changed: (what: {readonly notebook: boolean}) => void;
  /** Wait after the last keystroke before writing, in ms; defaults to 700. */
  readonly delay?: number;
}

export class Session {
  readonly path: string;
  readonly history: History;
  state: SaveState = {kind: "saved"};
  readonly #options: SessionOptions;
  /** As on disk, as far as we know; the etag is null for a file that is not there. */
  #disk: {readonly text: string; readonly etag: string | null};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> | undefined;

  constructor(path: string, version: Version, options: SessionOptions) {
    this.path = path;
    this.history = new History(readNotebook(version.text));
    this.#disk = version;
    this.#options = options;
  }

  get notebook(): Notebook {
    return this.history.present;
  }

  get text(): string {
    return writeNotebook(this.notebook);
  }

  /** Takes a new version of the notebook: it will be written soon. */
  change(next: Notebook, options?: Parameters<History["change"]>[1]): void {
    this.history.change(next, options);
    this.#edited();
  }

  /** Returns whether there was something to undo. */
  undo(): boolean {
    const done = this.history.undo() !== null;
    if (done) this.#edited();
    return done;
  }

  redo(): boolean {
    const done = this.history.redo() !== null;
    if (done) this.#edited();
    return done;
  }

  /** Writes what is not on disk, now. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#writing) await this.#writing;
    if (this.state.kind === "conflict") return;
    if (this.text === this.#disk.text && this.#disk.etag !== null) return this.#saved();
    this.#writing = this.#write().finally(() => (this.#writing = undefined));
    await this.#writing;
  }

  /** Looks at a file that has changed on disk, by whomever. */
  async diskChanged(etag: string | null): Promise<void> {
    while (this.#writing) await this.#writing;
    if (etag === this.#disk.etag || this.state.kind === "conflict") return;
    try {
      this.#meet(await this.#options.disk.read(this.path));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Ends a conflict: writes ours over theirs, or takes theirs (and ours is one undo away). */
  async resolve(whose: "mine" | "theirs"): Promise<void> {
    if (this.state.kind !== "conflict") return;
    const {theirs} = this.state;
    this.#disk = theirs ?? {text: "", etag: null};
    this.#set({kind: "edited"});
    if (whose === "theirs" && theirs) {
      this.history.change(readNotebook(theirs.text), {label: "reload from disk"});
      this.#options.changed({notebook: true});
    }
    await this.save();
  }

  /** Takes up what was typed before a crash. */
  restore(text: string): void {
    this.change(readNotebook(text), {label: "restore"});
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #edited(): void {
    if (this.state.kind !== "conflict") this.state = {kind: "edited"};
    this.#options.changed({notebook: true});
    void this.#options.drafts.keep(this.path, {
      text: this.text,
      base: this.#disk.etag,
      time: Date.now()
    });
    this.#soon(this.#options.delay ?? 700);
  }

  #soon(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), delay);
  }

  async #write(): Promise<void> {
    this.#set({kind: "saving"});
    const {text} = this;
    try {
      const result = await this.#options.disk.write(this.path, text, this.#disk.etag);
      if ("theirs" in result) return this.#meet(result.theirs);
      this.#disk = {text, etag: result.etag};
      if (this.text === text) this.#saved();
      else this.#edited();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Brings together ours and what somebody else has written. */
  #meet(theirs: Version | null): void {
    if (!theirs) return this.#set({kind: "conflict", theirs});
    const mine = this.text;
    if (theirs.text === mine) {
      this.#disk = theirs;
      return this.#saved();
    }
    const merged = this.#merge(theirs, mine);
    if (!merged) return this.#set({kind: "conflict", theirs});
    this.#disk = theirs;
    this.history.change(merged, {label: "change by another program"});
    this.#edited();
  }

  /** Returns the notebook with both changes; null when both have changed the same, or theirs is no notebook now. */
  #merge(theirs: Version, mine: string): Notebook | null {
    // Somebody is in the middle of merging by hand.
    if (/^(<{7}|>{7}) /m.test(theirs.text)) return null;
    try {
      const other = readNotebook(theirs.text);
      if (mine === this.#disk.text) return other;
      const {notebook, conflicts} = mergeNotebooks(
        readNotebook(this.#disk.text),
        this.notebook,
        other
      );
      return conflicts.length > 0 ? null : notebook;
    } catch {
      return null;
    }
  }

  #saved(): void {
    void this.#options.drafts.drop(this.path);
    this.#set({kind: "saved"});
  }

  #failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#set({kind: "failed", message});
    this.#soon(error instanceof Unreachable ? 3000 : 10_000);
  }

  #set(state: SaveState): void {
    this.state = state;
    this.#options.changed({notebook: false});
  }
}
