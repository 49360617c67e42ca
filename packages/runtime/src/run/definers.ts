/** Which cells define a name, without asking every cell. */

export class Definers {
  readonly #names = new Map<number, readonly string[]>();
  readonly #cells = new Map<string, Set<number>>();

  /** Says what a cell defines now. */
  set(id: number, names: readonly string[]): void {
    const old = this.#names.get(id);
    if (old && old.length === names.length && old.every((name, at) => name === names[at])) return;
    this.delete(id);
    this.#names.set(id, names);
    for (const name of names) {
      const cells = this.#cells.get(name) ?? new Set();
      this.#cells.set(name, cells.add(id));
    }
  }

  delete(id: number): void {
    for (const name of this.#names.get(id) ?? []) this.#cells.get(name)?.delete(id);
    this.#names.delete(id);
  }

  /** Returns the cells that define a name, the one first that has done so for longest. */
  all(name: string): readonly number[] {
    return [...(this.#cells.get(name) ?? [])];
  }

  /** Returns the first of them; null for a name that no cell defines. */
  first(name: string): number | null {
    return this.#cells.get(name)?.values().next().value ?? null;
  }
}
