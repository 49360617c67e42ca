/** Starts a worker from a place that may be another origin than the page. */

import {assetAddress} from "../settings.ts";

type Constructor = new (url: URL, options: WorkerOptions) => Worker;

/** Returns a constructor of workers from where their module was said to lie. */
const placed = (): Constructor =>
  class extends Worker {
    constructor(url: URL, options: WorkerOptions) {
      super(assetAddress(url), options);
    }
  };

/** Returns a constructor of workers of the page's own origin that only import the module: browsers start no foreign worker. */
const importing = (): Constructor =>
  class extends Worker {
    constructor(url: URL, options: WorkerOptions) {
      const code = `import ${JSON.stringify(assetAddress(url).href)};`;
      const own = URL.createObjectURL(new Blob([code], {type: "text/javascript"}));
      super(own, options);
      // Freed once it has been read.
      for (const type of ["message", "error"])
        this.addEventListener(type, () => URL.revokeObjectURL(own), {once: true});
    }
  };

// The name `Worker` and the whole expression are what bundlers look for.
const start = (Worker: Constructor): Worker =>
  new Worker(new URL("./worker.ts", import.meta.url), {type: "module", name: "ecco"});

/** Returns a new worker that runs the engine. */
export function startWorker(): Worker {
  try {
    return start(placed());
  } catch (error) {
    if (error instanceof DOMException && error.name === "SecurityError") return start(importing());
    throw error;
  }
}
