/**
 * Yields what comes in lists of at most so many. What is there does not wait long for what is not: a list is as short
 * as it has to be when the next comes later than `patience` milliseconds.
 */
export async function* inChunks<T>(
  source: AsyncIterable<T>,
  most: number,
  patience: number = 20
): AsyncGenerator<T[]> {
  const iterator = source[Symbol.asyncIterator]();
  let coming = iterator.next();
  try {
    for (;;) {
      const first = await coming;
      if (first.done) return;
      const list = [first.value];
      coming = iterator.next();
      // Whoever asks for the next hears of a failure then.
      coming.catch(() => undefined);
      while (list.length < most) {
        const next = await within(coming, patience);
        if (!next || next.done) break;
        list.push(next.value);
        coming = iterator.next();
        coming.catch(() => undefined);
      }
      yield list;
    }
  } finally {
    void iterator.return?.();
  }
}

/** Returns what comes in time; null where it does not, or fails. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  try {
    return await Promise.race([promise.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
