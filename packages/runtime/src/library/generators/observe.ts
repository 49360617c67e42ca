/** A generator of what a callback is given. */

/** Returns a generator; *initialize* gets a function to call with each value, and returns what to do at the end. */
export function observe<T>(
  initialize: (change: (value: T) => void) => (() => void) | undefined | void
): Generator<Promise<T>, void> {
  let known = false;
  let value: T;
  let resolve: ((value: T) => void) | undefined;
  const dispose = initialize((change) => {
    value = change;
    if (resolve) {
      resolve(change);
      resolve = undefined;
    } else known = true;
  });
  return {
    next: () => ({
      done: false,
      value: known
        ? ((known = false), Promise.resolve(value))
        : new Promise<T>((settle) => (resolve = settle))
    }),
    return: () => ({done: true, value: dispose?.()}),
    throw: () => ({done: true, value: undefined}),
    [Symbol.iterator]() {
      return this;
    },
    [Symbol.dispose]: () => dispose?.()
  } as Generator<Promise<T>, void>;
}
