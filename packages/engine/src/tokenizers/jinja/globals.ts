/** What every template knows. */
import {mostItems} from "./budget.ts";
import {strftime} from "./strftime.ts";
import {isDict, itemsOf, kindOf, Namespace, numberIn} from "./values.ts";
import type {Arguments, Callable, Options, Value} from "./values.ts";
import {textOf} from "./writing.ts";

/** Python's range. */
const range: Callable = (args) => {
  const numbers = args.map((one) => {
    const number = numberIn(one);
    if (number === null || !Number.isInteger(number))
      throw new Error(`range: got ${kindOf(one)}, expected whole numbers`);
    return number;
  });
  const [first = 0, second, step = 1] = numbers;
  const [from, to] = second === undefined ? [0, first] : [first, second];
  if (step === 0) throw new Error("range() step must not be zero");
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (count > mostItems) throw new Error(`it makes a list of ${count} items, at most ${mostItems}`);
  return Array.from({length: count}, (_, at) => from + at * step);
};

/** Returns the entries that dict() and namespace() are given. */
function entriesOf([given]: Arguments, options: Options): [Value, Value][] {
  const first = isDict(given)
    ? [...given]
    : itemsOf(given).map((pair): [Value, Value] => {
        const [key, value] = itemsOf(pair);
        return [key, value];
      });
  return [...first, ...options];
}

export const globals: Readonly<Record<string, Value>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  range,
  // A template that is part of no other.
  self: new Namespace(new Map()),
  dict: (args, options) => new Map(entriesOf(args, options)),
  namespace: (args, options) =>
    new Namespace(new Map(entriesOf(args, options).map(([key, value]) => [textOf(key), value]))),
  raise_exception: ([message]) => {
    throw new Error(textOf(message));
  },
  strftime_now: ([format]) => strftime(new Date(), textOf(format))
};
