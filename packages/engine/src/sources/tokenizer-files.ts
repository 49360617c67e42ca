/** What a folder has of a tokenizer: tokenizer.json, or the files that older ones are made of, and what adds to them. */
import {UnsupportedError} from "../errors.ts";
import {createTokenizer} from "../tokenizers/tokenizer.ts";
import type {Tokenizer} from "../tokenizers/tokenizer.ts";
import {withAdded} from "../tokenizers/from-files/added-tokens.ts";
import {withTokensMap} from "../tokenizers/from-files/settings.ts";
import type {Settings} from "../tokenizers/from-files/settings.ts";
import {tokenizerOfFiles} from "../tokenizers/from-files/tokenizer-of-files.ts";
import {lookedFor} from "../tokenizers/from-files/vocabulary-files.ts";
import {chooseTemplate} from "./chat-choice.ts";
import {isEmbedded} from "./embedded.ts";
import type {Files} from "./files.ts";
import {parseObject, readAll} from "./read-files.ts";
import {addedName, alternatives, besideTokenizer, mapName} from "./tokenizer-names.ts";

export interface ReadTokenizer {
  readonly tokenizer: Tokenizer | null;
  readonly noTokenizer?: string;
  readonly notices?: readonly string[];
}

const makeOne =
  "AutoTokenizer.from_pretrained(…).save_pretrained(…) of Python's transformers makes a tokenizer.json of most models' files";

export interface TokenizerSettings {
  /** What tokenizer.json says; undefined where there is none. */
  readonly json: unknown;
  /** What tokenizer_config.json says, and the chat templates of files of their own. */
  readonly settings: Settings;
  readonly config: Settings;
  /** Which of several chat templates is meant; defaults to the model's own default. */
  readonly template?: string | null;
}

/**
 * Returns the tokenizer of a folder; null, with the reason, where there is none that is read here: ids can be given all
 * the same. Throws SourceError for a malformed file.
 */
export async function tokenizerOf(
  name: string,
  files: Files,
  {json, settings, config, template = null}: TokenizerSettings,
  signal: AbortSignal | undefined
): Promise<ReadTokenizer> {
  // Newer files say there which tokens are added; older ones have a file for it.
  const saysAdded = isObject(settings["added_tokens_decoder"]);
  const found = isEmbedded(name)
    ? new Map<string, Uint8Array>()
    : await readFiles(files, {instead: json === undefined, saysAdded}, signal);
  const where = (file: string): string => `${files.location}: ${file}`;
  const object = (file: string): Settings | undefined =>
    parseObject(found.get(file) ?? null, where(file));
  const addedTokens = object(addedName);
  const mapped = withTokensMap(settings, object(mapName));
  const full = template === null ? mapped : chooseTemplate(mapped, template, files.location);
  try {
    const notices = unnamedDefault(full["chat_template"]).map(
      (said) => `${files.location}: ${said}`
    );
    if (isObject(json))
      return {
        notices,
        tokenizer: createTokenizer(withAdded(json, {settings: full, addedTokens}), full)
      };
    if (json !== undefined) return {tokenizer: createTokenizer(json, full)};
    const given = {files: found, settings: full, config, addedTokens, where: files.location};
    const built = tokenizerOfFiles(given);
    return built
      ? {notices, tokenizer: createTokenizer(built.json, built.settings)}
      : {tokenizer: null, noTokenizer: `looked for ${lookedFor}; ${makeOne}`};
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    const reason = `${error.message}; ${makeOne}`;
    return {
      tokenizer: null,
      noTokenizer: reason,
      notices: [`${files.location}: the tokenizer is not read, ids are: ${reason}`]
    };
  }
}

/** Says which of several templates is taken where none is called default. */
function unnamedDefault(templates: unknown): readonly string[] {
  const names = Array.isArray(templates)
    ? templates.map((one: unknown) => (isObject(one) ? String(one["name"]) : ""))
    : [];
  return names.length > 1 && !names.includes("default")
    ? [
        `${names.length} chat templates (${names.join(", ")}), and none called default; ${names[0]!} is taken; another is named behind the model: #chat-template=${names[1]!}`
      ]
    : [];
}

const isObject = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns the files that are there. A host that cannot list them is asked only for what nothing else says. */
async function readFiles(
  files: Files,
  {instead, saysAdded}: {readonly instead: boolean; readonly saysAdded: boolean},
  signal: AbortSignal | undefined
): Promise<ReadonlyMap<string, Uint8Array>> {
  const listed =
    (await files.list?.().catch(() => [])) ??
    (instead ? await files.ask?.(signal) : saysAdded ? [] : null) ??
    null;
  const found = new Map<string, Uint8Array>();
  const read = async (one: string): Promise<boolean> => {
    if (listed !== null && !listed.includes(one)) return false;
    const opened = await files.open(one, signal);
    if (opened) found.set(one, await readAll(opened, `${files.location}: ${one}`));
    return opened !== null;
  };
  if (instead) {
    // The first that is there will do for a host that is asked for each; what is listed is all there.
    for (const names of alternatives) {
      let all = true;
      for (const one of names) all &&= await read(one);
      if (all && listed === null) break;
    }
    if (found.size === 0) return found;
  }
  for (const one of besideTokenizer) await read(one);
  return found;
}
