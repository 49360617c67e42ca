/** Whose the text of each cell is: the reader's own, or another program's that the reader has not agreed to run. */
import type {Cell, Notebook} from "@ecco/runtime/document";

/** What makes a cell do what it does. */
const keyOf = ({type, text, hidden, output, attributes}: Cell): string =>
  JSON.stringify([type, hidden, output, attributes["database"] ?? null, text]);

const none: ReadonlySet<number> = new Set();

export class Provenance {
  /** For each version of the notebook the cells that came from elsewhere: undo goes back to them. */
  readonly #foreign = new WeakMap<Notebook, ReadonlySet<number>>();
  /** What the reader has agreed to run. */
  readonly #agreed = new Set<string>();

  /** A version came from elsewhere: whole (*before* is null), or with the cells that differ from those of before. */
  came(before: Notebook | null, after: Notebook): void {
    const known = new Map((before?.cells ?? []).map((cell) => [cell.id, keyOf(cell)]));
    const held = before ? this.held(before) : none;
    const foreign = after.cells.filter(
      (cell) => held.has(cell.id) || known.get(cell.id) !== keyOf(cell)
    );
    this.#foreign.set(after, new Set(foreign.map(({id}) => id)));
  }

  /** The reader has made one version out of another: what was typed into a text of others stays theirs. */
  typed(before: Notebook, after: Notebook): void {
    const held = this.held(before);
    if (held.size === 0) return;
    this.#foreign.set(after, new Set(after.cells.map(({id}) => id).filter((id) => held.has(id))));
  }

  /** The cells of a version that must not run. */
  held(notebook: Notebook): ReadonlySet<number> {
    const foreign = this.#foreign.get(notebook);
    if (!foreign || foreign.size === 0) return none;
    const held = notebook.cells.filter(
      (cell) => foreign.has(cell.id) && !this.#agreed.has(keyOf(cell))
    );
    return new Set(held.map(({id}) => id));
  }

  /** The reader agrees that the cells of this version run. */
  agree(notebook: Notebook): void {
    for (const cell of notebook.cells) this.#agreed.add(keyOf(cell));
  }
}
