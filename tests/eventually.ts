import {vi} from "vitest";

/** How long tests wait for what has to come, in ms: a busy machine makes them take longer, not fail. */
export const patience = 400_000;

/** Waits until an assertion holds, and returns what it returns. */
export const eventually = <T>(assertion: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(assertion, {timeout: patience, interval: 50});
