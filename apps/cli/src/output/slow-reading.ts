/** Says when a model's own patterns take long: this thread is busy with them then, so another one keeps the time. */
import {Worker} from "node:worker_threads";
import {doingOf, readingLimits, watchReading} from "@ecco/engine/reading";
import type {Reading, ReadingLimits} from "@ecco/engine/reading";

/** What the other thread does: it looks now and then at when reading has begun, and says once what takes long. */
const keeper = `
const {writeSync} = require("node:fs");
const {workerData: {shared, said, words}} = require("node:worker_threads");
let last = 0;
setInterval(() => {
  const [count, kind] = [Atomics.load(shared, 0), Atomics.load(shared, 1)];
  if (kind === 0 || count === last) return;
  const since = Date.now() - Number(Atomics.load(new BigInt64Array(shared.buffer), 1));
  if (since < said) return;
  last = count;
  writeSync(2, words[kind - 1] + "\\n");
}, Math.min(250, said / 2));`;

const kinds: readonly Reading[] = ["text", "chat", "tokens", "tokenizer"];

/** Has it be said on stderr from now on, and ended after a while. Returns how to go back. */
export function sayWhenSlow(limits: ReadingLimits = readingLimits): () => void {
  const shared = new Int32Array(new SharedArrayBuffer(16));
  const begun = new BigInt64Array(shared.buffer);
  const {said, ended} = limits;
  const words = kinds.map(
    (kind) =>
      `ecco: the model does not answer yet: ${doingOf(kind)}; it is given up after ${ended / 1000} s`
  );
  let worker: Worker | undefined;
  const start = (): Worker => {
    const workerData = {shared, said, words};
    // Options of this process may say that what is run is of another kind.
    const thread = new Worker(keeper, {eval: true, execArgv: [], workerData});
    thread.unref();
    return thread;
  };
  const back = watchReading(
    {
      begins: (kind) => {
        worker ??= start();
        Atomics.store(begun, 1, BigInt(Date.now()));
        Atomics.add(shared, 0, 1);
        Atomics.store(shared, 1, kinds.indexOf(kind) + 1);
      },
      ends: () => void Atomics.store(shared, 1, 0)
    },
    limits
  );
  return () => {
    back();
    void worker?.terminate();
  };
}
