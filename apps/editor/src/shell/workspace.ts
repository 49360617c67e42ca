/** The open folder: its notebooks, the one that is edited, and the frame it runs in. */
import {
  deleteCell,
  emptyNotebook,
  insertCell,
  moveCell,
  setPinned,
  setText,
  setTitle,
  setType,
  writeNotebook
} from "@ecco/runtime/document";
import type {Cell, Notebook} from "@ecco/runtime/document";
import type {ToShell} from "../protocol/messages.ts";
import {browserDrafts} from "./drafts.ts";
import type {Draft, Drafts} from "./drafts.ts";
import {FrameLink} from "./frame-link.ts";
import {getInformation, listNotebooks, readFile, watchFiles, writeFile} from "./server.ts";
import type {Information, Listing} from "./server.ts";
import {Session} from "./session.ts";

export type Status = Extract<ToShell, {kind: "status"}>;
export type Engine = Extract<ToShell, {kind: "engine"}>;
type Handlers = {
  readonly [K in ToShell["kind"]]: (message: Extract<ToShell, {kind: K}>) => void;
};

export class Workspace {
  information: Information | null = null;
  listing: Listing | null = null;
  session: Session | null = null;
  /** Why the notebook that was asked for is not open. */
  problem: string | null = null;
  /** Of an earlier crash, not on disk. */
  draft: Draft | null = null;
  engine: Engine | null = null;
  /** Whether the frame has stopped answering. */
  hangs = false;
  /** Whether cells run; not after the frame had to be stopped. */
  runs = true;
  reader = false;
  focused: number | null = null;
  readonly statuses = new Map<number, Status>();
  readonly #host: () => Element;
  readonly #changed: () => void;
  #drafts: Drafts | undefined;
  /** While a keystroke is taken in: the frame has the text already, and may have a newer one by now. */
  #typing = false;
  #frame: FrameLink | undefined;
  /** How many frames had to be stopped. */
  #stopped = 0;

  /** *host* is where the frame goes; *changed* is called after every change of what is said here. */
  constructor(host: () => Element, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** Opens the folder, and in it the notebook of the page's address, or the one the server says, or the first. */
  async start(): Promise<void> {
    this.information = await getInformation();
    this.#drafts = browserDrafts(this.information.folder);
    watchFiles(
      (path, etag) => {
        void this.refresh();
        if (path === this.session?.path) void this.session.diskChanged(etag);
      },
      () => undefined
    );
    await this.refresh();
    const asked = new URLSearchParams(location.search).get("open") ?? this.information.open;
    const path = asked ?? this.listing?.notebooks[0]?.path;
    if (path) await this.open(path);
    this.#changed();
  }

  async refresh(): Promise<void> {
    this.listing = await listNotebooks();
    this.#changed();
  }

  /** Opens a notebook in place of the one that is open, which is saved before. */
  async open(path: string): Promise<void> {
    await this.session?.save();
    this.session?.close();
    this.#leaveFrame();
    this.session = null;
    this.problem = null;
    this.draft = null;
    this.runs = true;
    try {
      const version = await readFile(path);
      if (!version) throw new Error(`${path} is not in this folder; choose one from Files`);
      this.session = new Session(path, version, {
        disk: {read: readFile, write: writeFile},
        drafts: this.#drafts!,
        changed: ({notebook}) => {
          if (notebook && !this.#typing) this.#show(null);
          this.#changed();
        }
      });
      const draft = await this.#drafts!.load(path);
      if (draft && draft.text !== version.text) this.draft = draft;
      history.replaceState(null, "", `?${new URLSearchParams({open: path})}`);
      this.#enterFrame();
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.#changed();
  }

  /** Writes a new notebook and opens it. */
  async create(title: string): Promise<void> {
    const base =
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "") || "notebook";
    const taken = new Set(this.listing?.notebooks.map(({path}) => path));
    let path = `${base}.html`;
    for (let n = 2; taken.has(path); n++) path = `${base}-${n}.html`;
    const {notebook} = insertCell(emptyNotebook(title), {type: "md", text: `# ${title}`});
    const written = await writeFile(path, writeNotebook(notebook), null);
    if ("theirs" in written) throw new Error(`${path} is there already; choose another name`);
    await this.refresh();
    await this.open(path);
  }

  /** Takes up the draft, or forgets it. */
  settleDraft(take: boolean): void {
    const {draft, session} = this;
    this.draft = null;
    if (draft && session && take) session.restore(draft.text, draft.base);
    else if (session) void this.#drafts!.drop(session.path);
    this.#changed();
  }

  /** Ends what the frame does, and shows the notebook without running it. */
  stop(): void {
    this.#stopped++;
    this.runs = false;
    this.#leaveFrame();
    this.#enterFrame();
    this.#changed();
  }

  runAll(): void {
    this.runs = true;
    this.#frame?.send({kind: "run all"});
    this.#changed();
  }

  go(id: number): void {
    this.#frame?.focus();
    this.#frame?.send({kind: "go", id});
  }

  addCell(): void {
    this.#frame?.focus();
    this.#frame?.send({kind: "insert at end", type: "js"});
  }

  setReader(on: boolean): void {
    this.reader = on;
    this.#frame?.send({kind: "reader", on});
    this.#changed();
  }

  rename(title: string): void {
    const {session} = this;
    if (session && title !== session.notebook.title)
      session.change(setTitle(session.notebook, title), {label: "rename"});
  }

  undo(): void {
    this.#travel("undo");
  }

  redo(): void {
    this.#travel("redo");
  }

  #enterFrame(): void {
    this.#frame = new FrameLink({
      host: this.#host(),
      // Another site each time one was stopped: it must not be given the process that hangs.
      origin: this.information!.frame.replace("//nb.", `//nb${this.#stopped || ""}.`),
      title: "Notebook",
      hear: (message) => this.#handlers[message.kind](message as never),
      hangs: (does) => {
        this.hangs = does;
        this.#changed();
      }
    });
  }

  #leaveFrame(): void {
    this.#frame?.close();
    this.#frame = undefined;
    this.hangs = false;
    this.focused = null;
    this.engine = null;
    this.statuses.clear();
  }

  #show(focus: {readonly id: number; readonly edit: boolean} | null): void {
    const {session} = this;
    if (!session) return;
    const live = new Set(session.notebook.cells.map(({id}) => id));
    for (const id of this.statuses.keys()) if (!live.has(id)) this.statuses.delete(id);
    this.#frame?.send({
      kind: "cells",
      cells: session.notebook.cells.map(({id, type, text, pinned, hidden, mime}) => ({
        id,
        type,
        text,
        pinned,
        hidden,
        mime
      })),
      runs: this.runs,
      focus
    });
  }

  /** Changes the notebook and shows it; *focus* is the cell to go to. */
  #change(
    label: string,
    next: Notebook,
    focus: {readonly id: number; readonly edit: boolean} | null = null
  ): void {
    this.session!.change(next, {label});
    if (focus) this.#show(focus);
  }

  #travel(direction: "undo" | "redo"): void {
    const {session} = this;
    if (!session) return;
    const before = session.notebook.cells;
    if (!session[direction]()) return;
    const id = changedCell(before, session.notebook.cells);
    if (id !== null) this.#show({id, edit: false});
  }

  readonly #handlers: Handlers = {
    ready: () => {
      this.#frame?.send({kind: "reader", on: this.reader});
      this.#show(null);
    },
    pong: () => undefined,
    text: ({id, text}) => {
      const {session} = this;
      const cell = session?.notebook.cells.find((each) => each.id === id);
      if (!session || !cell || cell.text === text) return;
      this.#typing = true;
      session.change(setText(session.notebook, id, text), {
        typing: `cell ${id}`,
        label: "typing"
      });
      this.#typing = false;
    },
    insert: ({type, before}) => {
      const {notebook, id} = insertCell(this.session!.notebook, {type, before});
      this.#change("new cell", notebook, {id, edit: true});
    },
    delete: ({id}) => {
      const {cells} = this.session!.notebook;
      const at = cells.findIndex((cell) => cell.id === id);
      const next = cells[at + 1] ?? cells[at - 1];
      this.#change(
        "delete cell",
        deleteCell(this.session!.notebook, id),
        next ? {id: next.id, edit: false} : null
      );
    },
    move: ({id, before}) =>
      this.#change("move cell", moveCell(this.session!.notebook, id, before), {id, edit: false}),
    retype: ({id, type}) => this.#change("change kind", setType(this.session!.notebook, id, type)),
    pin: ({id, pinned}) => this.#change("fold code", setPinned(this.session!.notebook, id, pinned)),
    undo: () => this.undo(),
    redo: () => this.redo(),
    save: () => void this.session?.save(),
    focused: ({id}) => {
      this.focused = id;
      this.#changed();
    },
    status: (status) => {
      this.statuses.set(status.id, status);
      this.#changed();
    },
    engine: (engine) => {
      this.engine = engine;
      this.#changed();
    }
  };
}

/** Returns the first cell that is new or different, else the neighbour of one that is gone; null for no difference. */
function changedCell(before: readonly Cell[], after: readonly Cell[]): number | null {
  const known = new Map(before.map((cell) => [cell.id, cell]));
  const different = after.find((cell) => {
    const old = known.get(cell.id);
    return !old || old.text !== cell.text || old.type !== cell.type || old.pinned !== cell.pinned;
  });
  if (different) return different.id;
  const at = after.findIndex((cell, index) => before[index]?.id !== cell.id);
  return (after[at] ?? (before.length > after.length ? after.at(-1) : undefined))?.id ?? null;
}
