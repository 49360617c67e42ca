/** Where names stand: what is set within a loop or a macro is gone behind it. */
import type {Value} from "./values.ts";

export class Frame {
  readonly #names = new Map<string, Value>();
  readonly #outer: Frame | null;

  constructor(outer: Frame | null, names: Iterable<readonly [string, Value]> = []) {
    this.#outer = outer;
    for (const [name, value] of names) this.#names.set(name, value);
  }

  set(name: string, value: Value): void {
    this.#names.set(name, value);
  }

  get(name: string): Value {
    if (this.#names.has(name)) return this.#names.get(name);
    return this.#outer?.get(name);
  }
}

/** What a template writes, or a part of it. */
export class Output {
  text = "";
  readonly #check: (length: number) => void;

  constructor(check: (length: number) => void) {
    this.#check = check;
  }

  write(text: string): void {
    this.text += text;
    this.#check(this.text.length);
  }
}
