/** What lies beside some models only. */
import type {Files} from "./files.ts";
import {parseObject, readAll} from "./read-files.ts";

/** Returns a file's bytes; null where it is not listed: a web server would be asked for what most models do not have. */
async function listed(
  files: Files,
  name: string,
  signal: AbortSignal | undefined
): Promise<Uint8Array | null> {
  const names = (await files.list?.().catch(() => [])) ?? [];
  if (!names.includes(name)) return null;
  const opened = await files.open(name, signal);
  return opened ? readAll(opened, name) : null;
}

/** Returns the chat template that lies in a file of its own, as tokenizer_config.json would have it; {} without one. */
export async function chatTemplateOf(
  files: Files,
  signal: AbortSignal | undefined
): Promise<{readonly chat_template?: string}> {
  const bytes = await listed(files, "chat_template.jinja", signal);
  return bytes ? {chat_template: new TextDecoder().decode(bytes)} : {};
}

/**
 * Returns what generation_config.json says; {} without one. Where files cannot be listed, it is asked for of models that
 * chat: those have one, and it says where a turn ends. Throws SourceError where it is no JSON.
 */
export async function generationOf(
  files: Files,
  signal: AbortSignal | undefined,
  {chats = false}: {readonly chats?: boolean} = {}
): Promise<Readonly<Record<string, unknown>>> {
  const name = "generation_config.json";
  const opened = chats && !files.list ? await files.open(name, signal) : null;
  const bytes = opened ? await readAll(opened, name) : await listed(files, name, signal);
  return parseObject(bytes, `${files.location}: ${name}`) ?? {};
}
