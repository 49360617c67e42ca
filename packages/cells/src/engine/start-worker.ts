/** Starts the engine's worker, wherever the page and the worker's module lie. */
import {assetAddress} from "../settings.ts";
import {directly, importing} from "./ways-to-start.ts";
import {StartingWorker} from "./starting-worker.ts";

/** Keeps the address that a bundler writes here. */
class WorkerAddress {
  readonly url: URL;

  constructor(url: URL) {
    this.url = url;
  }
}

type Address = new (url: URL, options: WorkerOptions) => WorkerAddress;

// The name `Worker` and the whole expression are what bundlers look for.
const addressOf = (Worker: Address): URL =>
  new Worker(new URL("./worker.ts", import.meta.url), {type: "module", name: "ecco"}).url;

/** Returns a new worker that runs the engine, started from *url*, its module. What keeps it from starting is its error. */
export function startWorker(url: URL = assetAddress(addressOf(WorkerAddress))): StartingWorker {
  // In a frame without an origin of its own, `location` still names one.
  const isOwn = url.origin === globalThis.origin || url.protocol === "file:";
  // Even a page's own module does not start alone where the page asks headers of it that its host does not send.
  return new StartingWorker(url, isOwn ? [directly, importing] : [importing]);
}
