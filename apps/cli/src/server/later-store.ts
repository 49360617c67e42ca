/** The models of this computer. The engine, which knows them, is loaded by the first who asks: the server starts without it. */
import type {ModelStore} from "./model-store.ts";

export function modelStore(models: string): ModelStore {
  let loaded: Promise<ModelStore> | undefined;
  const store = (): Promise<ModelStore> =>
    (loaded ??= import("./engine-store.ts").then((engine) => engine.modelStore(models)));
  return {
    list: async () => (await store()).list(),
    name: async (...asked) => (await store()).name(...asked),
    describe: async (...asked) => (await store()).describe(...asked),
    fetch: async (...asked) => (await store()).fetch(...asked),
    room: async (...asked) => (await store()).room(...asked),
    keep: async (...asked) => (await store()).keep(...asked),
    remove: async (...asked) => (await store()).remove(...asked)
  };
}
