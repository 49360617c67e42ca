/** Work on the same thing, one after the other. */
import {deferred} from "../../deferred.ts";

/** Does *work* when all that came before under the same *name* are done; *queues* has the last of each name. */
export async function inTurn<T>(
  queues: Map<string, Promise<void>>,
  name: string,
  work: () => Promise<T>,
  signal?: AbortSignal
): Promise<T> {
  const before = queues.get(name);
  const {promise: own, resolve: done} = deferred<void>();
  const last = (before ?? Promise.resolve()).then(() => own);
  queues.set(name, last);
  try {
    signal?.throwIfAborted();
    const {promise: stopped, reject} = deferred<never>();
    const stop = (): void => reject(signal!.reason as Error);
    signal?.addEventListener("abort", stop, {once: true});
    try {
      await Promise.race([before, stopped]);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
    return await work();
  } finally {
    done();
    if (queues.get(name) === last) queues.delete(name);
  }
}
