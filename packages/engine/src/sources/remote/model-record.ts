/** What a store knows of a model: outside input too, since whatever wrote the folder may have written it. */
import {isFileName, isModelName, recordName} from "./names.ts";
import type {Store} from "./store.ts";

/** What is known of a model that is in a store, or will be. */
export interface ModelRecord {
  /** What names it: hf:owner/name, an address, local:name. */
  readonly src: string;
  readonly name: string;
  readonly revision: string | null;
  /** The one file that is the model, where it is one. */
  readonly file: string | null;
  readonly files: readonly {readonly name: string; readonly bytes: number}[];
  /** When it was asked for last, ISO 8601. */
  readonly time: string;
  /** "notebook" where a notebook had it kept. */
  readonly keptFor?: string;
}

const longest = 1_000_000;
const mostFiles = 2000;

const isText = (value: unknown, most: number): value is string =>
  typeof value === "string" && value.length <= most;

function isFile(value: unknown): value is {readonly name: string; readonly bytes: number} {
  const {name, bytes} = (value ?? {}) as {readonly name?: unknown; readonly bytes?: unknown};
  return (
    isText(name, 1000) && isFileName(name) && Number.isSafeInteger(bytes) && Number(bytes) >= 0
  );
}

/** What names the models of a folder of the store: a record that says it is another is not believed. */
function belongs(folder: string, src: string): boolean {
  const [kind = "", name = ""] = folder.split("/");
  if (kind === "local") return src === `local:${name}` && isModelName(name);
  if (kind === "hub") {
    const [, owner, model] = /^hf:([\w.-]+)\/([\w.-]+)(?:[@/][^?#%]*)?$/.exec(src) ?? [];
    return `${owner}--${model}` === name;
  }
  return kind === "web" && /^https?:\/\//.test(src);
}

/** Returns the record a text is, of a model in this folder of a store; null for anything else. */
export function parseRecord(text: string, folder: string): ModelRecord | null {
  if (text.length > longest) return null;
  let said: Readonly<Record<string, unknown>>;
  try {
    said = JSON.parse(text) ?? {};
  } catch {
    return null;
  }
  const {src, name, revision, file, files, time, keptFor} = said;
  if (!isText(src, 4000) || !belongs(folder, src) || !isText(name, 1000)) return null;
  if (!(revision === null || isText(revision, 200)) || !isText(time, 40)) return null;
  if (!Array.isArray(files) || files.length > mostFiles || !files.every(isFile)) return null;
  if (file !== null && !files.some((each) => each.name === file)) return null;
  return {
    src,
    name,
    revision,
    file: file as string | null,
    files: files.map((each) => ({name: each.name, bytes: each.bytes})),
    time,
    ...(keptFor === "notebook" ? {keptFor} : {})
  };
}

/** Returns the record of a folder; null where there is none that can be believed. */
export async function readRecord(store: Store, folder: string): Promise<ModelRecord | null> {
  const text = await store.readText(`${folder}/${recordName}`);
  return text === null ? null : parseRecord(text, folder);
}

export const writeRecord = (store: Store, folder: string, record: ModelRecord): Promise<void> =>
  store.writeText(`${folder}/${recordName}`, JSON.stringify(record, null, 1));
