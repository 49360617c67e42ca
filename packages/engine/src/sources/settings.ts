import type {Files} from "./files.ts";
import {readAll} from "./read-files.ts";

const name = "chat_template.jinja";

/** Returns the chat template that lies in a file of its own, as tokenizer_config.json would have it; {} without one. */
export async function chatTemplateOf(
  files: Files,
  signal: AbortSignal | undefined
): Promise<{readonly chat_template?: string}> {
  // Only where the files are listed: a web server would be asked for what most models do not have.
  const listed = (await files.list?.().catch(() => [])) ?? [];
  if (!listed.includes(name)) return {};
  const opened = await files.open(name, signal);
  return opened ? {chat_template: new TextDecoder().decode(await readAll(opened, name))} : {};
}
