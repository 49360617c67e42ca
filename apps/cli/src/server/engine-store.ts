/** The engine's own cache as the server's models: what the command line has downloaded is here too. */
import {
  describeRemote,
  fetchRemote,
  isRemote,
  keepFiles,
  listModels,
  listModelsIn,
  removeModel,
  usualStore
} from "@ecco/engine";
import {writeFile} from "node:fs/promises";
import type {ModelStore, StoredModel} from "./model-store.ts";
import {Refusal} from "./refusal.ts";

/** Returns the models of this computer; `models` is where the embedded ones lie. */
export function modelStore(models: string): ModelStore {
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
    async describe(src, signal, token) {
      if (!isRemote(src)) throw new Refusal(400, `${src} needs no download`);
      const {name, files, cached, host} = await describeRemote(src, {signal, token});
      const known = files.every(({size}) => size !== null);
      const bytes = known ? files.reduce((sum, {size}) => sum + size!, 0) : null;
      return {name, bytes, here: cached !== null, host};
    },
    async fetch(src, {signal, token, progress}) {
      const {record, folder} = await fetchRemote(src, {signal, token, progress});
      const store = await usualStore();
      return store.path(record.file === null ? folder : `${folder}/${record.file}`)!;
    },
    async keep(name, file, body) {
      if ([name, file].some((each) => /[/\\\0]/.test(each) || each.startsWith(".")))
        throw new Refusal(400, `${name}/${file} is no name of a model's file`);
      await keepInParts(name, file, body);
    },
    remove: async (src) => removeModel(await usualStore(), src)
  };
}

/** Files of a model come one by one; each adds itself to what is known of the model. */
async function keepInParts(
  name: string,
  file: string,
  body: AsyncIterable<Uint8Array>
): Promise<void> {
  const store = await usualStore();
  const before = (await listModelsIn(store)).find(({record}) => record.src === `local:${name}`);
  let size = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const bytes of body) {
      size += bytes.length;
      yield bytes;
    }
  };
  await keepFiles(store, name, [{name: file, size: 0, read: counted}]);
  const others = before?.record.files.filter((each) => each.name !== file) ?? [];
  const files = [...others, {name: file, bytes: size}];
  const alone = files.length === 1 && /\.gguf$/i.test(file);
  const record = {
    src: `local:${name}`,
    name,
    revision: null,
    file: alone ? file : null,
    files,
    time: new Date().toISOString()
  };
  await writeFile(store.path(`local/${name}/ecco-model.json`)!, JSON.stringify(record, null, 1));
}
