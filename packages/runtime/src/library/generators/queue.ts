/** A generator of everything that a callback is given: none is left out, however fast they come. */

/** Returns a generator; *initialize* gets a function to call with each value, and returns what to do at the end. */
export function queue<T>(
  initialize: (add: (value: T) => T) => (() => void) | undefined | void
): Generator<Promise<T>, void> {
  const values: T[] = [];
  let resolve: ((value: T) => void) | undefined;
  const dispose = initialize((value) => {
    values.push(value);
    resolve?.(values.shift()!);
    resolve = undefined;
    return value;
  });
  return {
    next: () => ({
      done: false,
      value:
        values.length > 0
          ? Promise.resolve(values.shift()!)
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
