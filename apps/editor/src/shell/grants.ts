/** What the reader has agreed to for one notebook. */

export type GrantKind = "model" | "host" | "package";

export interface Grants {
  /** Whether the reader has agreed to this: a model by what names it, a host, a package. */
  has(kind: GrantKind, what: string): boolean;
  add(kind: GrantKind, what: string): void;
}

/** Grants that last as long as the notebook is open. */
export class OpenGrants implements Grants {
  readonly #given = new Set<string>();

  has(kind: GrantKind, what: string): boolean {
    return this.#given.has(`${kind} ${what}`);
  }

  add(kind: GrantKind, what: string): void {
    this.#given.add(`${kind} ${what}`);
  }
}
