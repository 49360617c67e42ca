/** What `+`, `in`, `==` and the others do. `and` and `or`, which may not read their right side, are elsewhere. */
import {formatPercent} from "./format.ts";
import {compare, Float, isDict, isEqual, itemsOf, kindOf, numberIn, Tuple} from "./values.ts";
import type {Value} from "./values.ts";
import {textOf} from "./writing.ts";

type Operator = (a: Value, b: Value) => Value;

/** A number of the kind that Python makes of these two. */
const made = (value: number, a: Value, b: Value): Value =>
  a instanceof Float || b instanceof Float ? new Float(value) : value;

/** Returns an operator of numbers. */
const ofNumbers =
  (sign: string, count: (x: number, y: number) => number, point = false): Operator =>
  (a, b) => {
    const [x, y] = [numberIn(a), numberIn(b)];
    if (x === null || y === null) return refuse(sign, a, b);
    if (y === 0 && ["/", "//", "%"].includes(sign)) throw new Error("it divides by 0");
    const value = count(x, y);
    if (!Number.isFinite(value)) throw new Error(`${x} ${sign} ${y} is no number`);
    return point ? new Float(value) : made(value, a, b);
  };

function refuse(sign: string, a: Value, b: Value): never {
  throw new Error(`${kindOf(a)} ${sign} ${kindOf(b)} is not defined`);
}

const plus = ofNumbers("+", (x, y) => x + y);
const times = ofNumbers("*", (x, y) => x * y);
const rest = ofNumbers("%", (x, y) => x - y * Math.floor(x / y));
const power = ofNumbers("**", (x, y) => x ** y);

/** Longer ones are not made to be counted. */
const mostRepeated = 2 ** 24;

function repeated(items: string | Value[], times: number): Value {
  const count = Math.max(0, times);
  const length = items.length * count;
  if (length > mostRepeated)
    throw new Error(
      `it makes a ${typeof items === "string" ? "text" : "list"} of ${length} ${typeof items === "string" ? "characters" : "items"}, at most ${mostRepeated}`
    );
  if (typeof items === "string") return items.repeat(count);
  return Array.from({length: count}, () => items).flat();
}

function isIn(item: Value, all: Value): boolean {
  if (typeof all === "string") {
    if (typeof item !== "string") return refuse("in", item, all);
    return all.includes(item);
  }
  if (isDict(all)) return [...all.keys()].some((key) => isEqual(key, item));
  return itemsOf(all).some((one) => isEqual(one, item));
}

const order =
  (sign: string, holds: (difference: number) => boolean): Operator =>
  (a, b) => {
    if (a === undefined || b === undefined) return refuse(sign, a, b);
    return holds(compare(a, b));
  };

export const operators: Readonly<Record<string, Operator>> = {
  "+": (a, b) => {
    if (typeof a === "string" && typeof b === "string") return a + b;
    if (Array.isArray(a) && Array.isArray(b) && a instanceof Tuple === b instanceof Tuple)
      return a instanceof Tuple ? Tuple.from([...a, ...b]) : [...a, ...b];
    return plus(a, b);
  },
  "-": ofNumbers("-", (x, y) => x - y),
  "*": (a, b) => {
    const [items, count] = typeof a === "string" || Array.isArray(a) ? [a, b] : [b, a];
    if ((typeof items === "string" || Array.isArray(items)) && typeof count === "number")
      return repeated(items, count);
    return times(a, b);
  },
  "/": ofNumbers("/", (x, y) => x / y, true),
  "//": ofNumbers("//", (x, y) => Math.floor(x / y)),
  "%": (a, b) => (typeof a === "string" ? formatPercent(a, b) : rest(a, b)),
  "**": (a, b) => {
    const value = power(a, b);
    return (numberIn(b) ?? 0) < 0 && typeof value === "number" ? new Float(value) : value;
  },
  "~": (a, b) => textOf(a) + textOf(b),
  "==": isEqual,
  "!=": (a, b) => !isEqual(a, b),
  "<": order("<", (difference) => difference < 0),
  "<=": order("<=", (difference) => difference <= 0),
  ">": order(">", (difference) => difference > 0),
  ">=": order(">=", (difference) => difference >= 0),
  in: isIn,
  "not in": (a, b) => !isIn(a, b)
};
