/** Which part of the examples is held out when. */
import {InputError} from "../errors.ts";

/** Returns the numbers below *count* in a random order (Fisher & Yates). */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}

/**
 * Returns each example's fold, 0 to count − 1, every class spread over the folds as evenly as it goes.
 *
 * *random* yields numbers in [0, 1). Throws InputError for fewer than 2 folds, or more than examples.
 */
export function stratifiedFolds(
  labels: readonly number[],
  count: number,
  random: () => number
): number[] {
  if (!Number.isInteger(count) || count < 2 || count > labels.length)
    throw new InputError(
      `folds: got ${count}, expected a whole number from 2 to ${labels.length}, as many as there are examples`
    );
  const folds: number[] = [];
  let next = 0;
  const classes = [...new Set(labels)].toSorted((a, b) => a - b);
  for (const label of classes) {
    const own = labels.flatMap((other, at) => (other === label ? [at] : []));
    // Goes on where the class before has ended, so that folds are of one size.
    for (const at of shuffled(own, random)) folds[at] = next++ % count;
  }
  return folds;
}
