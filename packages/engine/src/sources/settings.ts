/** What lies beside some models only: how a chat is written, and how a text ends. */
import {SourceError} from "../errors.ts";
import {isEmbedded} from "./embedded.ts";
import type {Files} from "./files.ts";
import {parseObject, readAll} from "./read-files.ts";

type Settings = Readonly<Record<string, unknown>>;

/** Returns a file's bytes; null where it is not listed: a web server would be asked for what most models do not have. */
async function listed(
  files: Files,
  name: string,
  signal: AbortSignal | undefined
): Promise<Uint8Array | null> {
  const [folder, file] = name.includes("/") ? (name.split("/") as [string, string]) : ["", name];
  const names = (await files.list?.(folder).catch(() => [])) ?? [];
  return names.includes(file) ? readNow(files, name, signal) : null;
}

async function readNow(
  files: Files,
  name: string,
  signal: AbortSignal | undefined
): Promise<Uint8Array | null> {
  const opened = await files.open(name, signal);
  return opened ? readAll(opened, `${files.location}: ${name}`) : null;
}

export const templateName = "chat_template.jinja";
/** An older name: a JSON object with the template in it. */
const olderName = "chat_template.json";
/** Holds a file for each template that has a name of its own. */
export const templatesFolder = "additional_chat_templates";

/** Beside a model that may have several. */
export const templateNames: readonly string[] = [templateName, olderName];

export interface AboutChats {
  /** As a source names it. */
  readonly name: string;
  /** What tokenizer_config.json says. */
  readonly settings: Settings;
  /** What config.json says. */
  readonly config: Settings;
}

/**
 * Returns the chat templates that lie in files of their own, as tokenizer_config.json would have them; {} without one.
 * As in transformers, files come before what tokenizer_config.json says; chat_template.json, which only processors
 * have, comes last. A host that cannot list its files is asked for a template where a model that writes texts has none.
 */
export async function chatTemplateOf(
  files: Files,
  signal: AbortSignal | undefined,
  {name, settings, config}: AboutChats
): Promise<Settings> {
  const says = settings["chat_template"] !== undefined && settings["chat_template"] !== null;
  const unlisted = !files.list && !says && !isEmbedded(name) && writes(config);
  const own = await (unlisted ? readNow : listed)(files, templateName, signal);
  const named: {name: string; template: string}[] = [];
  if (own) named.push({name: "default", template: textIn(own)});
  for (const file of (await files.list?.(templatesFolder).catch(() => [])) ?? []) {
    if (!file.endsWith(".jinja")) continue;
    const bytes = await readNow(files, `${templatesFolder}/${file}`, signal);
    if (bytes) named.push({name: file.slice(0, -".jinja".length), template: textIn(bytes)});
  }
  if (named.length === 1 && own) return {chat_template: named[0]!.template};
  if (named.length > 0) return {chat_template: named};
  if (says) return {};
  const where = `${files.location}: ${olderName}`;
  const older = parseObject(await listed(files, olderName, signal), where);
  if (older === undefined) return {};
  if (older["chat_template"] === undefined)
    throw new SourceError(
      `${where}: no chat_template in it, expected {"chat_template": …}; copy or download the file again`
    );
  return {chat_template: older["chat_template"]};
}

const textIn = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Whether a model's config says that it writes texts. */
const writes = ({architectures}: Settings): boolean =>
  Array.isArray(architectures) &&
  architectures.some((name) => String(name).endsWith("ForCausalLM"));

/**
 * Returns what generation_config.json says; {} without one. Where files cannot be listed, it is asked for of models that
 * chat: those have one, and it says where a turn ends. Throws SourceError where it is no JSON.
 */
export async function generationOf(
  files: Files,
  signal: AbortSignal | undefined,
  {chats = false}: {readonly chats?: boolean} = {}
): Promise<Settings> {
  const name = "generation_config.json";
  const bytes = await (chats && !files.list ? readNow : listed)(files, name, signal);
  return parseObject(bytes, `${files.location}: ${name}`) ?? {};
}
