/** A model from a folder: config.json, safetensors in one file or in shards, and a tokenizer where there is one. */
import {SourceError} from "../errors.ts";
import {readSafetensors} from "../weights/safetensors.ts";
import type {WeightTensor, Weights} from "../weights/weights.ts";
import type {Files} from "./files.ts";
import type {WeightFiles} from "./find-weights.ts";
import type {Source, SourceOptions} from "./open-source.ts";
import {closeAll, openAll} from "./open-all.ts";
import {checkKind} from "./model-kinds.ts";
import {missing, parse, parseObject, readAll} from "./read-files.ts";
import {chatTemplateOf, generationOf} from "./settings.ts";
import {sentenceFilesOf} from "./sentence-files.ts";
import {checkShard} from "./shard-index.ts";
import {Tally} from "./tally.ts";
import {tokenizerOf} from "./tokenizer-files.ts";

/** What lies beside the weights, and is read with them. */
export const besideWeights = ["config.json", "tokenizer.json", "tokenizer_config.json"] as const;

interface FolderPlan {
  readonly files: Files;
  readonly weights: WeightFiles;
  /** Which of several chat templates is meant; defaults to the model's own default. */
  readonly template?: string | null;
}

/** Returns the model of a folder whose weight files are known. Throws SourceError for what is missing or malformed. */
export async function openFolder(
  name: string,
  {files, weights: found, template = null}: FolderPlan,
  {signal, progress, check}: SourceOptions
): Promise<Omit<Source, "revision">> {
  const names = [...besideWeights, ...found.names];
  const opened = await openAll(files, names, signal, found.first);
  const tally = new Tally(progress);
  const counted = new Map(
    [...opened].flatMap(([file, handle]) =>
      handle ? [[file, tally.add({...handle, name: file})] as const] : []
    )
  );
  const read = async (file: string): Promise<Uint8Array | null> => {
    const handle = opened.get(file);
    const counting = counted.get(file);
    if (!handle || !counting) return null;
    const bytes = await readAll(handle, `${files.location}: ${file}`, counting.came);
    counting.done();
    return bytes;
  };
  try {
    const config = parseObject(await read("config.json"), `${files.location}: config.json`) ?? {};
    checkKind(config, check);
    const json = parse(await read("tokenizer.json"), `${files.location}: tokenizer.json`);
    const settings = parseObject(
      await read("tokenizer_config.json"),
      `${files.location}: tokenizer_config.json`
    );
    const weights = await readWeights(files, found, read);
    const about = {name, settings: settings ?? {}, config};
    const chat = await chatTemplateOf(files, signal, about);
    const chats = "chat_template" in {...settings, ...chat};
    const generation = await generationOf(files, signal, {chats});
    const sentence = await sentenceFilesOf(name, files, signal);
    const given = {json, config, settings: {...settings, ...chat}, template};
    const tokens = await tokenizerOf(name, files, given, signal);
    return {name, config, generation, weights, ...tokens, sentence, bytes: tally.loaded};
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function readWeights(
  files: Files,
  {names, index}: WeightFiles,
  read: (file: string) => Promise<Uint8Array | null>
): Promise<Weights> {
  const weights = new Map<string, WeightTensor>();
  for (const file of names) {
    const where = `${files.location}: ${file}`;
    const bytes = (await read(file)) ?? missing(files, file);
    const tensors = readSafetensors(bytes, where);
    if (index) checkShard(index, {file, bytes, where});
    for (const [key, tensor] of tensors) {
      if (weights.has(key))
        throw new SourceError(`${files.location}: tensor ${key} is in two files; expected it once`);
      weights.set(key, tensor);
    }
  }
  return weights;
}
