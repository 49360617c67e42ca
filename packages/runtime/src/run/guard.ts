/** Values that may never come: whoever waits for one is let go when it is no longer wanted. */

/** What a run that nobody waits for any more ends with; it goes through Observable's runtime as this message. */
const message = "stale: a newer run has taken the place of this one";

/** Returns whether an error, or what the runtime made of it for dependents, only says that a run is stale. */
export const isStale = (error: unknown): boolean =>
  error instanceof Error && error.message === message;

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";

export const isGenerator = (value: unknown): value is Generator | AsyncGenerator =>
  typeof (value as Partial<Generator> | null | undefined)?.next === "function" &&
  typeof (value as Partial<Generator>).return === "function";

/** Whether it gives values by itself; what an input gives waits for the reader, and is a generator of the other kind. */
export const isAsyncGenerator = (value: unknown): value is AsyncGenerator =>
  isGenerator(value) && Symbol.asyncIterator in value;

/** Returns the value; a promise or a generator of promises fails once *invalidation* settles. */
export function guard(value: unknown, invalidation: Promise<void>): unknown {
  if (isPromise(value)) return Promise.race([value, failure(invalidation)]);
  if (!isGenerator(value)) return value;
  const stale = failure(invalidation);
  return {
    next(sent: unknown) {
      const step = value.next(sent as never);
      return isPromise(step) ? Promise.race([step, stale]) : step;
    },
    return: (result: unknown) => value.return(result as never),
    [Symbol.iterator]() {
      return this;
    }
  };
}

function failure(invalidation: Promise<void>): Promise<never> {
  const failing = invalidation.then(() => {
    throw new Error(message);
  });
  failing.catch(() => undefined);
  return failing;
}
