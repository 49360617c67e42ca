/** Values of a template, as Python has them. */

/** A number with a point: 1.0 is written otherwise than 1. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A list that does not change, written (1, 2). */
export class Tuple extends Array<Value> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** What `namespace()` makes: names that a loop may set. */
export class Namespace {
  readonly names: Map<string, Value>;

  constructor(names: Map<string, Value>) {
    this.names = names;
  }
}

/** What a filter picks from a list; what is wrong with that list is said when somebody reads it. */
export class Picked {
  readonly read: () => readonly Value[];

  constructor(read: () => readonly Value[]) {
    this.read = read;
  }
}

export type Dict = Map<Value, Value>;
export type Arguments = readonly Value[];
export type Options = ReadonlyMap<string, Value>;
export type Callable = (args: Arguments, options: Options) => Value;

/** undefined is what a template does not know, null is None, a number is whole. */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | string
  | Float
  | Value[]
  | Dict
  | Namespace
  | Picked
  | Callable;

/** Returns a plain value of JSON as one of a template. */
export function toValue(given: unknown): Value {
  if (Array.isArray(given)) return given.map(toValue);
  if (typeof given === "number") return Number.isInteger(given) ? given : new Float(given);
  if (typeof given !== "object" || given === null) return given as Value;
  return new Map(Object.entries(given).map(([key, value]) => [key, toValue(value)]));
}

export const isDict = (value: Value): value is Dict => value instanceof Map;

/** Returns a number as it counts in sums, true being 1; null for what is none. */
export function numberIn(value: Value): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Float ? value.value : null;
}

/** Returns what messages call a value. */
export function kindOf(value: Value): string {
  if (value === undefined) return "something that is not defined";
  if (value === null) return "None";
  if (Array.isArray(value)) return value instanceof Tuple ? "a tuple" : "a list";
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (numberIn(value) !== null) return "a number";
  if (isDict(value)) return "a dict";
  return typeof value === "function" ? "a function" : "a namespace";
}

export function truthOf(value: Value): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "string" || Array.isArray(value)) return value.length > 0;
  if (isDict(value)) return value.size > 0;
  const number = numberIn(value);
  return number === null || number !== 0;
}

/** Returns what a loop over a value meets: characters of a text, keys of a dict. Throws for what has no items. */
export function itemsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [...value];
  if (isDict(value)) return [...value.keys()];
  if (value instanceof Picked) return value.read();
  if (value === undefined) return [];
  throw new Error(`it goes through ${kindOf(value)}, which has no items`);
}

/** Whether two values are equal in Python: True is 1, a list is not a tuple, None is only None. */
export function isEqual(a: Value, b: Value): boolean {
  const [x, y] = [numberIn(a), numberIn(b)];
  if (x !== null && y !== null) return x === y;
  if (Array.isArray(a) && Array.isArray(b))
    return (
      a instanceof Tuple === b instanceof Tuple &&
      a.length === b.length &&
      a.every((item, at) => isEqual(item, b[at]))
    );
  if (isDict(a) && isDict(b))
    return (
      a.size === b.size && [...a].every(([key, item]) => b.has(key) && isEqual(item, b.get(key)))
    );
  return a === b;
}

/** Returns below, at or above 0 as a comes before b. Throws for kinds that have no order between them. */
export function compare(a: Value, b: Value): number {
  const [x, y] = [numberIn(a), numberIn(b)];
  if (x !== null && y !== null) return x - y;
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    const at = a.findIndex((item, index) => index >= b.length || !isEqual(item, b[index]));
    if (at < 0) return a.length - b.length;
    return at >= b.length ? 1 : compare(a[at], b[at]);
  }
  throw new Error(`it compares ${kindOf(a)} with ${kindOf(b)}`);
}

/** By code points, not by the units that JavaScript compares. */
function compareTexts(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (at > 0 && isHigh(a.charCodeAt(at - 1))) at--;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

/** Returns how many characters a text has, as Python counts. */
export function lengthOfText(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
