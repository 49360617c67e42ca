import {SourceError} from "../errors.ts";
import {createTokenizer, type Tokenizer} from "../tokenizers/tokenizer.ts";
import {readSafetensors} from "../weights/safetensors.ts";
import type {WeightTensor, Weights} from "../weights/weights.ts";
import {findWeights} from "./find-weights.ts";
import {locateSource} from "./locate.ts";
import type {Location} from "./locate.ts";
import {findGguf, openGguf} from "./open-gguf.ts";
import {closeAll, missing, openAll, parse, readAll} from "./read-files.ts";
import {droppedFiles} from "./remote/browser-store.ts";
import {filesOfHandle} from "./remote/handles.ts";
import type {FetchProgress} from "./remote/cached-model.ts";
import {fetchRemote, isRemote} from "./remote/remote-source.ts";
import type {RemoteOptions} from "./remote/remote-source.ts";
import {chatTemplateOf, generationOf} from "./settings.ts";

/**
 * Where a model is: an embedded name, a folder or .gguf file (Node), an address, hf:owner/name[@revision][/file.gguf],
 * or files a reader of a page has dropped or chosen; those never leave it.
 */
export type ModelSource =
  | string
  | readonly File[]
  | FileSystemDirectoryHandle
  | FileSystemFileHandle;

export interface SourceOptions extends Omit<RemoteOptions, "progress"> {
  /** URL or folder that holds the embedded models; defaults to Ecco's own (Node) or `models/` below the page. */
  readonly models?: string | URL | undefined;
  /** Bytes of all files so far, and in all (null until every host has said); of downloads also how fast. */
  readonly progress?: FetchProgress | undefined;
}

/** A model's files, read. */
export interface Source {
  readonly name: string;
  /** config.json as it is. */
  readonly config: unknown;
  /** What generation_config.json says. */
  readonly generation?: Readonly<Record<string, unknown>>;
  readonly weights: Weights;
  /** Null when there is no tokenizer.json. */
  readonly tokenizer: Tokenizer | null;
  /** Of all files read. */
  readonly bytes: number;
  readonly revision: string | null;
}

/**
 * Returns the model of a source. What lies elsewhere is downloaded once and kept.
 *
 * Throws SourceError when it is not found, incomplete or malformed, and the signal's reason when aborted.
 */
export async function openSource(
  source: ModelSource,
  options: SourceOptions = {}
): Promise<Source> {
  const location = await locate(source, options);
  // What was downloaded just now has been counted already.
  const told =
    typeof source === "string" && isRemote(source) ? {...options, progress: undefined} : options;
  const {name, files, file, revision = null} = location;
  const gguf = file ?? (await findGguf(files));
  const opened =
    gguf === null
      ? await openFolder(location, told)
      : await openGguf(name, {files, gguf, alone: file !== undefined}, told);
  return {...opened, revision};
}

async function locate(source: ModelSource, options: SourceOptions): Promise<Location> {
  if (typeof source !== "string") return locateGiven(source);
  if (!isRemote(source)) return locateSource(source, options.models);
  const {record, files} = await fetchRemote(source, options);
  const {name, file, revision} = record;
  return {name, files, revision, ...(file === null ? {} : {file})};
}

async function locateGiven(source: Exclude<ModelSource, string>): Promise<Location> {
  const files = Array.isArray(source)
    ? (source as readonly File[])
    : await filesOfHandle(source as FileSystemDirectoryHandle | FileSystemFileHandle);
  if (files.length === 0)
    throw new SourceError(
      "no files: got an empty selection, expected a .gguf file or a folder with config.json + *.safetensors + tokenizer.json"
    );
  const found = droppedFiles(files);
  const single = files.length === 1 && /\.gguf$/i.test(files[0]!.name) ? files[0]!.name : null;
  return single === null
    ? {name: found.location, files: found}
    : {name: single.replace(/\.gguf$/i, ""), files: found, file: single};
}

async function openFolder(
  {name, files}: Location,
  {signal, progress}: SourceOptions
): Promise<Source> {
  const {names: weightNames, first} = await findWeights(files, signal);
  const names = ["config.json", "tokenizer.json", "tokenizer_config.json", ...weightNames];
  const opened = await openAll(files, names, signal, first);
  const sizes = [...opened.values()].map((file) => (file ? file.size : 0));
  const total = sizes.some((size) => size === null)
    ? null
    : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  let loaded = 0;
  const count = (bytes: number): void => {
    loaded += bytes;
    progress?.(loaded, total);
  };
  const read = async (file: string): Promise<Uint8Array | null> => {
    const handle = opened.get(file);
    return handle ? readAll(handle, `${files.location}: ${file}`, count) : null;
  };
  try {
    const config = parse(await read("config.json"), `${files.location}: config.json`);
    const json = parse(await read("tokenizer.json"), `${files.location}: tokenizer.json`);
    const settings = parse(
      await read("tokenizer_config.json"),
      `${files.location}: tokenizer_config.json`
    );
    const weights = new Map<string, WeightTensor>();
    for (const file of weightNames) {
      const bytes = (await read(file)) ?? missing(files, file);
      for (const [key, tensor] of readSafetensors(bytes, `${files.location}: ${file}`)) {
        if (weights.has(key))
          throw new SourceError(
            `${files.location}: tensor ${key} is in two files; expected it once`
          );
        weights.set(key, tensor);
      }
    }
    const chat = await chatTemplateOf(files, signal);
    const generation = await generationOf(files, signal);
    const tokenizer =
      json === undefined
        ? null
        : createTokenizer(json, {...(settings as object | undefined), ...chat});
    return {name, config, generation, weights, tokenizer, bytes: loaded, revision: null};
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}
