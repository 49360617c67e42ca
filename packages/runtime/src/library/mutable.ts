/** A value that the cell that defines it can change. */
import {observe} from "./generators/observe.ts";

/** Returns a generator of its own value; setting `value` changes it for every cell that reads it. */
export function mutable<T>(value: T): Generator<Promise<T>, void> & {value: T} {
  let tell: ((value: T) => void) | undefined;
  const generator = observe<T>((change) => {
    tell = change;
    if (value !== undefined) change(value);
  });
  return Object.defineProperty(generator, "value", {
    get: () => value,
    set: (next: T) => {
      value = next;
      tell?.(next);
    }
  }) as Generator<Promise<T>, void> & {value: T};
}
