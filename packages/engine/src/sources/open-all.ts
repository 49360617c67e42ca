/** Opens the files of a folder that are read together. */
import {explainMissing} from "./absent.ts";
import type {Files, OpenFile} from "./files.ts";

/** How many files are opened without knowing whether the host takes so many connections. */
const atOnce = 5;

/** Returns the files of these names, null where there is no tokenizer. Throws SourceError when another is missing. */
export async function openAll(
  files: Files,
  names: readonly string[],
  signal: AbortSignal | undefined,
  first: OpenFile | null
): Promise<Map<string, OpenFile | null>> {
  const open = (name: string): Promise<OpenFile | null> =>
    files.peek && names.length > atOnce ? files.peek(name, signal) : files.open(name, signal);
  const settled = await Promise.allSettled(
    names.map(async (name) => (first && name === "model.safetensors" ? first : open(name)))
  );
  const opened = new Map(
    settled.map((result, i) => [names[i]!, result.status === "fulfilled" ? result.value : null])
  );
  const failed = settled.find((result) => result.status === "rejected");
  const lacking = names.find((name) => !name.startsWith("tokenizer") && !opened.get(name));
  if (failed || lacking) {
    await closeAll(opened);
    if (failed) throw failed.reason;
    await explainMissing(files, lacking!, signal);
  }
  return opened;
}

/** Frees what was opened; files already read are closed and say so, which does not matter. */
export async function closeAll(opened: ReadonlyMap<string, OpenFile | null>): Promise<void> {
  await Promise.allSettled([...opened.values()].map(async (file) => file?.close()));
}
