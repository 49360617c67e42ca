/** What a notebook was before. Notebooks share what has not changed, so all of them are kept. */
import type {Notebook, Part} from "./notebook.ts";

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
  /** What it takes that the step before it does not hold already, in characters. */
  readonly weight: number;
}

/** Keystrokes further apart than this, in ms, are undone one after the other. */
const pause = 1000;

/** Steps take at most this many characters together; the oldest are forgotten, never the last one. */
const heaviest = 200_000_000;

export interface HistoryOptions {
  /** Tells the time in ms. */
  readonly clock?: () => number;
  /** Characters that the steps may take together. */
  readonly most?: number;
}

export class History {
  readonly #clock: () => number;
  readonly #most: number;
  readonly #past: Step[] = [];
  #present: Step;
  /** The next one is the last. */
  readonly #future: Step[] = [];
  #typing: {readonly name: string; readonly time: number} | null = null;
  #weight = 0;

  constructor(
    notebook: Notebook,
    {clock = () => performance.now(), most = heaviest}: HistoryOptions = {}
  ) {
    this.#present = {notebook, label: null, weight: 0};
    this.#clock = clock;
    this.#most = most;
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
    return this.#future.at(-1)?.label ?? null;
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
    for (const {weight} of this.#future.splice(0)) this.#weight -= weight;
    if (goesOn) this.#weight -= this.#present.weight;
    else this.#past.push(this.#present);
    const weight = weightOf(next, this.#past.at(-1)!.notebook);
    this.#present = {notebook: next, label: label ?? (goesOn ? this.#present.label : null), weight};
    this.#weight += weight;
    this.#forget();
    this.#typing = typing === undefined ? null : {name: typing, time};
  }

  /** Returns the notebook of one step before; null when there is none. */
  undo(): Notebook | null {
    return this.#go(this.#past, this.#future);
  }

  /** Returns the notebook that was undone last; null when there is none. */
  redo(): Notebook | null {
    return this.#go(this.#future, this.#past);
  }

  #go(from: Step[], to: Step[]): Notebook | null {
    const step = from.pop();
    if (!step) return null;
    to.push(this.#present);
    this.#present = step;
    this.#typing = null;
    return step.notebook;
  }

  #forget(): void {
    let count = 0;
    for (; this.#weight > this.#most && count < this.#past.length - 1; count++)
      this.#weight -= this.#past[count]!.weight;
    if (count > 0) this.#past.splice(0, count);
  }
}

/** Returns what a notebook takes besides what it shares with the one before. */
function weightOf({parts}: Notebook, before: Notebook): number {
  const shared = new Set(before.parts);
  // Each list of parts, and of cells, is its own.
  let weight = parts.length * 16;
  for (const part of parts) if (!shared.has(part)) weight += lengthOf(part);
  return weight;
}

/** The text of a cell is held twice: as it is, and as it is written. */
const lengthOf = (part: Part): number =>
  part.kind === "text"
    ? part.source.length
    : part.body.length + (part.kind === "cell" ? part.cell.text.length : 0);
