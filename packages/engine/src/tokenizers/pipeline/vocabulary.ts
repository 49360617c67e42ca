/** The tokens of a model's vocabulary by their ids, and the ids by their tokens. */
export class Vocabulary {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #tokens: readonly (string | undefined)[];

  constructor(entries: Iterable<readonly [string, number]>) {
    const ids = new Map<string, number>();
    const tokens: (string | undefined)[] = [];
    for (const [token, id] of entries) {
      ids.set(token, id);
      tokens[id] = token;
    }
    this.#ids = ids;
    this.#tokens = tokens;
  }

  /** Tokens of it. */
  get size(): number {
    return this.#ids.size;
  }

  idOf(token: string): number | undefined {
    return this.#ids.get(token);
  }

  tokenOf(id: number): string | undefined {
    return this.#tokens[id];
  }

  /** Returns the most UTF-16 units of a token. */
  longest(): number {
    let longest = 0;
    for (const token of this.#ids.keys()) longest = Math.max(longest, token.length);
    return longest;
  }

  tokens(): Iterable<string> {
    return this.#ids.keys();
  }
}
