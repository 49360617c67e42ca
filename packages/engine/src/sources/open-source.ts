import {SourceError} from "../errors.ts";
import {createTokenizer, type Tokenizer} from "../tokenizers/tokenizer.ts";
import {readSafetensors} from "../weights/safetensors.ts";
import type {WeightTensor, Weights} from "../weights/weights.ts";
import type {Files, OpenFile} from "./files.ts";
import {locateSource} from "./locate.ts";

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
  const {name, files} = await locateSource(source, models);
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
    await Promise.allSettled([...opened.values()].map((file) => file?.close()));
    throw error;
  }
}

interface WeightFiles {
  readonly names: readonly string[];
  /** The first of them, where finding it meant opening it. */
  readonly first: OpenFile | null;
}

/** Returns the names of the weight files: one, or those of an index. */
async function findWeights(files: Files, signal: AbortSignal | undefined): Promise<WeightFiles> {
  const single = "model.safetensors";
  const first = await files.open(single, signal);
  if (first) return {names: [single], first};
  const index = "model.safetensors.index.json";
  const opened = await files.open(index, signal);
  const name = `${files.location}: ${index}`;
  if (opened) return {names: shardNames(parse(await readAll(opened, name), name), files), first};
  const listed = await files.list?.().catch(() => []);
  const others = listed?.filter((file) => file.endsWith(".safetensors")) ?? [];
  return {names: others.length === 1 ? others : [single], first};
}

function shardNames(index: unknown, files: Files): readonly string[] {
  const map = (index as {weight_map?: unknown} | undefined)?.weight_map;
  const names = typeof map === "object" && map !== null ? [...new Set(Object.values(map))] : [];
  if (
    names.length === 0 ||
    !names.every((name) => typeof name === "string" && !/[/\\]/.test(name))
  ) {
    throw new SourceError(
      `${files.location}: model.safetensors.index.json has no weight_map of file names; expected {"weight_map": {tensor: file}}`
    );
  }
  return (names as string[]).sort();
}

async function openAll(
  files: Files,
  names: readonly string[],
  signal: AbortSignal | undefined,
  first: OpenFile | null
): Promise<Map<string, OpenFile | null>> {
  const settled = await Promise.allSettled(
    names.map((name) => (first && name === "model.safetensors" ? first : files.open(name, signal)))
  );
  const opened = new Map(
    settled.map((result, i) => [names[i]!, result.status === "fulfilled" ? result.value : null])
  );
  const failed = settled.find((result) => result.status === "rejected");
  const lacking = names.find((name) => !name.startsWith("tokenizer") && !opened.get(name));
  if (failed || lacking) {
    await Promise.allSettled([...opened.values()].map((file) => file?.close()));
    if (failed) throw failed.reason;
    missing(files, lacking!);
  }
  return opened;
}

function missing(files: Files, file: string): never {
  throw new SourceError(
    `${files.location}: no ${file}; expected a folder with config.json + *.safetensors + tokenizer.json`
  );
}

async function readAll(
  file: OpenFile,
  name: string,
  count?: (bytes: number) => void
): Promise<Uint8Array> {
  const known = file.size;
  let bytes = new Uint8Array(known ?? 1 << 20);
  let length = 0;
  for await (const part of file.read()) {
    if (length + part.length > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, length + part.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(part, length);
    length += part.length;
    count?.(part.length);
  }
  if (known !== null && length !== known) {
    throw new SourceError(
      `${name}: truncated: got ${length} bytes, expected ${known}; load it again`
    );
  }
  return bytes.subarray(0, length);
}

function parse(bytes: Uint8Array | null, name: string): unknown {
  if (!bytes) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
    throw new SourceError(`${name}: not JSON: ${reason}; copy or download the file again`, {
      cause: error
    });
  }
}
