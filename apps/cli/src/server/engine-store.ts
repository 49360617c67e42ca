/** The engine's own cache as the server's models: what the command line has downloaded is here too. */
import {
  describeRemote,
  fetchRemote,
  isRemote,
  listModels,
  listModelsIn,
  nameRemote,
  removeModel,
  usualStore
} from "@ecco/engine";
import {keepModel, roomIn} from "./keep-model.ts";
import type {ModelStore, StoredModel} from "./model-store.ts";
import {Refusal} from "./refusal.ts";

/** Returns the models of this computer; `models` is where the embedded ones lie. */
export function modelStore(models: string): ModelStore {
  const check = (src: string): void => {
    if (!isRemote(src))
      throw new Refusal(400, "expected hf:owner/name, local:name, http://… or https://…");
  };
  return {
    async list() {
      const embedded: StoredModel[] = (await listModels(models)).map(
        ({name, architecture, bytes}) => ({src: name, name, kind: "embedded", architecture, bytes})
      );
      const kept = await listModelsIn(await usualStore());
      return [
        ...embedded,
        ...kept.map(({record: {src, name, files}}): StoredModel => {
          const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
          const kind = src.startsWith("local:") ? "local" : "cached";
          return {src, name, kind, architecture: null, bytes};
        })
      ];
    },
    async name(src) {
      check(src);
      const {src: known, ...named} = nameRemote(src);
      const kept = await listModelsIn(await usualStore());
      return {...named, here: kept.some(({record}) => record.src === known)};
    },
    async describe(src, signal, token) {
      check(src);
      const {name, files, cached, host} = await describeRemote(src, {signal, token});
      const known = files.every(({size}) => size !== null);
      const bytes = known ? files.reduce((sum, {size}) => sum + size!, 0) : null;
      // What is kept here has no host, and its place is nobody else's business.
      const {host: asked} = nameRemote(src);
      return {name, bytes, here: cached !== null, host: asked === null ? null : host};
    },
    async fetch(src, {signal, token, most, progress}) {
      check(src);
      const {record, folder} = await fetchRemote(src, {signal, token, most, progress});
      const store = await usualStore();
      return {
        within: store.path("")!,
        folder: store.path(folder)!,
        name: record.name,
        file: record.file,
        files: record.files.map((file) => file.name)
      };
    },
    room: async (forNotebook) => roomIn(await usualStore(), forNotebook),
    keep: async (request) => keepModel(await usualStore(), request),
    remove: async (src) => removeModel(await usualStore(), src)
  };
}
