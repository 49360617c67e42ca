/** One cell on the page: what it shows, above its code. */
import type {EditorView} from "@codemirror/view";
import type {Task} from "@ecco/cells";
import type {CellStatus} from "@ecco/runtime";
import {cellTypes} from "@ecco/runtime/document";
import type {CellKind} from "@ecco/runtime/document";
import type {CellText} from "../protocol/messages.ts";
import {bringTogether, withChanges} from "./change-between.ts";
import {createCodeEditor} from "./code-editor.ts";
import type {EditorActions} from "./code-editor.ts";
import {highlighted} from "./highlight.ts";
import {inertWords} from "./inert-words.ts";
import {insertBar} from "./insert-bar.ts";
import {replaceText} from "./outside-changes.ts";
import {previewOf} from "./preview/preview-of.ts";
import {isText} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {TaskBars} from "./task-bars.ts";

/** What a cell asks the notebook for. */
export interface CellActions extends Omit<EditorActions, "leave" | "changed" | "diagnose"> {
  readonly changed: (text: string) => void;
  readonly diagnose: EditorActions["diagnose"];
  readonly insertBefore: Parameters<typeof insertBar>[1];
  readonly menu: (button: HTMLElement) => void;
  /** A key on the cell itself. */
  readonly keydown: (event: KeyboardEvent) => void;
  /** The cell itself has the focus now, or has not any more. */
  readonly selected: (how: Selection | null) => void;
  /** Number of the cell that defines a name this cell reads; null for others. */
  readonly link: (name: string) => number | null;
  readonly go: (id: number) => void;
  readonly focused: (editing: boolean) => void;
  readonly left: () => void;
}

/** Code of up to so many lines is shown whole, of more its first line, unless it is pinned. */
const lines = 3;

/** What decides what a cell does, besides its text. */
const decisive = ["type", "hidden", "output", "database"] as const;

export class CellView {
  readonly root = document.createElement("section");
  /** Where the runtime shows the cell. */
  readonly place = document.createElement("div");
  cell: CellText;
  /** Text of the last run. */
  ran: string | null = null;
  /** What the cell was before it became what it is. */
  before: CellKind | null = null;
  /** What letters mean while the cell itself has the focus. */
  selection: Selection = "none";
  readonly #actions: CellActions;
  readonly #code = document.createElement("div");
  readonly #meta = document.createElement("div");
  readonly #said = document.createElement("span");
  readonly #tasks = new TaskBars();
  readonly #refused = document.createElement("div");
  #editor: EditorView | undefined;
  #pressed = false;

  constructor(cell: CellText, actions: CellActions) {
    this.cell = cell;
    this.#actions = actions;
    const {root, place} = this;
    root.className = "cell";
    root.tabIndex = -1;
    root.dataset["id"] = String(cell.id);
    place.className = "place";
    this.#code.className = "code";
    this.#meta.className = "meta";
    this.#refused.className = "refused";
    this.#refused.setAttribute("role", "status");
    root.append(
      insertBar("new cell before the next one", actions.insertBefore),
      place,
      this.#refused,
      this.#tasks.root,
      this.#code,
      this.#moreButton()
    );
    this.#code.append(document.createElement("pre"), this.#meta);
    this.#meta.append(this.#said, this.#runButton());
    root.addEventListener("keydown", (event) => {
      if (event.target === root) this.#keydown(event);
    });
    // By the mouse is not for commands.
    root.addEventListener("pointerdown", () => {
      this.#pressed = true;
      if (document.activeElement === root) this.#select("none");
    });
    for (const type of ["pointerup", "keydown"] as const)
      root.addEventListener(type, () => (this.#pressed = false), {capture: true});
    root.addEventListener("focusin", ({target}) => {
      if (target === root) this.#select(this.#pressed ? "none" : "commands");
      actions.focused(this.editing);
    });
    root.addEventListener("focusout", ({target}) => {
      if (target === root) actions.selected(null);
      setTimeout(() => this.#leave());
    });
    place.addEventListener("dblclick", () => {
      if (this.#replacesCode) this.edit();
    });
    this.#code.addEventListener("click", (event) => this.#click(event));
    this.render();
  }

  /** Whether what it shows stands in the place of its code. */
  get #replacesCode(): boolean {
    return this.cell.type !== "raw" && cellTypes[this.cell.type].replacesCode;
  }

  get editing(): boolean {
    return this.#editor !== undefined;
  }

  /**
   * Shows the cell as it is now; *follow* puts the caret where it differs. Returns whether it is another one than here:
   * what was typed meanwhile stays, and is sent again with what is new in it.
   */
  update(cell: CellText, follow: boolean): boolean {
    const before = this.cell;
    const {text: mine, type} = before;
    const base = cell.was ?? mine;
    const mixed = base !== mine && base !== cell.text;
    const changes = mixed ? bringTogether(base, mine, cell.text) : null;
    const text = changes ? withChanges(mine, changes) : base === mine ? cell.text : mine;
    this.cell = {...cell, text};
    if (cell.type !== type) this.#retype(type === "raw" ? null : type);
    else if (this.#editor) replaceText(this.#editor, text, {follow: follow && !mixed, changes});
    this.render();
    if (text !== cell.text) this.#actions.changed(text);
    return text !== mine || decisive.some((key) => cell[key] !== before[key]);
  }

  /** Takes the new kind, with the caret where it was. */
  #retype(before: CellKind | null): void {
    this.before = before;
    const editor = this.#editor;
    if (!editor) return;
    const {hasFocus} = editor;
    const {anchor} = editor.state.selection.main;
    this.#close();
    if (!hasFocus) return;
    if (this.cell.type === "raw") return this.focus();
    this.edit();
    this.#editor!.dispatch({selection: {anchor: Math.min(anchor, this.cell.text.length)}});
  }

  render(): void {
    const {root, cell} = this;
    root.classList.toggle("prose", this.#replacesCode);
    if (cell.type === "raw") this.place.replaceChildren(inertWords(cell));
    root.classList.toggle("pinned", cell.pinned);
    root.classList.toggle("editing", this.editing);
    root.classList.toggle("changed", this.ran !== null && this.ran !== cell.text);
    const pre = this.#code.querySelector("pre");
    if (!pre) return;
    const all = cell.text.trimEnd().split("\n");
    const folded = !cell.pinned && all.length > lines;
    const text = folded ? all[0]! : all.join("\n");
    pre.replaceChildren(highlighted(text, cell.type, this.#actions.link));
    if (folded) pre.append(tail(` … ${all.length - 1} more lines`));
    if (!text) pre.append(tail("empty"));
  }

  /** Shows what can be shown of the cell without running it, until it runs. */
  preview(): void {
    if (this.ran !== null) return;
    this.endPreview();
    const content = previewOf(this.cell);
    if (!content) return;
    const shown = document.createElement("div");
    shown.className = "ecco-output preview";
    shown.append(content);
    this.place.prepend(shown);
  }

  endPreview(): void {
    this.place.querySelector(":scope > .preview")?.remove();
  }

  /** Says how the cell is, in words and at its edge. */
  show(status: CellStatus | null, name: string): void {
    const {root} = this;
    root.dataset["state"] = status?.state ?? "idle";
    root.setAttribute("aria-label", `cell: ${name}`);
    const {milliseconds = null, state = "idle"} = status ?? {};
    const words: Readonly<Record<string, string>> = {
      idle: this.cell.type === "raw" ? "not run here" : "not run",
      waiting: "waiting",
      running: "running",
      error: "error",
      // What took no time to speak of says nothing.
      ok: milliseconds === null || milliseconds < 5 ? "" : duration(milliseconds)
    };
    this.#said.textContent = words[state]!;
  }

  /** Shows what the cell has asked a model and waits for. */
  wait(tasks: readonly Task[]): void {
    this.#tasks.show(tasks);
  }

  /** What the cell has asked for and does not get, in words. */
  get refused(): readonly string[] {
    return [...this.#refused.children].map(({textContent}) => textContent);
  }

  /** Says what the cell has asked for and does not get; null begins anew. */
  refuse(words: string | null): void {
    const lines = this.refused;
    if (words === null) this.#refused.replaceChildren();
    else if (lines.length < 5 && !lines.includes(words)) {
      const line = document.createElement("p");
      line.textContent = words;
      this.#refused.append(line);
    }
  }

  /** Opens the code, with the caret where the mouse was, if it was. */
  edit(at?: {readonly x: number; readonly y: number}): void {
    if (this.cell.type === "raw" || this.#editor) return this.#editor?.focus();
    this.#code.querySelector("pre")!.remove();
    const host = document.createElement("div");
    host.className = "editor";
    this.#code.prepend(host);
    this.#editor = createCodeEditor(
      host,
      {id: this.cell.id, type: this.cell.type, text: this.cell.text},
      {
        ...this.#actions,
        leave: (how) => {
          this.root.focus({preventScroll: true});
          this.#select(how);
        }
      }
    );
    this.render();
    const anchor = at && this.#editor.posAtCoords(at, false);
    if (anchor !== undefined) this.#editor.dispatch({selection: {anchor}});
    this.#editor.focus();
    this.#actions.focused(true);
  }

  /** Selects the cell: for commands, unless somebody who types has not asked for it. */
  focus(how: Selection = "commands"): void {
    this.root.focus({preventScroll: true});
    this.#select(how);
    this.root.scrollIntoView({block: "nearest"});
  }

  #select(how: Selection): void {
    this.#pressed = false;
    this.selection = how;
    this.root.dataset["keys"] = how;
    this.#actions.selected(how);
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      if (!event.repeat) this.#select(this.#editor ? "typing" : "commands");
      return event.preventDefault();
    }
    // Not prevented: the key goes where the focus is now.
    if (
      this.selection === "typing" &&
      this.#editor &&
      (isText(event) || event.key === "Backspace" || event.key === "Delete")
    )
      return this.#editor.focus();
    this.#actions.keydown(event);
  }

  #click({target, detail, x, y}: MouseEvent): void {
    const link = (target as Element).closest<HTMLElement>("[data-cell]");
    if (link) return this.#actions.go(Number(link.dataset["cell"]));
    // To select some of the code is not to edit it.
    if ((target as Element).closest("pre") && detail < 2 && !getSelection()?.toString())
      this.edit({x, y});
  }

  #leave(): void {
    if (this.root.contains(document.activeElement) || !document.hasFocus()) return;
    // Its menu is open.
    if (document.querySelector(".menu:popover-open")) return;
    this.#close();
    this.#actions.left();
  }

  #close(): void {
    if (!this.#editor) return;
    this.#editor.destroy();
    this.#editor = undefined;
    this.#code.querySelector(".editor")!.replaceWith(document.createElement("pre"));
    this.render();
  }

  #runButton(): HTMLElement {
    const run = button("Run", "run");
    run.title = "Run (Shift-Enter)";
    run.addEventListener("click", () => {
      this.#actions.run();
      // The button goes when there is nothing new to run.
      if (!run.checkVisibility()) this.focus("none");
    });
    return run;
  }

  #moreButton(): HTMLElement {
    const more = button("⋯", "more");
    more.setAttribute("aria-label", "more for this cell");
    more.setAttribute("aria-haspopup", "menu");
    more.addEventListener("click", () => this.#actions.menu(more));
    return more;
  }
}

function button(label: string, name: string): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = name;
  element.textContent = label;
  return element;
}

function tail(text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "tail";
  element.textContent = text;
  return element;
}

/** Returns a time in words: `12 ms`, `1.4 s`. */
const duration = (milliseconds: number): string =>
  milliseconds < 1000
    ? `${Math.max(1, Math.round(milliseconds))} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
