/** What the reader has agreed to for one notebook. */

export type GrantKind = "model" | "host" | "package";

export interface Grants {
  /** Whether the reader has agreed to this: a model by what names it, a host, a package. */
  has(kind: GrantKind, what: string): boolean;
  add(kind: GrantKind, what: string): void;
}

/** Grants that last as long as the notebook is open. */
export class OpenGrants implements Grants {
  readonly #given = new Map<string, readonly [kind: GrantKind, what: string]>();

  /** All of them, in the order they were given. */
  get all(): readonly (readonly [kind: GrantKind, what: string])[] {
    return [...this.#given.values()];
  }

  has(kind: GrantKind, what: string): boolean {
    return this.#given.has(`${kind} ${what}`);
  }

  add(kind: GrantKind, what: string): void {
    this.#given.set(`${kind} ${what}`, [kind, what]);
  }
}
