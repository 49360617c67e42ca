/** Texts of cells as the frame has them: what either side changes meanwhile is brought together, and nothing is lost. */

interface Known {
  readonly text: string;
  /** Counts changes that did not come from the frame. */
  readonly version: number;
}

export class KnownTexts {
  readonly #known = new Map<number, Known>();

  /** The frame begins anew, and knows nothing. */
  clear(): void {
    this.#known.clear();
  }

  /** Returns what goes to the frame with the text of a cell: its version, and the text it was before that one. */
  give(id: number, text: string): {readonly version: number; readonly was: string | null} {
    const known = this.#known.get(id);
    if (known?.text === text) return {version: known.version, was: null};
    const version = known ? known.version + 1 : 0;
    this.#known.set(id, {text, version});
    return {version, was: known?.text ?? null};
  }

  /**
   * Returns whether a text is taken that was typed over that version. One that was typed over an older version is not:
   * the frame sends it again, with what is new in it.
   */
  takes(id: number, version: number): boolean {
    return version === (this.#known.get(id)?.version ?? 0);
  }

  /** Notes what was taken, as the notebook has it. */
  took(id: number, text: string): void {
    this.#known.set(id, {text, version: this.#known.get(id)?.version ?? 0});
  }
}
