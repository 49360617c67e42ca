/** One open notebook: what it is now, what it was, and whether it is on disk. Knows no page and no server by itself. */
import {History, mergeNotebooks, readNotebook, writeNotebook} from "@ecco/runtime/document";
import type {Notebook} from "@ecco/runtime/document";
import type {Drafts} from "./drafts.ts";
import type {Kept} from "./kept.ts";
import {Provenance} from "./provenance.ts";
import {OtherFolder, Unreachable} from "./request.ts";
import type {Version, Written} from "./server.ts";

export interface Disk {
  readonly read: (path: string) => Promise<Version | null>;
  /** *own*: the text may run, and is known from then on. */
  readonly write: (
    path: string,
    text: string,
    etag: string | null,
    own: boolean
  ) => Promise<Written>;
}

export type SaveState =
  | {readonly kind: "saved" | "edited" | "saving"}
  /** Not written; tried again by itself. */
  | {readonly kind: "failed"; readonly message: string}
  /** Another program has written the same cells; null: has deleted the file. */
  | {readonly kind: "conflict"; readonly theirs: Version | null};

interface OnDisk extends Omit<Version, "etag"> {
  readonly etag: string | null;
}

export interface SessionOptions {
  readonly disk: Disk;
  readonly drafts: Drafts;
  /** Called after every change, of the notebook or of its state. */
  readonly changed: (what: {readonly notebook: boolean}) => void;
  /** Wait after the last keystroke before writing, in ms; defaults to 700. */
  readonly delay?: number;
}

/** Notebooks of up to so many UTF-16 units are kept at every keystroke. */
const small = 200_000;
/** Others every so many ms: of 20 MB every 2 s. */
const keepEvery = (length: number): number => Math.max(500, length / 10_000);

export class Session {
  readonly path: string;
  readonly history: History;
  /** Which cells came from other programs. */
  readonly provenance = new Provenance();
  state: SaveState = {kind: "saved"};
  /** Where what is not on disk is kept; null as long as that is not known. */
  kept: Kept | null = null;
  /** Cells with half a character in them, of which "�" is on disk. */
  halves: readonly number[] = [];
  readonly #options: SessionOptions;
  /** As on disk, as far as we know; the etag is null for a file that is not there. */
  #disk: OnDisk;
  /** Sent since, without an answer that said so: what is on disk may be ours without our knowing. */
  readonly #unsure = new Set<string>();
  /** Whether the file has changed and could not be read. */
  #unseen = false;
  /** Whether there is a draft of ours: one of an earlier page is not ours to drop. */
  #drafted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  /** Length of the file. */
  #length: number;
  /** Whether the server did not answer, or no longer serves this folder. */
  #away = false;
  #left = "";
  #busy: Promise<void> | undefined;
  #closed = false;

  constructor(path: string, version: Version, options: SessionOptions) {
    this.path = path;
    this.history = new History(readNotebook(version.text));
    if (!version.known) this.provenance.came(null, this.notebook);
    this.#disk = version;
    this.#length = version.text.length;
    this.#options = options;
  }

  get notebook(): Notebook {
    return this.history.present;
  }

  get text(): string {
    return writeNotebook(this.notebook);
  }

  /** The cells that must not run: another program has written them, and the reader has not agreed. */
  get held(): ReadonlySet<number> {
    return this.provenance.held(this.notebook);
  }

  /** Returns what would be in the file of a version. */
  textOf(notebook: Notebook): string {
    return writeNotebook(notebook);
  }

  /** Takes a new version of the notebook: it will be written soon. */
  change(next: Notebook, options?: Parameters<History["change"]>[1]): void {
    this.provenance.typed(this.notebook, next);
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
  save(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#alone(async () => {
      if (this.#unseen && !(await this.#look())) return;
      if (this.state.kind === "conflict") return this.#keepNow();
      if (this.#isOnDisk()) this.#saved();
      else await this.#write();
    });
  }

  /** The page may go: what is not on disk is kept and written at once. */
  leave(): void {
    if (this.#keeping !== undefined) this.#keepNow();
    const isEdited = this.state.kind === "saving" || this.state.kind === "edited";
    if (!this.#busy || !isEdited) return void this.save();
    // What is under way may end with the page, and what waits for it with both.
    const text = this.text.toWellFormed();
    if (text === this.#left) return;
    this.#left = text;
    this.#unsure.add(text);
    const own = this.held.size === 0;
    this.#options.disk.write(this.path, text, this.#disk.etag, own).catch(() => undefined);
  }

  /** Looks at a file that has changed on disk, by whomever. */
  diskChanged(etag: string | null): Promise<void> {
    return this.#alone(async () => {
      const known = this.state.kind === "conflict" ? this.state.theirs : this.#disk;
      if (etag !== (known?.etag ?? null)) await this.#look();
    });
  }

  /**
   * Ends a conflict: writes ours over theirs, or takes theirs; the other one is one undo away. Throws NotebookError when
   * theirs is to be taken and is no notebook; the conflict stays then.
   */
  async resolve(whose: "mine" | "theirs"): Promise<void> {
    if (this.state.kind !== "conflict") return;
    const {theirs} = this.state;
    const mine = this.notebook;
    if (theirs && whose === "theirs")
      this.#come(readNotebook(theirs.text), theirs.known, "reload from disk");
    else if (theirs && isNotebook(theirs.text)) {
      this.#come(readNotebook(theirs.text), theirs.known, "change by another program");
      this.history.change(mine, {label: "keep mine"});
    }
    this.#onDisk(theirs ?? {text: "", etag: null});
    this.#set({kind: "edited"}, this.notebook !== mine);
    await this.save();
  }

  /**
   * Takes up what was typed before a crash. *base* names what was on disk then, and defaults to what is now; when they
   * differ it is a conflict.
   */
  restore(text: string, base: string | null = this.#disk.etag, own = false): void {
    const theirs = this.#disk;
    this.#come(readNotebook(text), own, "restore");
    if (theirs.etag === null || theirs.etag === base || theirs.text === text) return this.#edited();
    // What the text was then nobody knows, so nothing can be merged with it.
    this.#disk = {text: "", etag: base};
    this.#conflict({...theirs, etag: theirs.etag}, true);
  }

  /** Ends what would be done later; what is under way is not stopped. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    if (this.#keeping !== undefined) this.#keepNow();
  }

  /** Takes a version that came from elsewhere, into what can be undone. */
  #come(next: Notebook, known: boolean | undefined, label: string): void {
    if (!known) this.provenance.came(this.notebook, next);
    this.history.change(next, {label});
  }

  #edited(): void {
    if (this.state.kind !== "conflict") this.state = {kind: "edited"};
    this.#options.changed({notebook: true});
    this.#keep();
    this.#soon();
  }

  #keep(): void {
    this.#drafted = true;
    if (this.#length <= small) this.#keepNow();
    else this.#keeping ??= setTimeout(() => this.#keepNow(), keepEvery(this.#length));
  }

  #keepNow(): void {
    this.#stopKeeping();
    this.#drafted = true;
    const {text} = this;
    this.#length = text.length;
    const {kind} = this.state;
    const beyond = !this.#away && (kind === "failed" || kind === "conflict");
    const own = this.held.size === 0;
    const draft = {text, base: this.#disk.etag, own, time: Date.now()};
    // Saving goes on without it.
    this.#options.drafts.keep(this.path, draft, beyond).then(
      (kept) => {
        const isNew = JSON.stringify(kept) !== JSON.stringify(this.kept);
        this.kept = kept;
        if (isNew) this.#options.changed({notebook: false});
      },
      () => undefined
    );
  }

  #stopKeeping(): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
  }

  #soon(delay: number = this.#options.delay ?? 700): void {
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => void this.save(), delay);
  }

  /** One after the other: an answer must not be overtaken by a later one. Begins at once when nothing is under way. */
  async #alone(task: () => Promise<void>): Promise<void> {
    while (this.#busy) await this.#busy;
    this.#busy = task().finally(() => (this.#busy = undefined));
    await this.#busy;
  }

  async #write(): Promise<void> {
    this.#set({kind: "saving"});
    // A file has no bytes for half a character.
    const text = this.text.toWellFormed();
    const own = this.held.size === 0;
    this.halves = this.text === text ? [] : this.notebook.cells.filter(isHalf).map(({id}) => id);
    this.#unsure.add(text);
    try {
      const result = await this.#options.disk.write(this.path, text, this.#disk.etag, own);
      this.#away = false;
      if ("theirs" in result) return this.#meet(result.theirs);
      this.#onDisk({text, etag: result.etag, known: own});
      this.#settle();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Returns whether the disk has answered. */
  async #look(): Promise<boolean> {
    this.#unseen = true;
    try {
      const theirs = await this.#options.disk.read(this.path);
      this.#unseen = this.#away = false;
      this.#meet(theirs);
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  /** Brings together ours and what somebody else has written. */
  #meet(theirs: Version | null): void {
    if (!theirs) return this.#conflict(null);
    const {text} = theirs;
    const mine = this.text.toWellFormed();
    if (text === mine || text === this.#disk.text || this.#unsure.has(text)) {
      this.#onDisk(theirs);
      return this.#settle();
    }
    const merged = this.#merge(theirs, mine);
    if (!merged) return this.#conflict(theirs);
    this.#onDisk(theirs);
    if (theirs.known && writeNotebook(merged) !== theirs.text)
      this.provenance.typed(this.notebook, merged);
    this.#come(merged, theirs.known, "change by another program");
    this.#settle(true);
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

  #onDisk(version: OnDisk): void {
    this.#disk = version;
    this.#unsure.clear();
  }

  #isOnDisk(): boolean {
    return this.#disk.etag !== null && this.text.toWellFormed() === this.#disk.text;
  }

  /** Goes on after the disk has answered. */
  #settle(notebook = false): void {
    if (this.#isOnDisk()) return this.#saved(notebook);
    this.#set({kind: "edited"}, notebook);
    this.#keep();
    this.#soon();
  }

  #saved(notebook = false): void {
    this.#stopKeeping();
    if (this.#drafted) this.#options.drafts.drop(this.path).catch(() => undefined);
    this.#drafted = false;
    this.#set({kind: "saved"}, notebook);
  }

  #conflict(theirs: Version | null, notebook = false): void {
    this.state = {kind: "conflict", theirs};
    this.#keepNow();
    this.#options.changed({notebook});
  }

  #failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#away = error instanceof Unreachable || error instanceof OtherFolder;
    this.#set({kind: "failed", message});
    if (!this.#isOnDisk()) this.#keepNow();
    this.#soon(this.#away ? 3000 : 10_000);
  }

  #set(state: SaveState, notebook = false): void {
    this.state = state;
    this.#options.changed({notebook});
  }
}

const isHalf = ({text}: {readonly text: string}): boolean => !text.isWellFormed();

function isNotebook(text: string): boolean {
  try {
    return Boolean(readNotebook(text));
  } catch {
    return false;
  }
}
