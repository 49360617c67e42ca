/** One open notebook with the frame it is shown and run in: what the reader does there becomes changes here. */
import {
  deleteCell,
  insertCell,
  moveCell,
  setPinned,
  setText,
  setTitle,
  setType
} from "@ecco/runtime/document";
import type {Cell, Notebook} from "@ecco/runtime/document";
import {longest, typed} from "../protocol/messages.ts";
import type {CellReport, Life, ToFrame, ToShell} from "../protocol/messages.ts";
import {changedCell} from "./changed-cell.ts";
import {FrameLink} from "./frame-link.ts";
import type {Trouble} from "./frame-link.ts";
import type {FrameSite} from "./frame-site.ts";
import type {Asks} from "./asks.ts";
import {findAsks} from "./find-asks.ts";
import {KeptGrants} from "./kept-grants.ts";
import {KnownTexts} from "./known-texts.ts";
import {freeName, modelCells, withModel} from "./model-cell.ts";
import {ModelDesk} from "./model-desk.ts";
import {Outbound} from "./outbound.ts";
import type {OutboundOptions} from "./outbound.ts";
import {PackageDesk} from "./package-desk.ts";
import {deskServer} from "./server-shelf.ts";
import type {Session} from "./session.ts";
import {Unprompted} from "./unprompted.ts";

export type Status = Extract<ToShell, {kind: "status"}>;
export type Engine = Extract<ToShell, {kind: "engine"}>;
type Focus = Extract<ToFrame, {kind: "cells"}>["focus"];
type Handlers = {
  readonly [K in ToShell["kind"]]: (message: Extract<ToShell, {kind: K}>) => void;
};

export interface StageOptions {
  /** Where the frame goes. */
  readonly host: Element;
  /** Where the notebook is shown and run. */
  readonly site: FrameSite;
  /** Called after every change of what is said here. */
  readonly changed: () => void;
  /** Whether cells run; a notebook that was stopped is opened again without running. */
  readonly runs: boolean;
  readonly notebook: OutboundOptions["notebook"];
  /** Called when that has changed. */
  readonly stays: (runs: boolean) => void;
  /** Called when the reader wants to run what must not run yet. */
  readonly wantsRun: () => void;
  /** What the reader has agreed to for this notebook. */
  readonly grants: KeptGrants;
}

/** What a notebook asks for, and the version of which that was read. */
export interface Question {
  readonly notebook: Notebook;
  readonly asks: Asks;
}

export class Stage {
  readonly session: Session;
  readonly statuses = new Map<number, Status>();
  engine: Engine | null = null;
  focused: number | null = null;
  /** What the notebook asks for models. */
  readonly models: ModelDesk;
  /** Packages that the notebook lacks. */
  readonly packages: PackageDesk;
  /** What leads out of the notebook. */
  readonly outbound: Outbound;
  readonly grants: KeptGrants;
  /** Whether the frame has stopped answering. */
  hangs = false;
  /** Whether cells run: not before the reader has agreed, nor after the frame was stopped. */
  life: Life;
  /** Why the frame was stopped; null for the reader's own wish. */
  stoppedFor: Exclude<Trouble, "absent"> | null = null;
  /** Whether this browser does not keep the notebook from all of the network. */
  reachesNetwork = false;
  /** Whether the page of the notebook has not opened: this browser does not find its site. */
  absent = false;
  /** What running what must not run yet would ask for; null as long as it is not read. */
  question: Question | null = null;
  /** Whether that is being read. */
  #asking = false;
  reader = false;
  /** A cell that has not taken what was put into it; null when nobody needs to be told. */
  full: number | null = null;
  /** A model that was chosen while cells name others: the writer says where it goes. */
  chosenModel: string | null = null;
  readonly #options: StageOptions;
  /** While a keystroke is taken in: the frame has the text already, and may have a newer one by now. */
  #typing = false;
  /** Cells as the frame has them. */
  readonly #sent = new Map<number, Cell>();
  /** What is shown with the next turn; several changes of one turn are shown once. */
  #next: {focus: Focus} | null = null;
  readonly #unprompted = new Unprompted();
  #numbers: {readonly cells: readonly Cell[]; readonly ids: ReadonlySet<number>} | null = null;
  readonly #texts = new KnownTexts();
  /** Who has asked how the cells are, by the number of the question. */
  readonly #reports = new Map<number, (cells: readonly CellReport[]) => void>();
  #asked = 0;
  /** Whether the writer is in the code of a cell. */
  #editing = false;
  #link: FrameLink;

  constructor(session: Session, options: StageOptions) {
    this.session = session;
    this.#options = options;
    this.grants = options.grants;
    this.life = session.held.size > 0 ? "preview" : options.runs ? "running" : "stopped";
    this.models = new ModelDesk({
      notebook: session.path,
      grants: this.grants,
      server: deskServer,
      send: (message) => this.#link.send(message),
      changed: options.changed
    });
    this.packages = new PackageDesk({
      notebook: session.path,
      installed: () => this.#link.send({kind: "packages changed"}),
      changed: options.changed
    });
    const {notebook, changed, site} = options;
    this.outbound = new Outbound({site, notebook, changed});
    this.#link = this.#enter();
  }

  close(): void {
    this.session.close();
    this.models.close();
    this.packages.close();
    this.#link.close();
  }

  /** Shows the notebook as it is now, unless the frame knows it already; *focus* is the cell to go to. */
  show(focus: Focus = null): void {
    if (this.#typing) return;
    if (!this.#next)
      queueMicrotask(() => {
        const next = this.#next!.focus;
        this.#next = null;
        this.#send(next);
      });
    this.#next = {focus: focus ?? this.#next?.focus ?? null};
  }

  /** Sends the order of the cells, and those that the frame does not have as they are now. */
  #send(focus: Focus): void {
    const {cells} = this.session.notebook;
    const ids = this.#ids();
    for (const id of this.statuses.keys()) if (!ids.has(id)) this.statuses.delete(id);
    for (const id of this.#sent.keys()) if (!ids.has(id)) this.#sent.delete(id);
    const changed = cells.filter((cell) => this.#sent.get(cell.id) !== cell);
    for (const cell of changed) this.#sent.set(cell.id, cell);
    this.#link.send({
      kind: "cells",
      order: [...ids],
      cells: changed.map(({id, type, text, pinned, hidden, mime, output, attributes}) => ({
        id,
        type,
        text,
        ...this.#texts.give(id, text),
        pinned,
        hidden,
        mime,
        output,
        database: attributes["database"] ?? null
      })),
      life: this.life,
      held: [...this.session.held],
      focus
    });
  }

  /** Returns the numbers of the cells, in their order. */
  #ids(): ReadonlySet<number> {
    const {cells} = this.session.notebook;
    if (this.#numbers?.cells !== cells)
      this.#numbers = {cells, ids: new Set(cells.map(({id}) => id))};
    return this.#numbers.ids;
  }

  /** Ends what the frame does, and shows the notebook without running it; *why* when nobody has asked for it. */
  stop(why: Exclude<Trouble, "absent"> | null = null): void {
    this.#options.site.leave();
    this.stoppedFor = why;
    this.models.close();
    this.packages.close();
    if (this.life === "running") this.life = "stopped";
    if (this.life === "stopped") this.#options.stays(false);
    this.#begin();
  }

  /** Whether cells run that may run. */
  get runs(): boolean {
    return this.life === "running";
  }

  /** Runs the notebook: the reader agrees to *shown*, which is what the question was about, and to what that asks for. */
  run(shown: Notebook = this.session.notebook): void {
    const {session, question} = this;
    if (session.provenance.held(shown).size > 0) {
      session.provenance.agree(shown);
      const asks = question?.notebook === shown ? question.asks : null;
      void this.grants.agree(session.textOf(shown), asks);
    }
    const before = this.life;
    this.life = "running";
    this.#options.stays(true);
    // What nothing may run in is left for a page in which it may.
    if (before === "preview") this.#begin();
    else {
      this.show();
      if (before === "stopped") this.#link.send({kind: "run all"});
      this.#options.changed();
    }
  }

  /** Reads what running it would ask for, where there is something to agree to. */
  ask(): void {
    const {notebook} = this.session;
    if (this.#asking || this.question?.notebook === notebook) return;
    this.#asking = true;
    void findAsks(notebook).then((asks) => {
      this.#asking = false;
      this.question = {notebook, asks};
      this.#options.changed();
    });
  }

  /** Shows the notebook in a new page. */
  #begin(): void {
    this.#link.close();
    this.hangs = this.absent = false;
    this.focused = this.engine = null;
    this.statuses.clear();
    this.#link = this.#enter();
    this.#options.changed();
  }

  go(id: number): void {
    this.#link.focus();
    this.#link.send({kind: "go", id});
  }

  /** Leads the keyboard back into the notebook, to where it was. */
  refocus(): void {
    this.#link.focus();
    this.#link.send({kind: "refocus"});
  }

  /** Asks the notebook's page how its cells are, and, with *values*, what they gave; answers once that does. */
  report(values: boolean): Promise<readonly CellReport[]> {
    const call = ++this.#asked;
    return new Promise((resolve) => {
      this.#reports.set(call, resolve);
      this.#link.send({kind: "wants report", call, values});
    });
  }

  addCell(): void {
    this.#link.focus();
    this.#link.send({kind: "insert at end", type: "js"});
  }

  /** Files of the folder have changed: what cells are made of is read again. */
  filesChanged(paths: readonly string[]): void {
    const others = paths.filter((path) => path !== this.session.path).slice(0, longest.files);
    if (others.length > 0) this.#link.send({kind: "files changed", paths: others});
  }

  /** Takes a model that the writer has chosen: into a cell of its own, or asks where some cell names one already. */
  chooseModel(src: string): void {
    if (src.trim() === "") return;
    this.grants.add("model", src);
    const cells = modelCells(this.session.notebook);
    const same = cells.find((cell) => cell.src === src);
    this.chosenModel = cells.length === 0 || same ? null : src;
    if (same) this.go(same.id);
    else if (cells.length === 0) this.addModel(src);
    this.#options.changed();
  }

  /** Adds a cell that names a model, at the end, under a name that is free. */
  addModel(src: string): void {
    this.chosenModel = null;
    const {notebook: before} = this.session;
    const text = `const ${freeName(before, src)} = ecco.model(${JSON.stringify(src)})`;
    const {notebook, id} = insertCell(before, {type: "js", text, before: null});
    this.#change("new cell", notebook, {id, edit: true});
    this.#link.focus();
  }

  /** Puts a model into a cell that names another one, if it still does. */
  putModel(src: string, id: number): void {
    this.chosenModel = null;
    const cell = modelCells(this.session.notebook).find((each) => each.id === id);
    if (cell)
      this.#change("another model", withModel(this.session.notebook, cell, src), {id, edit: false});
    this.#link.focus();
    this.#options.changed();
  }

  /** Leaves the notebook as it is. */
  leaveModel(): void {
    this.chosenModel = null;
    this.#options.changed();
  }

  /** Where the notebook is shown and run. */
  get origin(): string {
    return this.#options.site.origin;
  }

  setReader(on: boolean): void {
    this.reader = on;
    this.#link.send({kind: "reader", on});
    this.#options.changed();
  }

  settleFull(): void {
    this.full = null;
    this.#options.changed();
  }

  rename(title: string): void {
    this.#change("rename", setTitle(this.session.notebook, title));
  }

  /** Goes back, or forth again, and to the cell that differs: into its code, when the writer is in code. */
  travel(direction: "undo" | "redo"): void {
    const before = this.session.notebook.cells;
    // Shown once, with where to go: the caret goes there too.
    this.#typing = true;
    const done = this.session[direction]();
    this.#typing = false;
    // The frame waits for an answer.
    if (!done) return this.show();
    const {cells} = this.session.notebook;
    const id = changedCell(before, cells);
    const stays = before.every((cell) => cells.some((each) => each.id === cell.id));
    this.show(id === null ? null : {id, edit: this.#editing && stays});
  }

  #enter(): FrameLink {
    const {host, site, changed} = this.#options;
    return new FrameLink({
      host,
      origin: site.origin,
      page: site.page(this.life !== "preview"),
      title: "Notebook",
      hear: (message) => this.#hear(message),
      trouble: (what) => {
        this.hangs = what === "silent";
        this.absent = what === "absent";
        // Nothing that is typed there would arrive.
        if (what === "floods" || what === "reloads" || what === "grabs") this.stop(what);
        changed();
      }
    });
  }

  /** Does what the frame asks, unless it asks about a cell that is gone by now. */
  #hear(message: ToShell): void {
    const isHere = (id: number): boolean => this.#ids().has(id);
    if (!this.#unprompted.allows(message)) return this.stop("floods");
    if ("id" in message && message.id !== null && !isHere(message.id)) return;
    const known =
      "before" in message && message.before !== null && !isHere(message.before)
        ? {...message, before: null}
        : message;
    this.#handlers[known.kind](known as never);
  }

  #change(label: string, next: Notebook, focus: Focus = null): void {
    this.session.change(next, {label});
    if (focus) this.show(focus);
  }

  readonly #handlers: Handlers = {
    ready: () => {
      this.#texts.clear();
      // Another life of the page: it does not know what the one before has asked.
      this.models.close();
      this.#link.send({kind: "reader", on: this.reader});
      this.#sent.clear();
      this.show();
    },
    pong: () => undefined,
    "reaches network": () => {
      this.reachesNetwork = true;
      this.#options.changed();
    },
    text: ({id, text, version}) => {
      if (!this.#texts.takes(id, version)) return;
      const old = this.session.notebook.cells.find((each) => each.id === id)!.text.length;
      if (text.length > Math.max(typed.most, old + typed.slack)) return this.stop("floods");
      this.#typing = true;
      this.session.change(setText(this.session.notebook, id, text), {
        typing: `cell ${id}`,
        label: "typing"
      });
      this.#typing = false;
      const cell = this.session.notebook.cells.find((each) => each.id === id);
      if (!cell) return;
      this.#sent.set(id, cell);
      this.#texts.took(id, cell.text);
    },
    full: ({id}) => {
      this.full = id;
      this.#options.changed();
    },
    insert: ({type, before}) => {
      const {notebook, id} = insertCell(this.session.notebook, {type, before});
      this.#change("new cell", notebook, {id, edit: true});
    },
    delete: ({id}) => {
      const {cells} = this.session.notebook;
      const at = cells.findIndex((cell) => cell.id === id);
      const next = cells[at + 1] ?? cells[at - 1];
      const focus = next ? {id: next.id, edit: false} : null;
      this.#change("delete cell", deleteCell(this.session.notebook, id), focus);
    },
    move: ({id, before}) => {
      const next = moveCell(this.session.notebook, id, before);
      this.#change("move cell", next, {id, edit: false});
    },
    retype: ({id, type}) => this.#change("change kind", setType(this.session.notebook, id, type)),
    pin: ({id, pinned}) => this.#change("fold code", setPinned(this.session.notebook, id, pinned)),
    undo: () => this.travel("undo"),
    redo: () => this.travel("redo"),
    save: () => void this.session.save(),
    "wants run": () => this.#options.wantsRun(),
    focused: ({id, editing}) => {
      this.focused = id;
      this.#editing = editing;
      this.#options.changed();
    },
    status: (status) => {
      this.statuses.set(status.id, status);
      this.#options.changed();
    },
    report: ({call, cells}) => {
      this.#reports.get(call)?.(cells);
      this.#reports.delete(call);
    },
    "wants model": (message) => this.models.hear(message),
    "leaves model": (message) => this.models.hear(message),
    "lists models": (message) => this.models.hear(message),
    "keeps files": (message) => this.models.hear(message),
    "wants package": (message) => {
      if (this.life === "running") this.packages.want(message);
    },
    link: ({address}) => this.outbound.link(address),
    file: ({name, file}) => this.outbound.file(name, file),
    engine: (engine) => {
      this.engine = engine;
      this.#options.changed();
    }
  };
}
