/** Values that are made of texts and take a while; each is made once. */

/** So many are kept. */
const most = 50;

export class Loaded<Value> {
  readonly #made = new Map<string, Value | null>();
  readonly #make: (text: string) => Promise<Value>;
  readonly #ready: () => void;

  /** *make* never rejects for what a text says; *ready* is called when a value is there. */
  constructor(make: (text: string) => Promise<Value>, ready: () => void) {
    this.#make = make;
    this.#ready = ready;
  }

  /** Returns the value of a text; null until it is there. */
  get(text: string): Value | null {
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    this.#made.set(text, null);
    if (this.#made.size > most) this.#made.delete(this.#made.keys().next().value!);
    this.#make(text).then(
      (value) => {
        this.#made.set(text, value);
        this.#ready();
      },
      (error: unknown) => {
        // A file of the page did not come: asked for again with the next change.
        console.error(error);
        this.#made.delete(text);
      }
    );
    return null;
  }
}
