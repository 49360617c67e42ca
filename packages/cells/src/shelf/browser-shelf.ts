/** Models of this browser: those that come with Ecco, those that were downloaded, and files of this computer. */
import {
  bytesOfAll,
  describeRemote,
  fetchRemote,
  isRemote,
  keepFiles,
  listModels,
  listModelsIn,
  removeModel,
  SourceError,
  usualStore
} from "@ecco/engine";
import {modelsAddress} from "../settings.ts";
import {filesOfModel} from "./files-of-model.ts";
import {TokenWanted} from "./shelf.ts";
import type {Shelf, ShelfCall} from "./shelf.ts";

/** Does what may be refused for want of a token, and says so by the error's kind. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SourceError && /\baccess token\b/.test(error.message))
      throw new TokenWanted(error.message);
    throw error;
  }
}

const optionsOf = (name: string, {signal, progress, token}: ShelfCall) => ({
  signal,
  token,
  progress: (
    loaded: number,
    total: number | null,
    detail?: {readonly rate: number; readonly remaining: number | null}
  ) =>
    progress?.({
      name,
      loaded,
      total,
      rate: detail?.rate ?? null,
      remaining: detail?.remaining ?? null
    })
});

/** The models that come with Ecco, by where they lie: they stay as they are, and their host is asked once. */
const embedded = new Map<string, ReturnType<typeof listModels>>();

async function embeddedModels(): ReturnType<typeof listModels> {
  const address = modelsAddress();
  const asked = embedded.get(address) ?? listModels(address);
  embedded.set(address, asked);
  // What did not come may come the next time.
  const found = await asked.catch(() => []);
  if (!found.length) embedded.delete(address);
  return found;
}

export const browserShelf: Shelf = {
  get place() {
    // Pages without https have no storage for files.
    return globalThis.isSecureContext ? "in this browser" : "in this page's memory";
  },
  async list() {
    const [own, kept] = await Promise.all([embeddedModels(), usualStore().then(listModelsIn)]);
    return [
      ...own.map(({name, architecture, bytes}) => ({
        src: name,
        name,
        bytes,
        detail: architecture
      })),
      ...kept.map(({record: {src, name, files}}) => ({
        src,
        name,
        bytes: files.reduce((sum, {bytes}) => sum + bytes, 0),
        detail: src.startsWith("local:") ? "of this computer" : "downloaded",
        removable: true
      }))
    ];
  },
  async describe(src, call = {}) {
    if (!isRemote(src)) return {name: src, bytes: null, here: true, host: null};
    const {name, files, cached, host} = await attempt(() =>
      describeRemote(src, optionsOf(src, call))
    );
    return {name, bytes: bytesOfAll(files), here: cached !== null, host};
  },
  async fetch(src, call = {}) {
    await attempt(() => fetchRemote(src, optionsOf(src, call)));
  },
  async keep(given, call = {}) {
    const {name, files} = filesOfModel(given);
    const store = await usualStore();
    // Files of an earlier model of that name would be read with the new ones.
    await store.remove(`local/${name}`);
    const parts = files.map(({name: called, file}) => ({
      name: called,
      size: file.size,
      async *read() {
        const reader = file.stream().getReader();
        for (;;) {
          const {done, value} = await reader.read();
          if (done) return;
          yield value;
        }
      }
    }));
    return keepFiles(store, name, parts, optionsOf(name, call));
  },
  async remove(src) {
    await removeModel(await usualStore(), src);
  }
};
