/** Generators made of values and of other generators, as in Observable's first notebooks. */

/** Returns a generator of one value, which is disposed of when the generator ends. */
export function disposable<T>(value: T, dispose: (value: T) => void): Generator<T, void> {
  let done = false;
  const end = (): IteratorResult<T, void> => ({done: (done = true), value: undefined});
  return {
    next: () => (done ? end() : ((done = true), {done: false, value})),
    return: () => (dispose(value), end()),
    throw: end,
    [Symbol.iterator]() {
      return this;
    },
    [Symbol.dispose]: () => dispose(value)
  } as Generator<T, void>;
}

/** Returns a generator of the values that pass the test. */
export function* filter<T>(
  values: Iterator<T>,
  test: (value: T, index: number) => unknown
): Generator<T, void> {
  let index = -1;
  for (let each = values.next(); !each.done; each = values.next())
    if (test(each.value, ++index)) yield each.value;
}

/** Returns a generator of what *change* makes of each value. */
export function* map<T, U>(
  values: Iterator<T>,
  change: (value: T, index: number) => U
): Generator<U, void> {
  let index = -1;
  for (let each = values.next(); !each.done; each = values.next())
    yield change(each.value, ++index);
}

/** Returns a generator of numbers: from 0, or from *from*, to below *to*. */
export function range(to: number): Generator<number, void>;
export function range(from: number, to: number, step?: number): Generator<number, void>;
export function* range(from: number, to?: number, step = 1): Generator<number, void> {
  const [start, stop] = to === undefined ? [0, Number(from)] : [Number(from), Number(to)];
  const count = Math.max(0, Math.ceil((stop - start) / step));
  for (let at = 0; at < count; at++) yield start + at * step;
}

/** Returns the value of that number, from 0; undefined where there are fewer. */
export function valueAt<T>(values: Iterator<T>, index: number): T | undefined {
  if (!Number.isInteger(index) || index < 0) return undefined;
  let at = -1;
  for (let each = values.next(); !each.done; each = values.next())
    if (++at === index) return each.value;
  return undefined;
}

/** Returns a generator of one worker that runs a text, and is stopped when the generator ends. */
export function worker(source: BlobPart): Generator<Worker, void> {
  const address = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  return disposable(new Worker(address), (each) => {
    each.terminate();
    URL.revokeObjectURL(address);
  });
}
