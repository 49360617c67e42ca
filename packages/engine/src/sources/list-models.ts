import {embeddedModels} from "./embedded.ts";
import {locateSource} from "./locate.ts";
import {parseObject, readAll} from "./read-files.ts";

export interface ListedModel {
  readonly name: string;
  /** `model_type` of its config. */
  readonly architecture: string;
  readonly layers: number | null;
  /** Of its weights. */
  readonly bytes: number | null;
  /** Folder or address. */
  readonly location: string;
}

/** Returns the embedded models that are really there; `models` is where they lie. */
export async function listModels(models?: string | URL): Promise<readonly ListedModel[]> {
  const found = await Promise.all(embeddedModels.map((name) => listModel(name, models)));
  return found.filter((model) => model !== null);
}

async function listModel(
  name: string,
  models: string | URL | undefined
): Promise<ListedModel | null> {
  const {files} = await locateSource(name, models);
  const file = await files.open("config.json", undefined);
  if (!file) return null;
  const where = `${files.location}: config.json`;
  const config = parseObject(await readAll(file, where), where) ?? {};
  const weights = await (files.peek ?? files.open)("model.safetensors", undefined);
  await weights?.close();
  const layers = config["n_layer"] ?? config["num_hidden_layers"] ?? config["num_layers"];
  return {
    name,
    architecture: String(config["model_type"]),
    layers: typeof layers === "number" ? layers : null,
    bytes: weights?.size ?? weights?.transfer ?? null,
    location: files.location
  };
}
