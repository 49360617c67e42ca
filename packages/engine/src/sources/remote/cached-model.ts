/** Models in a store: brought there once, found there again. */
import {SourceError} from "../../errors.ts";
import type {Files} from "../files.ts";
import {Tally} from "../tally.ts";
import {download, isStrong} from "./download.ts";
import type {DownloadOptions, RemoteFile, Version} from "./download.ts";
import {readRecord, writeRecord} from "./model-record.ts";
import type {ModelRecord} from "./model-record.ts";
import {checkFileName, parseLocal} from "./names.ts";
import {speedometer} from "./speed.ts";
import type {Speed} from "./speed.ts";
import type {Store} from "./store.ts";

export interface CachedModel {
  readonly record: ModelRecord;
  readonly files: Files;
  /** Its folder in the store. */
  readonly folder: string;
}

/** Returns a model of the store; null where it is not, or not as a whole. */
export async function cachedModel(store: Store, folder: string): Promise<CachedModel | null> {
  const record = await readRecord(store, folder);
  if (!record) return null;
  const there = new Set(await store.list(folder));
  if (!record.files.every(({name}) => there.has(name.split("/")[0]!))) return null;
  return {record, folder, files: store.files(folder)};
}

export type FetchProgress = (
  loaded: number,
  total: number | null,
  detail?: Speed & {readonly file: string}
) => void;

export interface BringOptions extends Omit<DownloadOptions, "progress"> {
  /** Called with the files so far as each file is there; what it throws ends the call. */
  readonly came?: ((name: string, files: Files) => Promise<void>) | undefined;
  readonly progress?: FetchProgress | undefined;
}

/** Brings the files into a folder of the store; what is there already stays. Another who does the same is waited for. */
export async function bringModel(
  store: Store,
  folder: string,
  {files, ...about}: Omit<ModelRecord, "files" | "time"> & {readonly files: readonly RemoteFile[]},
  {progress, came, ...options}: BringOptions
): Promise<CachedModel> {
  for (const {name} of files) checkFileName(name, about.src);
  await checkRoom(store, folder, files, about.src);
  const speed = speedometer();
  let coming = "";
  const tally = new Tally((loaded, total) =>
    progress?.(loaded, total, {...speed(loaded, total), file: coming})
  );
  const counted = files.map((file) => tally.add(file));
  const brought: {name: string; bytes: number}[] = [];
  for (const [i, file] of files.entries()) {
    const path = `${folder}/${file.name}`;
    coming = file.name;
    const counting = counted[i]!;
    const bytes = await store.alone(
      path,
      () => bringFile(store, path, file, {...options, progress: counting.at}),
      options.signal
    );
    counting.done();
    await came?.(file.name, store.files(folder));
    brought.push({name: file.name, bytes});
  }
  const record = {...about, files: brought, time: new Date().toISOString()};
  await writeRecord(store, folder, record);
  return {record, folder, files: store.files(folder)};
}

/** Left free on a disk that holds more than models. */
const spare = 100_000_000;

/** Throws SourceError where the store has no room for the files that are not there yet. */
async function checkRoom(
  store: Store,
  folder: string,
  files: readonly RemoteFile[],
  src: string
): Promise<void> {
  const room = await store.room();
  if (room === null) return;
  const there = new Set(await store.list(folder));
  const needed = files
    .filter(({name}) => !there.has(name))
    .reduce((sum, {size}) => sum + (size ?? 0), 0);
  if (needed > 0 && needed > room - spare)
    throw new SourceError(
      `${src}: needs ${megabytes(needed)}, and ${megabytes(room)} are free ${store.path("") === null ? "in this browser" : "on this computer's disk"}; free some, then open it again`
    );
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

async function bringFile(
  store: Store,
  path: string,
  file: RemoteFile,
  options: DownloadOptions
): Promise<number> {
  const [folder, name] = [
    path.slice(0, path.lastIndexOf("/")),
    path.slice(path.lastIndexOf("/") + 1)
  ];
  const there = await store.files(folder).open(name, options.signal);
  await there?.close();
  const size = there?.size ?? null;
  const isSame = file.size === null ? isStrong(file.etag) : size === file.size;
  if (size !== null && isSame) {
    options.progress?.(size);
    return size;
  }
  const part = await store.part(path);
  const beside = `${path}.part.json`;
  try {
    const version: Version = {etag: etagIn(await store.readText(beside))};
    try {
      await download(part, version, file, options);
    } finally {
      await store.writeText(beside, JSON.stringify(version));
    }
    const {length} = part;
    await part.commit();
    await store.remove(beside);
    return length;
  } finally {
    await part.close();
  }
}

/** Returns the version that was said of a part; null where none is, or the text is damaged. */
function etagIn(text: string | null): string | null {
  try {
    const {etag} = (JSON.parse(text ?? "null") ?? {}) as {readonly etag?: unknown};
    return typeof etag === "string" ? etag : null;
  } catch {
    return null;
  }
}

/** Returns every model of the store, used last first. */
export async function listModelsIn(store: Store): Promise<readonly CachedModel[]> {
  const found: CachedModel[] = [];
  for (const kind of ["hub", "web", "local"]) {
    for (const name of await store.list(kind)) {
      const inner = kind === "hub" ? await store.list(`hub/${name}`) : [""];
      for (const commit of inner) {
        const folder = [kind, name, commit].filter(Boolean).join("/");
        const model = await cachedModel(store, folder);
        if (model) found.push(model);
      }
    }
  }
  return found.sort((a, b) => b.record.time.localeCompare(a.record.time));
}

/** Removes a model by what names it, every version of it. Throws SourceError with the names there are. */
export async function removeModel(store: Store, src: string): Promise<void> {
  const all = await listModelsIn(store);
  const found = all.filter(({record}) => record.src === src || record.name === src);
  if (found.length === 0) {
    const names = all.map(({record}) => record.src);
    throw new SourceError(
      `${src}: is not among the models that are kept; ${names.length > 0 ? `there are ${names.join(", ")}` : "there are none"}`
    );
  }
  for (const {folder} of found) await store.remove(folder);
}

/** Keeps files of this computer; returns what names them from now on. */
export async function keepFiles(
  store: Store,
  name: string,
  files: readonly {
    readonly name: string;
    readonly size: number;
    read(): AsyncIterable<Uint8Array>;
  }[],
  {
    signal,
    progress
  }: {readonly signal?: AbortSignal | undefined; readonly progress?: FetchProgress | undefined} = {}
): Promise<string> {
  parseLocal(`local:${name}`);
  for (const file of files) checkFileName(file.name, `local:${name}`);
  const folder = `local/${name}`;
  const total = files.reduce((sum, {size}) => sum + size, 0);
  const speed = speedometer();
  let done = 0;
  for (const file of files) {
    const part = await store.part(`${folder}/${file.name}`);
    try {
      await part.empty();
      for await (const bytes of file.read()) {
        signal?.throwIfAborted();
        await part.append(bytes);
        done += bytes.length;
        progress?.(done, total, {...speed(done, total), file: file.name});
      }
      await part.commit();
    } finally {
      await part.close();
    }
  }
  const gguf = files.length === 1 && /\.gguf$/i.test(files[0]!.name) ? files[0]!.name : null;
  await writeRecord(store, folder, {
    src: `local:${name}`,
    name,
    revision: null,
    file: gguf,
    files: files.map(({name: file, size}) => ({name: file, bytes: size})),
    time: new Date().toISOString()
  });
  return `local:${name}`;
}
