/** What becomes of negative numbers: a factorisation into parts that only add up has no place for them. */
import {InputError} from "../../errors.ts";
import {zeros} from "../dense.ts";
import type {Dense} from "../dense.ts";

/**
 * `clip`: negative numbers are 0; `absolute`: their size alone counts; `split`: each row becomes two, its positive part
 * and, behind all of those, the size of its negative part.
 */
export type Negative = "clip" | "absolute" | "split";

const kinds: {readonly [N in Negative]: (x: Dense) => Dense} = {
  clip: ({rows, columns, data}) => {
    const made = zeros(rows, columns);
    for (let at = 0; at < data.length; at++) made.data[at] = Math.max(data[at]!, 0);
    return made;
  },
  absolute: ({rows, columns, data}) => {
    const made = zeros(rows, columns);
    for (let at = 0; at < data.length; at++) made.data[at] = Math.abs(data[at]!);
    return made;
  },
  split: ({rows, columns, data}) => {
    const made = zeros(2 * rows, columns);
    for (let at = 0; at < data.length; at++)
      made.data[data[at]! < 0 ? data.length + at : at] = Math.abs(data[at]!);
    return made;
  }
};

export const negatives: readonly Negative[] = Object.keys(kinds) as Negative[];

/** Returns the table without negative numbers. Throws InputError where it has some and nobody said what to do. */
export function nonNegative(x: Dense, how: Negative | undefined): Dense {
  if (how !== undefined) {
    const make = Object.hasOwn(kinds, how) ? kinds[how] : undefined;
    if (!make)
      throw new InputError(`negative: got ${String(how)}, expected ${negatives.join(", ")}`);
    return make(x);
  }
  for (let at = 0; at < x.data.length; at++) {
    if (x.data[at]! >= 0) continue;
    throw new InputError(
      `a non-negative factorisation: got ${x.data[at]} at row ${Math.floor(at / x.columns)}, column ${at % x.columns}, expected numbers of at least 0; choose negative: "clip", "absolute" or "split"`
    );
  }
  return x;
}
