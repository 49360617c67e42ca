/** Changes of the notebook that come while the reader does nothing: a few are taken, so that it does not grow for ever. */
import type {ToShell} from "../protocol/messages.ts";

/** How many of a kind; texts come without a key when they are dictated, or put in by an input method. */
const most: {readonly [K in ToShell["kind"]]?: number} = {
  text: 5000,
  insert: 60,
  delete: 60,
  move: 60,
  retype: 60,
  pin: 60,
  undo: 60,
  redo: 60,
  save: 60
};
/** Of all texts together, in UTF-16 units. */
const units = 8 * 2 ** 20;

export class Unprompted {
  readonly #isActive: () => boolean;
  readonly #counts = new Map<ToShell["kind"], number>();
  #units = 0;

  /** *isActive* says whether the reader has pressed a key or a button of late, in the notebook or beside it. */
  constructor(isActive: () => boolean = () => navigator.userActivation?.isActive ?? true) {
    this.#isActive = isActive;
  }

  /** Returns whether a message may still be followed. */
  allows(message: ToShell): boolean {
    const {kind} = message;
    const limit = most[kind];
    if (limit === undefined) return true;
    if (this.#isActive()) {
      this.#counts.clear();
      this.#units = 0;
    }
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (message.kind === "text") this.#units += message.text.length;
    return count <= limit && this.#units <= units;
  }
}
