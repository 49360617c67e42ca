/** The cells of the notebook: they follow what the shell says, and the shell hears what the reader does. */
import {Definers, changeCellType, goToCell} from "@ecco/runtime";
import {cellLabel, isKind} from "@ecco/runtime/document";
import type {CellKind} from "@ecco/runtime/document";
import type {CellStatus} from "@ecco/runtime";
import type {EngineDetail, Task} from "@ecco/cells";
import {check, longest, toFrame} from "../protocol/messages.ts";
import type {CellText, Life, ToFrame, ToShell} from "../protocol/messages.ts";
import {articleOf} from "./article.ts";
import {watchPictures} from "./beside/missing-pictures.ts";
import {watchStyles} from "./beside/missing-in-styles.ts";
import {watchSheets} from "./beside/scoped-sheets.ts";
import {cellMenu} from "./cell-menu.ts";
import {summarize} from "./cell-name.ts";
import type {CellSummary} from "./cell-name.ts";
import {CellView} from "./cell-view.ts";
import {commandOf, commandsFor} from "./commands.ts";
import type {Commands} from "./commands.ts";
import {FolderModules} from "./folder-modules.ts";
import {folderPlace} from "./folder-place.ts";
import {insertBar} from "./insert-bar.ts";
import {Hint} from "./hint.ts";
import {keepFocus} from "./keep-focus.ts";
import {startNotebook} from "./library.ts";
import type {Running} from "./library.ts";
import {watchOutbound} from "./outbound.ts";
import {moveNode} from "./move-node.ts";
import {pageKeyOf} from "./page-keys.ts";
import {seal} from "./preview/seal.ts";
import {reportCell} from "./report/report-cell.ts";
import {watchRefusals} from "./refused-requests.ts";
import {returnFocus} from "./return-focus.ts";
import {refusedWords} from "./selection.ts";
import {ShellModels} from "./shell-models.ts";

export class NotebookFrame {
  readonly #port: MessagePort;
  readonly #root = document.createElement("main");
  readonly #end: HTMLElement;
  readonly #hint = new Hint(() => this.#travel("undo"));
  readonly #views = new Map<number, CellView>();
  readonly #statuses = new Map<number, CellStatus>();
  readonly #summaries = new Map<number, CellSummary>();
  readonly #definers = new Definers();
  /** What the names that a cell reads led to when it was drawn last. */
  readonly #links = new Map<number, string>();
  readonly #askers = new WeakMap<Task, number | null>();
  readonly #running: Running;
  /** What had the focus last. */
  readonly #hadFocus: () => Element | null;
  readonly #return = returnFocus(() => this.#refocus());
  readonly #models = new ShellModels((message) => this.#say(message));
  /** What cells import of the notebook's folder; null where the notebook may not run. */
  readonly #folder: FolderModules | null;
  /** What is to be done after the shell has answered: to undo, to redo, or to say what was typed before those that follow. */
  readonly #travels: ("undo" | "redo" | "say typed")[] = [];
  /** Runs while the shell is to answer; then it goes on without. */
  #away: ReturnType<typeof setTimeout> | null = null;
  /** Cells whose text the shell has not been told: with undo and redo under way it would be taken for a new way on. */
  readonly #typed = new Set<number>();
  /** Whether cells run that are new, or whose text is. */
  #life: Life = "preview";
  /** Cells that do not run, whatever the others do. */
  #held: ReadonlySet<number> = new Set();

  constructor(body: HTMLElement, port: MessagePort) {
    this.#port = port;
    this.#root.className = "notebook";
    this.#end = insertBar("new cell at the end", (type) => this.#insert(type, null));
    this.#end.classList.add("end");
    this.#root.append(articleOf(this.#root), this.#end);
    body.append(this.#root, this.#hint.root);
    this.#hadFocus = keepFocus(this.#root, (at) => this.#fallBack(at));
    const place = folderPlace(location.href);
    this.#folder =
      place &&
      new FolderModules(place, ({name, range}) =>
        this.#say({
          kind: "wants package",
          name: name.slice(0, longest.name),
          range: range?.slice(0, longest.name) ?? null
        })
      );
    this.#running = startNotebook(
      this.#root,
      {status: (status) => this.#hear(status), working: (tasks) => this.#wait(tasks)},
      this.#models,
      this.#folder
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
      this.#say({
        kind: "engine",
        backend: backend.slice(0, longest.name),
        reason: reason.slice(0, longest.words),
        model: model.slice(0, longest.source),
        weights,
        milliseconds,
        notice: notice?.slice(0, longest.words) ?? null
      });
    });
    watchOutbound((message) => this.#say(message));
    document.addEventListener(goToCell, (event) => this.#go((event as CustomEvent<number>).detail));
    document.addEventListener(changeCellType, (event) => {
      const cell = (event.target as Element).closest<HTMLElement>(".cell");
      const {detail: type} = event as CustomEvent<string>;
      if (cell && isKind(type)) this.#commands(Number(cell.dataset["id"])).retype(type);
    });
    document.addEventListener("keydown", (event) => {
      const kind = pageKeyOf(event);
      if (kind === "save") this.#say({kind});
      else if (kind) this.#travel(kind);
    });
    const cells = (): readonly CellText[] => [...this.#views.values()].map(({cell}) => cell);
    watchRefusals(cells, (cell, words) => {
      const at = cell ?? [...this.#statuses.keys()].at(-1);
      this.#views.get(at ?? 0)?.refuse(words);
    });
    const tell = (element: Element, words: string): void => {
      const id = element.closest<HTMLElement>(".cell")?.dataset["id"];
      this.#views.get(Number(id))?.refuse(words);
    };
    watchPictures(this.#root, tell);
    watchSheets(this.#root, tell);
    watchStyles((name, words) => {
      for (const view of this.#views.values())
        if (view.cell.text.includes(name)) return view.refuse(words);
    });
    this.#say({kind: "ready"});
  }

  #say(message: ToShell): void {
    this.#port.postMessage(message);
  }

  #sayTyped(): void {
    for (const id of this.#typed) {
      const cell = this.#views.get(id)?.cell;
      if (cell) this.#say({kind: "text", id, text: cell.text, version: cell.version});
    }
    this.#typed.clear();
  }

  /** Undoes or redoes, one after the other: what is typed before the answer comes is over the text that was here. */
  #travel(kind: "undo" | "redo"): void {
    if (this.#away === null) return this.#leave(kind);
    // What was typed between two of them is a step of its own, however late it is said.
    if (this.#typed.size > 0) this.#travels.push("say typed");
    this.#travels.push(kind);
  }

  #leave(kind: "undo" | "redo"): void {
    this.#say({kind});
    // What is typed does not wait for an answer that never comes.
    this.#away = setTimeout(() => this.#goOn(), 1000);
  }

  /** Does what waited for the answer. */
  #goOn(): void {
    if (this.#away !== null) clearTimeout(this.#away);
    this.#away = null;
    for (let next = this.#travels.shift(); next; next = this.#travels.shift()) {
      if (next !== "say typed") return this.#leave(next);
      this.#sayTyped();
    }
    this.#sayTyped();
  }

  #handle(message: ToFrame): void {
    const handlers: {readonly [K in ToFrame["kind"]]: (message: never) => void} = {
      cells: (each: Extract<ToFrame, {kind: "cells"}>) => {
        this.#show(each);
        this.#goOn();
      },
      go: ({id}: {id: number}) => this.#go(id),
      refocus: () => this.#return(),
      "run all": () => {
        this.#life = "running";
        this.#runAll([...this.#views.keys()]);
      },
      "files changed": ({paths}: {paths: readonly string[]}) => this.#readAgain(paths),
      "packages changed": () => this.#runLacking(),
      "insert at end": ({type}: {type: CellKind}) => this.#insert(type, null),
      reader: ({on}: {on: boolean}) => this.#root.classList.toggle("reader", on),
      ping: ({beat}: {beat: number}) => this.#say({kind: "pong", beat}),
      "wants report": (each: Extract<ToFrame, {kind: "wants report"}>) => this.#tellCells(each),
      models: (each: Extract<ToFrame, {kind: "models"}>) => this.#models.hear(each),
      "model progress": (each: Extract<ToFrame, {kind: "model progress"}>) =>
        this.#models.hear(each),
      "model answer": (each: Extract<ToFrame, {kind: "model answer"}>) => this.#models.hear(each)
    };
    handlers[message.kind](message as never);
  }

  #show({order, cells, life, held, focus}: Extract<ToFrame, {kind: "cells"}>): void {
    if (life === "preview") seal();
    this.#life = life;
    const before = this.#held;
    this.#held = new Set(held);
    const given = new Map(cells.map((cell) => [cell.id, cell]));
    const kept = new Set(order);
    for (const [id, view] of this.#views) if (!kept.has(id)) this.#forget(id, view);
    let next: Element = this.#root.firstElementChild!;
    const changed: number[] = [];
    for (const id of order) {
      const cell = given.get(id);
      const known = this.#views.get(id);
      const view = known ?? (cell && this.#create(cell));
      if (!view) continue;
      const isNew = known ? cell && known.update(cell, focus?.id === id) : true;
      if (isNew || (before.has(id) && !this.#held.has(id))) changed.push(id);
      if (view.root === next) next = next.nextElementSibling!;
      else moveNode(this.#root, view.root, next);
      if (cell) this.#summarize(view.cell);
    }
    if (life === "running") this.#runAll(changed);
    else {
      for (const id of changed) this.#views.get(id)!.preview();
      this.#redraw();
    }
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
        this.#typed.add(id);
        if (this.#away === null) this.#sayTyped();
      },
      run: () => this.#runAsked(id),
      undo: () => this.#travel("undo"),
      redo: () => this.#travel("redo"),
      full: () => this.#say({kind: "full", id}),
      save: () => this.#say({kind: "save"}),
      scope: () => ({ecco: this.#running.ecco}),
      diagnose: (text) =>
        view.cell.type === "raw"
          ? []
          : this.#running.runtime.compile({...view.cell, text}).diagnostics,
      insertBefore: (type) => this.#insert(type, id),
      menu: (button) => cellMenu(button, view.cell, this.#commands(id)),
      keydown: (event) => this.#key(event, view),
      selected: (how) => this.#hint.select(how),
      link: (name) => this.#definerOf(name, id),
      go: (other) => this.#go(other),
      focused: (editing) => {
        for (const each of this.#views.values()) each.root.tabIndex = each === view ? 0 : -1;
        this.#say({kind: "focused", id, editing});
      },
      left: () => {
        if (this.#life === "running") {
          if (view.ran !== view.cell.text) this.#runAll([id]);
        } else view.preview();
        this.#say({kind: "focused", id: null, editing: false});
      }
    });
    this.#views.set(id, view);
    if (this.#views.size === 1) view.root.tabIndex = 0;
    return view;
  }

  /** Does what a key means on a selected cell. */
  #key(event: KeyboardEvent, {cell: {id}, selection}: CellView): void {
    const command = commandOf(event);
    if (command?.typed && selection !== "commands") this.#hint.say(refusedWords);
    else command?.does(this.#commands(id));
  }

  #forget(id: number, view: CellView): void {
    this.#views.delete(id);
    this.#statuses.delete(id);
    this.#summaries.delete(id);
    this.#definers.delete(id);
    this.#links.delete(id);
    this.#running.runtime.remove(id);
    this.#folder?.forget(id);
    this.#running.ecco.forget(id);
    view.root.remove();
  }

  /** Runs a cell because the reader wants it; where it must not run yet, the reader is asked. */
  #runAsked(id: number): void {
    if (this.#life === "preview" || this.#held.has(id)) this.#say({kind: "wants run"});
    else this.#runAll([id]);
  }

  /** Runs these cells, as far as they may, then draws what has changed by that: not every cell after each of them. */
  #runAll(ids: readonly number[]): void {
    for (const id of ids) {
      const view = this.#views.get(id)!;
      this.#summarize(view.cell);
      if (view.cell.type === "raw") {
        // Who reads what it would give is told of it.
        this.#running.runtime.define(view.cell);
        continue;
      }
      if (this.#life === "preview" || this.#held.has(id)) {
        // What it has shown before it was changed stays.
        if (view.ran === null) view.preview();
        continue;
      }
      view.endPreview();
      view.ran = view.cell.text;
      view.refuse(null);
      this.#running.runtime.define(view.cell, view.place);
      view.root.classList.remove("changed");
    }
    this.#redraw();
  }

  /** Runs the cells again that are made of files of the folder which have changed. */
  #readAgain(paths: readonly string[]): void {
    if (this.#life !== "running") return;
    const cells = this.#folder?.madeOf(paths) ?? [];
    this.#runAll(cells.filter((id) => this.#views.has(id)));
    // Somebody has installed something.
    if (paths.some((path) => /(?:^|\/)package(?:-lock)?\.json$/.test(path))) this.#runLacking();
  }

  /** Runs the cells again that lacked a package. */
  #runLacking(): void {
    if (this.#life !== "running") return;
    this.#running.runtime.lookAgain();
    this.#runAll((this.#folder?.lacking ?? []).filter((id) => this.#views.has(id)));
  }

  #summarize(cell: CellText): void {
    const summary = summarize(cell, this.#running.runtime);
    this.#summaries.set(cell.id, summary);
    this.#definers.set(cell.id, summary.outputs);
    this.#report(cell.id);
  }

  /** Links in code lead to where names are defined: cells whose links lead elsewhere now are drawn again. */
  #redraw(): void {
    for (const [id, view] of this.#views) {
      const links = this.#linksOf(id);
      if (this.#links.get(id) === links) continue;
      this.#links.set(id, links);
      view.render();
    }
  }

  #linksOf(id: number): string {
    const inputs = this.#summaries.get(id)?.inputs ?? [];
    return inputs.map((name) => `${name} ${this.#definers.first(name)}`).join("\n");
  }

  #definerOf(name: string, reader: number): number | null {
    return this.#summaries.get(reader)?.inputs.includes(name) ? this.#definers.first(name) : null;
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
      name: name.slice(0, longest.name),
      state: status?.state ?? "idle",
      milliseconds: status?.milliseconds ?? null,
      problem: status?.problem
        ? {
            message: status.problem.message.slice(0, longest.words),
            line: status.problem.place?.line ?? null,
            column: status.problem.place?.column ?? null,
            cell: status.problem.cause?.id ?? null
          }
        : null
    });
  }

  /** Tells what the cells gave, and what is wrong in what they show. */
  #tellCells({call, values}: Extract<ToFrame, {kind: "wants report"}>): void {
    const cells = [...this.#views].map(([id, {place, refused}]) =>
      reportCell({id, place, refused, result: this.#running.runtime.result(id)}, values)
    );
    this.#say({kind: "report", call, cells});
  }

  #go(id: number): void {
    this.#views.get(id)?.focus();
  }

  /** Gives the focus back, a cell without making commands of letters. */
  #refocus(): void {
    if (document.activeElement !== document.body) return;
    const last = this.#hadFocus();
    if (last?.classList.contains("cell"))
      this.#views.get(Number((last as HTMLElement).dataset["id"]))?.focus("none");
    else if (last instanceof HTMLElement) last.focus({preventScroll: true});
  }

  /** Something that had the focus is gone: the cell that stands there now has it, or where cells come in. */
  #fallBack(at: number): void {
    const cells = [...this.#root.querySelectorAll<HTMLElement>(".cell")];
    const near = cells[Math.min(at, cells.length - 1)];
    if (near) this.#views.get(Number(near.dataset["id"]))?.focus("none");
    else this.#end.querySelector("button")?.focus();
  }

  #insert(type: CellKind, before: number | null): void {
    this.#say({kind: "insert", type, before});
  }

  /** What can be done with a cell, from its menu or by key. */
  #commands(id: number): Commands {
    const order = [...this.#root.querySelectorAll<HTMLElement>(".cell")].map((element) =>
      Number(element.dataset["id"])
    );
    const {before, cell} = this.#views.get(id)!;
    return commandsFor({id, type: cell.type, before}, order, {
      say: (message) => this.#say(message),
      note: (words) => this.#hint.say(words),
      deleted: () => this.#hint.deleted(cellLabel(this.#views.get(id)!.cell.text)),
      edit: () => this.#views.get(id)!.edit(),
      run: () => this.#runAsked(id),
      go: (other) => this.#go(other),
      pinned: () => this.#views.get(id)!.cell.pinned
    });
  }
}
