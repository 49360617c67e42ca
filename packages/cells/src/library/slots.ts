/** Which element a call in a cell gets: the same one as the last time the cell ran. */

/** Which cell runs, and in which of its runs. */
export interface Scope {
  /** Names the cell for as long as it exists. */
  readonly cell: string | number;
  /** New for every run of the cell. */
  readonly run: unknown;
  /** Aborts when that run is over. */
  readonly signal?: AbortSignal;
}

interface Cell {
  run: unknown;
  /** How many of each kind this run has asked for. */
  counts: Map<string, number>;
  elements: Map<string, object>;
  used: Set<string>;
}

export class Slots {
  readonly #cells = new Map<string | number, Cell>();

  /**
   * Returns the element that the *n*-th call of that kind in that cell got before, or what *create* makes. Without
   * scope (after an `await`, say) only a *key* finds it again.
   */
  take<E extends object>(
    scope: Scope | null,
    kind: string,
    key: string | number | undefined,
    create: () => E
  ): E {
    if (!scope) return key === undefined ? create() : this.#keyed(kind, key, create);
    const cell = this.#cellOf(scope);
    const count = cell.counts.get(kind) ?? 0;
    if (key === undefined) cell.counts.set(kind, count + 1);
    const slot = key === undefined ? `${kind} ${count}` : `${kind}#${key}`;
    return this.#slot(cell, slot, create);
  }

  /** Forgets a cell that is gone. */
  forget(cell: string | number): void {
    this.#cells.delete(cell);
  }

  #keyed<E extends object>(kind: string, key: string | number, create: () => E): E {
    const cell = this.#cellOf({cell: "", run: null});
    return this.#slot(cell, `${kind}#${key}`, create);
  }

  #slot<E extends object>(cell: Cell, slot: string, create: () => E): E {
    cell.used.add(slot);
    const known = cell.elements.get(slot) as E | undefined;
    if (known) return known;
    const made = create();
    cell.elements.set(slot, made);
    return made;
  }

  #cellOf({cell: name, run}: Scope): Cell {
    const known = this.#cells.get(name);
    if (known && known.run === run) return known;
    const cell = known ?? {run, counts: new Map(), elements: new Map(), used: new Set()};
    // What the last run no longer used is not kept for this one.
    for (const slot of cell.elements.keys())
      if (known && !cell.used.has(slot)) cell.elements.delete(slot);
    cell.run = run;
    cell.counts = new Map();
    cell.used = new Set();
    this.#cells.set(name, cell);
    return cell;
  }
}
