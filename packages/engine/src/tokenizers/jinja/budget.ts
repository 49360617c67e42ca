/**
 * What a template may take: templates come with models, and one of a line can ask for more steps and more memory than
 * there are. What no bound catches (one long step) the limit of time does.
 */
import {Picked} from "./values.ts";
import type {Value} from "./values.ts";

/** Published templates take some fifty steps a message. */
const mostSteps = 1_000_000;
/** Items of one list. */
export const mostItems = 100_000;
/** Characters of one text, and of all that lists within lists hold. */
const longest = 2 ** 24;
/** Characters and items that calls and filters make in all; what is put together shares its memory. */
const mostMade = 2 ** 28;
/** Expressions within each other, and calls. */
const deepest = 400;
export const tooDeep = "it is nested too deeply, or calls itself without end";
/** What an item takes beside a character, the loop over it included. */
const perItem = 512;

/** Expressions that give out what is there already. */
const references: ReadonlySet<string> = new Set(["Identifier", "MemberExpression", "Ternary"]);
/** Expressions that put texts together without copying them. */
const joining: ReadonlySet<string> = new Set(["BinaryExpression", "StringLiteral"]);

export class Budget {
  #steps = 0;
  #depth = 0;
  #made = 0;
  /** Characters and items within lists and dicts, those of their items included. */
  readonly #held = new WeakMap<object, number>();

  /** Does one step, which may take others within it. */
  step<T>(work: () => T): T {
    if (++this.#steps > mostSteps)
      throw new Error(`it takes more than ${mostSteps} steps, and may never end`);
    if (++this.#depth > deepest) throw new Error(tooDeep);
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  /** Throws for a text that is too long. */
  text(length: number): void {
    if (length > longest)
      throw new Error(`it makes a text of ${length} characters, at most ${longest}`);
  }

  /** Counts what an expression of this kind has made. Throws for too much. */
  made(value: Value, kind: string): Value {
    if (typeof value === "string") {
      this.text(value.length);
      if (!references.has(kind) && !joining.has(kind)) this.#charge(value.length);
    } else if (value instanceof Picked) {
      const {read} = value;
      return new Picked(() => {
        const items = read();
        this.#charge(items.length * perItem);
        return items;
      });
    } else if (Array.isArray(value) || value instanceof Map) {
      const items = Array.isArray(value) ? value.length : value.size;
      if (items > mostItems)
        throw new Error(`it makes a list of ${items} items, at most ${mostItems}`);
      if (!references.has(kind)) this.#hold(value);
    }
    return value;
  }

  #charge(made: number): void {
    this.#made += made;
    if (this.#made > mostMade)
      throw new Error(`it makes more than ${mostMade} characters and items in all`);
  }

  #hold(items: Value[] | Map<Value, Value>): void {
    let sum = 0;
    let count = 0;
    for (const item of items.values()) {
      count++;
      const inside = typeof item === "object" && item !== null ? this.#held.get(item) : undefined;
      sum += inside ?? (typeof item === "string" ? item.length : 1);
    }
    this.#charge(count * perItem);
    if (sum > longest)
      throw new Error(`it makes lists within lists of ${sum} items, at most ${longest}`);
    this.#held.set(items, sum);
  }
}
