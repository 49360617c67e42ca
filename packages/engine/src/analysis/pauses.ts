/** How long work that computes keeps others waiting, in milliseconds. */
const PATIENCE = 50;

/**
 * Returns what long work awaits between its parts: lets others go on when they have waited, and throws the signal's
 * reason when it is aborted.
 */
export function pausesOf(signal: AbortSignal | undefined): () => Promise<void> {
  let rested = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - rested < PATIENCE) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
    rested = performance.now();
  };
}
