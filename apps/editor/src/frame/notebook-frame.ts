/** The cells of the notebook: they follow what the shell says, and the shell hears what the reader does. */
import {goToCell} from "@ecco/runtime";
import type {CellStatus} from "@ecco/runtime";
import type {EngineDetail, Task} from "@ecco/cells";
import {check, toFrame} from "../protocol/messages.ts";
import type {CellKind, CellText, ToFrame, ToShell} from "../protocol/messages.ts";
import {cellMenu} from "./cell-menu.ts";
import {summarize} from "./cell-name.ts";
import type {CellSummary} from "./cell-name.ts";
import {CellView} from "./cell-view.ts";
import {commandOf, commandsFor} from "./commands.ts";
import type {Commands} from "./commands.ts";
import {insertBar} from "./insert-bar.ts";
import {startNotebook} from "./library.ts";
import type {Running} from "./library.ts";
import {moveNode} from "./move-node.ts";
import {pageKeyOf} from "./page-keys.ts";
import {ShellModels} from "./shell-models.ts";

export class NotebookFrame {
  readonly #port: MessagePort;
  readonly #root = document.createElement("main");
  readonly #end: HTMLElement;
  readonly #views = new Map<number, CellView>();
  readonly #statuses = new Map<number, CellStatus>();
  readonly #summaries = new Map<number, CellSummary>();
  readonly #askers = new WeakMap<Task, number | null>();
  readonly #running: Running;
  readonly #models = new ShellModels((message) => this.#say(message));
  /** Cells whose code leads to new cells of theirs are drawn again. */
  #runs = true;

  constructor(body: HTMLElement, port: MessagePort) {
    this.#port = port;
    this.#root.className = "notebook";
    this.#end = insertBar("new cell at the end", (type) => this.#insert(type, null));
    this.#end.classList.add("end");
    this.#root.append(this.#end);
    body.append(this.#root);
    this.#running = startNotebook(
      this.#root,
      {status: (status) => this.#hear(status), working: (tasks) => this.#wait(tasks)},
      this.#models
    );
  }

  start(): void {
    this.#port.onmessage = ({data}) => {
      const message = check(toFrame, data);
      if (message) this.#handle(message);
    };
    document.addEventListener("ecco-engine", (event) => {
      const {backend, reason, model, weights, milliseconds, notice} = (
        event as CustomEvent<EngineDetail>
      ).detail;
      this.#say({kind: "engine", backend, reason, model, weights, milliseconds, notice});
    });
    document.addEventListener(goToCell, (event) => this.#go((event as CustomEvent<number>).detail));
    document.addEventListener("keydown", (event) => {
      const kind = pageKeyOf(event);
      if (kind) this.#say({kind});
    });
    this.#say({kind: "ready"});
  }

  #say(message: ToShell): void {
    this.#port.postMessage(message);
  }

  #handle(message: ToFrame): void {
    const handlers: {readonly [K in ToFrame["kind"]]: (message: never) => void} = {
      cells: (each: Extract<ToFrame, {kind: "cells"}>) => this.#show(each),
      go: ({id}: {id: number}) => this.#go(id),
      "run all": () => {
        this.#runs = true;
        for (const id of this.#views.keys()) this.#run(id);
      },
      "insert at end": ({type}: {type: CellKind}) => this.#insert(type, null),
      reader: ({on}: {on: boolean}) => this.#root.classList.toggle("reader", on),
      ping: ({beat}: {beat: number}) => this.#say({kind: "pong", beat}),
      models: (each: Extract<ToFrame, {call: number}>) => this.#models.hear(each),
      "model progress": (each: Extract<ToFrame, {call: number}>) => this.#models.hear(each),
      "model answer": (each: Extract<ToFrame, {call: number}>) => this.#models.hear(each)
    };
    handlers[message.kind](message as never);
  }

  #show({cells, runs, focus}: Extract<ToFrame, {kind: "cells"}>): void {
    this.#runs = runs;
    const kept = new Set(cells.map(({id}) => id));
    for (const [id, view] of this.#views) if (!kept.has(id)) this.#forget(id, view);
    let next: Element = this.#root.firstElementChild!;
    const changed: number[] = [];
    for (const cell of cells) {
      const known = this.#views.get(cell.id);
      const view = known ?? this.#create(cell);
      if (!known || known.cell.text !== cell.text || known.cell.type !== cell.type)
        changed.push(cell.id);
      if (known) known.update(cell);
      if (view.root === next) next = next.nextElementSibling!;
      else moveNode(this.#root, view.root, next);
      this.#summarize(cell);
    }
    if (runs) for (const id of changed) this.#run(id);
    this.#redraw();
    if (!focus) return;
    if (focus.edit) this.#views.get(focus.id)?.edit();
    else this.#go(focus.id);
  }

  #create(cell: CellText): CellView {
    const {id} = cell;
    const view = new CellView(cell, {
      changed: (text) => {
        view.cell = {...view.cell, text};
        view.root.classList.toggle("changed", view.ran !== text);
        this.#say({kind: "text", id, text});
      },
      run: () => this.#run(id),
      undo: () => this.#say({kind: "undo"}),
      redo: () => this.#say({kind: "redo"}),
      save: () => this.#say({kind: "save"}),
      scope: () => ({ecco: this.#running.ecco}),
      diagnose: (text) =>
        view.cell.type === "raw"
          ? []
          : this.#running.runtime.compile({...view.cell, text}).diagnostics,
      insertBefore: (type) => this.#insert(type, id),
      menu: (button) => cellMenu(button, view.cell, this.#commands(id)),
      keydown: (event) => commandOf(event)?.(this.#commands(id)),
      link: (name) => this.#definerOf(name, id),
      go: (other) => this.#go(other),
      focused: (editing) => {
        for (const each of this.#views.values()) each.root.tabIndex = each === view ? 0 : -1;
        this.#say({kind: "focused", id, editing});
      },
      left: () => {
        if (this.#runs && view.ran !== view.cell.text) this.#run(id);
        this.#say({kind: "focused", id: null, editing: false});
      }
    });
    this.#views.set(id, view);
    if (this.#views.size === 1) view.root.tabIndex = 0;
    return view;
  }

  #forget(id: number, view: CellView): void {
    this.#views.delete(id);
    this.#statuses.delete(id);
    this.#summaries.delete(id);
    this.#running.runtime.remove(id);
    this.#running.ecco.forget(id);
    view.root.remove();
  }

  #run(id: number): void {
    const view = this.#views.get(id)!;
    if (view.cell.type === "raw") return this.#report(id);
    view.ran = view.cell.text;
    this.#running.runtime.define(view.cell, view.place);
    this.#summarize(view.cell);
    this.#redraw();
  }

  #summarize(cell: CellText): void {
    this.#summaries.set(cell.id, summarize(cell, this.#running.runtime));
    this.#report(cell.id);
  }

  /** Links in code lead to where names are defined, which may have changed. */
  #redraw(): void {
    for (const view of this.#views.values()) view.render();
  }

  #definerOf(name: string, reader: number): number | null {
    if (!this.#summaries.get(reader)?.inputs.includes(name)) return null;
    for (const [id, {outputs}] of this.#summaries) if (outputs.includes(name)) return id;
    return null;
  }

  #hear(status: CellStatus): void {
    // What has changed last is last.
    this.#statuses.delete(status.id);
    this.#statuses.set(status.id, status);
    this.#report(status.id);
  }

  #wait(tasks: readonly Task[]): void {
    for (const task of tasks)
      if (!this.#askers.has(task)) this.#askers.set(task, this.#askerOf(task));
    for (const [id, view] of this.#views)
      view.wait(tasks.filter((task) => this.#askers.get(task) === id));
  }

  /** Returns the cell that has asked; after an `await` it is one that still runs. */
  #askerOf({cell}: Task): number | null {
    if (typeof cell === "number") return cell;
    const running = [...this.#statuses.values()].filter(({state}) => state === "running");
    return running.at(-1)?.id ?? null;
  }

  #report(id: number): void {
    const status = this.#statuses.get(id) ?? null;
    const {name} = this.#summaries.get(id) ?? {name: ""};
    this.#views.get(id)?.show(status, name);
    this.#say({
      kind: "status",
      id,
      name,
      state: status?.state ?? "idle",
      milliseconds: status?.milliseconds ?? null,
      problem: status?.problem
        ? {message: status.problem.message, line: status.problem.place?.line ?? null}
        : null
    });
  }

  #go(id: number): void {
    this.#views.get(id)?.focus();
  }

  #insert(type: CellKind, before: number | null): void {
    this.#say({kind: "insert", type, before});
  }

  /** What can be done with a cell, from its menu or by key. */
  #commands(id: number): Commands {
    const order = [...this.#root.querySelectorAll<HTMLElement>(".cell")].map((element) =>
      Number(element.dataset["id"])
    );
    return commandsFor(id, order, {
      say: (message) => this.#say(message),
      edit: () => this.#views.get(id)!.edit(),
      run: () => this.#run(id),
      go: (other) => this.#go(other),
      pinned: () => this.#views.get(id)!.cell.pinned
    });
  }
}
