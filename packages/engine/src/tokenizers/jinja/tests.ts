/** What `is` asks. */
import {Float, isDict, isEqual, kindOf, numberIn, Picked, compare, itemsOf} from "./values.ts";
import type {Arguments, Value} from "./values.ts";
import {textOf} from "./writing.ts";

type Test = (value: Value, args: Arguments) => boolean;

const whole = (value: Value): number => {
  const number = numberIn(value);
  if (number === null) throw new Error(`it counts with ${kindOf(value)}`);
  return number;
};

const isIterable = (value: Value): boolean =>
  typeof value === "string" ||
  value === undefined ||
  Array.isArray(value) ||
  isDict(value) ||
  value instanceof Picked;

const equal: Test = (value, [other]) => isEqual(value, other);
const cased =
  (way: "toUpperCase" | "toLowerCase"): Test =>
  (value) => {
    const text = textOf(value);
    return /\p{Lu}|\p{Ll}|\p{Lt}/u.test(text) && text === text[way]();
  };

export const tests: Readonly<Record<string, Test>> = {
  boolean: (value) => typeof value === "boolean",
  callable: (value) => typeof value === "function",
  defined: (value) => value !== undefined,
  undefined: (value) => value === undefined,
  none: (value) => value === null,
  true: (value) => value === true,
  false: (value) => value === false,
  string: (value) => typeof value === "string",
  number: (value) => numberIn(value) !== null,
  integer: (value) => typeof value === "number",
  float: (value) => value instanceof Float,
  mapping: isDict,
  iterable: isIterable,
  sequence: (value) => isIterable(value) && !(value instanceof Picked),
  odd: (value) => Math.abs(whole(value) % 2) === 1,
  even: (value) => whole(value) % 2 === 0,
  divisibleby: (value, [by]) => whole(value) % whole(by) === 0,
  upper: cased("toUpperCase"),
  lower: cased("toLowerCase"),
  sameas: (value, [other]) => value === other,
  in: (value, [all]) =>
    typeof all === "string"
      ? all.includes(textOf(value))
      : itemsOf(all).some((one) => isEqual(one, value)),
  eq: equal,
  equalto: equal,
  "==": equal,
  ne: (value, args) => !equal(value, args),
  "!=": (value, args) => !equal(value, args),
  gt: (value, [other]) => compare(value, other) > 0,
  greaterthan: (value, [other]) => compare(value, other) > 0,
  ge: (value, [other]) => compare(value, other) >= 0,
  lt: (value, [other]) => compare(value, other) < 0,
  lessthan: (value, [other]) => compare(value, other) < 0,
  le: (value, [other]) => compare(value, other) <= 0
};

/** Returns the test of this name. Throws where there is none. */
export function testOf(name: string): Test {
  if (Object.hasOwn(tests, name)) return tests[name]!;
  throw new Error(`it asks "is ${name}", which is not known`);
}
