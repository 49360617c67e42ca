/** What a filter, a method or a function is given, by place or by name. */
import {kindOf, numberIn} from "./values.ts";
import type {Arguments, Options, Value} from "./values.ts";

/** `filtered` applies another filter by its name. */
export type Filter = (value: Value, given: Given, filtered: ApplyFilter) => Value;

export type ApplyFilter = (name: string, value: Value, args: Arguments, options: Options) => Value;

export class Given {
  readonly #name: string;
  readonly #args: Arguments;
  readonly #options: Options;

  constructor(name: string, args: Arguments, options: Options) {
    this.#name = name;
    this.#args = args;
    this.#options = options;
  }

  /** Returns the value at this place, or of this name; undefined where neither is given. */
  value(at: number, name: string): Value {
    return at < this.#args.length ? this.#args[at] : this.#options.get(name);
  }

  has(at: number, name: string): boolean {
    return at < this.#args.length || this.#options.has(name);
  }

  text(at: number, name: string, usual?: string): string {
    const value = this.has(at, name) ? this.value(at, name) : usual;
    if (typeof value === "string") return value;
    throw new Error(`${this.#name}: ${name} is ${kindOf(value)}, expected a text`);
  }

  whole(at: number, name: string, usual?: number): number {
    const value = numberIn(this.has(at, name) ? this.value(at, name) : usual);
    if (value !== null && Number.isInteger(value)) return value;
    throw new Error(`${this.#name}: ${name} is no whole number`);
  }

  /** Returns the values from this place on, and those with names. */
  from(at: number): readonly [Arguments, Options] {
    return [this.#args.slice(at), this.#options];
  }
}
