/** What a notebook was before. Notebooks share what has not changed, so all of them are kept. */
import type {Notebook} from "./notebook.ts";

export interface ChangeOptions {
  /** What was done, in words: "delete cell". */
  readonly label?: string | undefined;
  /** Names what is typed into: keystrokes of the same name, with less than a second between them, are one step. */
  readonly typing?: string | undefined;
}

interface Step {
  readonly notebook: Notebook;
  /** Of the change that led here from the step before. */
  readonly label: string | null;
}

/** Keystrokes further apart than this, in ms, are undone one after the other. */
const pause = 1000;

export class History {
  readonly #clock: () => number;
  #past: readonly Step[] = [];
  #present: Step;
  #future: readonly Step[] = [];
  #typing: {readonly name: string; readonly time: number} | null = null;

  /** *clock* tells the time in ms. */
  constructor(notebook: Notebook, clock: () => number = () => performance.now()) {
    this.#present = {notebook, label: null};
    this.#clock = clock;
  }

  get present(): Notebook {
    return this.#present.notebook;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** What undo would take back; null without words for it. */
  get undoLabel(): string | null {
    return this.canUndo ? this.#present.label : null;
  }

  get redoLabel(): string | null {
    return this.#future[0]?.label ?? null;
  }

  /** Goes on to *next*; what was undone before is forgotten. */
  change(next: Notebook, {label, typing}: ChangeOptions = {}): void {
    if (next === this.present) return;
    const time = this.#clock();
    const goesOn =
      typing !== undefined &&
      this.#typing?.name === typing &&
      time - this.#typing.time < pause &&
      this.canUndo;
    if (!goesOn) this.#past = [...this.#past, this.#present];
    this.#present = {notebook: next, label: label ?? (goesOn ? this.#present.label : null)};
    this.#future = [];
    this.#typing = typing === undefined ? null : {name: typing, time};
  }

  /** Returns the notebook of one step before; null when there is none. */
  undo(): Notebook | null {
    const before = this.#past.at(-1);
    if (!before) return null;
    this.#past = this.#past.slice(0, -1);
    this.#future = [this.#present, ...this.#future];
    this.#present = before;
    this.#typing = null;
    return before.notebook;
  }

  /** Returns the notebook that was undone last; null when there is none. */
  redo(): Notebook | null {
    const [after, ...rest] = this.#future;
    if (!after) return null;
    this.#past = [...this.#past, this.#present];
    this.#future = rest;
    this.#present = after;
    this.#typing = null;
    return after.notebook;
  }
}
