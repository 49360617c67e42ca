/** A model from a GGUF file: alone, or with the config and tokenizer that lie beside it. */
import {createTokenizer} from "../tokenizers/tokenizer.ts";
import {modelOfGguf} from "../weights/gguf/model-of-gguf.ts";
import type {GgufModel} from "../weights/gguf/model-of-gguf.ts";
import {readGguf} from "../weights/gguf.ts";
import type {Files} from "./files.ts";
import type {Source, SourceOptions} from "./open-source.ts";
import {chooseTemplate} from "./chat-choice.ts";
import {sentenceFilesOf} from "./sentence-files.ts";
import {chatTemplateOf, generationOf} from "./settings.ts";
import {missing, parseObject, readAll} from "./read-files.ts";
import {Tally} from "./tally.ts";
import {tokenizerOf} from "./tokenizer-files.ts";
import type {ReadTokenizer} from "./tokenizer-files.ts";

interface GgufPlan {
  readonly files: Files;
  readonly gguf: string;
  readonly alone: boolean;
  /** Which of several chat templates is meant; defaults to the model's own default. */
  readonly template?: string | null;
}

/** Returns the model of a GGUF file; a folder's own config.json and tokenizer.json are taken before the file's. */
export async function openGguf(
  name: string,
  {files, gguf, alone, template = null}: GgufPlan,
  {signal, progress}: SourceOptions
): Promise<Omit<Source, "revision">> {
  const opened = (await files.open(gguf, signal)) ?? missing(files, gguf);
  const where = `${files.location}: ${gguf}`;
  const counting = new Tally(progress).add({...opened, name: gguf});
  const bytes = await readAll(opened, where, counting.came);
  counting.done();
  const model = modelOfGguf(readGguf(bytes, where), where);
  const beside = async (file: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const found = alone ? null : await files.open(file, signal);
    return found
      ? parseObject(await readAll(found, file), `${files.location}: ${file}`)
      : undefined;
  };
  const [config, json, settings] = await Promise.all(
    ["config.json", "tokenizer.json", "tokenizer_config.json"].map(beside)
  );
  // The file's own template is one that tokenizer_config.json would have.
  const said = {...model.tokenizerConfig, ...settings};
  const chat = alone
    ? {}
    : await chatTemplateOf(files, signal, {name, settings: said, config: config ?? {}});
  const generation = alone ? {} : await generationOf(files, signal);
  const sentence = alone ? null : await sentenceFilesOf(name, files, signal);
  const tokens: ReadTokenizer =
    json === undefined
      ? tokenizerInGguf(
          model,
          template === null
            ? {...said, ...chat}
            : chooseTemplate({...said, ...chat}, template, where)
        )
      : await tokenizerOf(
          name,
          files,
          {json, config: {}, settings: {...said, ...chat}, template},
          signal
        );
  return {
    name,
    config: config
      ? {...turnEndsOf(model.config), ...config, ...asWritten(model.config)}
      : model.config,
    generation,
    sentence,
    weights: model.weights,
    ...tokens,
    bytes: bytes.length
  };
}

/** Returns the tokenizer that the file itself holds. */
function tokenizerInGguf(
  {tokenizerJson, tokenizerNotices, noTokenizer}: GgufModel,
  settings: Readonly<Record<string, unknown>>
): ReadTokenizer {
  return tokenizerJson
    ? {tokenizer: createTokenizer(tokenizerJson, settings), notices: tokenizerNotices}
    : {
        tokenizer: null,
        notices: tokenizerNotices,
        noTokenizer:
          noTokenizer ??
          "the GGUF file holds none; put the model's tokenizer.json beside the file, and open the folder"
      };
}

/** What says how this file's tensors are written: the folder's own config.json speaks of the files it came with. */
const asWritten = ({conv1d}: Readonly<Record<string, unknown>>): object =>
  conv1d === undefined ? {} : {conv1d};

/** Returns what only the file knows: where a turn ends. */
const turnEndsOf = (config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    ["eot_token_id", "eom_token_id"].flatMap((name) =>
      name in config ? [[name, config[name]]] : []
    )
  );
