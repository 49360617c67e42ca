import {SourceError} from "../errors.ts";
import {createTokenizer, type Tokenizer} from "../tokenizers/tokenizer.ts";
import {readSafetensors} from "../weights/safetensors.ts";
import type {WeightTensor, Weights} from "../weights/weights.ts";
import {findGguf, openGguf} from "./open-gguf.ts";
import {findWeights} from "./find-weights.ts";
import {locateSource} from "./locate.ts";
import {closeAll, missing, openAll, parse, readAll} from "./read-files.ts";

export interface SourceOptions {
  /** URL or folder that holds the embedded models; defaults to Ecco's own (Node) or `models/` below the page. */
  readonly models?: string | URL | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of all files so far, and in all (null until every host has said). */
  readonly progress?: ((loaded: number, total: number | null) => void) | undefined;
}

/** A model's files, read. */
export interface Source {
  readonly name: string;
  /** config.json as it is. */
  readonly config: unknown;
  readonly weights: Weights;
  /** Null when there is no tokenizer.json. */
  readonly tokenizer: Tokenizer | null;
  /** Of all files read. */
  readonly bytes: number;
  readonly revision: string | null;
}

/**
 * Returns the model of an embedded name, a folder or an http(s) address of a folder.
 *
 * Throws SourceError when it is not found, incomplete or malformed, and the signal's reason when aborted.
 */
export async function openSource(source: string, options: SourceOptions = {}): Promise<Source> {
  const {models, signal, progress} = options;
  const {name, files, file} = await locateSource(source, models);
  const gguf = file ?? (await findGguf(files));
  if (gguf !== null) return openGguf(name, {files, gguf, alone: file !== undefined}, options);
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
    const tokenizer = json === undefined ? null : createTokenizer(json, settings);
    return {name, config, weights, tokenizer, bytes: loaded, revision: null};
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}
