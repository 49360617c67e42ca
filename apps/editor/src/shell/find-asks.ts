import type {Notebook} from "@ecco/runtime/document";
import type {Asks} from "./asks.ts";

/** What takes longer to read than this, in ms, is not listed. */
const patience = 3000;

const nothingRead: Asks = {
  models: [],
  hosts: [],
  modules: [],
  packages: [],
  computed: false,
  workers: false,
  unclear: true
};

/** Returns what a notebook asks for, as far as it can be read in time: of what is not listed nothing is agreed to. */
export function findAsks({cells}: Notebook): Promise<Asks> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./asks-worker.ts", import.meta.url), {type: "module"});
    const end = (asks: Asks): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(asks);
    };
    const timer = setTimeout(() => end(nothingRead), patience);
    worker.onmessage = ({data}: MessageEvent<Asks>) => end(data);
    worker.onerror = () => end(nothingRead);
    worker.postMessage({cells: cells.map(({type, text}) => ({type, text}))});
  });
}
