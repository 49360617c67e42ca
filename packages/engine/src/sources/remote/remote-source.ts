/** Sources that lie elsewhere: the hub, addresses of other hosts; and what was kept of this computer's files. */
import {SourceError} from "../../errors.ts";
import {inNode} from "../node.ts";
import {bringModel, cachedModel, listModelsIn} from "./cached-model.ts";
import type {CachedModel} from "./cached-model.ts";
import {addressFetch, describeAddress} from "./describe-address.ts";
import {describeHub} from "./describe-hub.ts";
import {hubFetch, tokenOf} from "./hub.ts";
import {readRecord, writeRecord} from "./model-record.ts";
import type {ModelRecord} from "./model-record.ts";
import {parseAddress, parseLocal} from "./names.ts";
import type {Files} from "../files.ts";
import {wantedIn} from "../exports/export-names.ts";
import {checkKind} from "../model-kinds.ts";
import {parseObject, readAll} from "../read-files.ts";
import type {RemoteModel, RemoteOptions} from "./remote-model.ts";
import type {Store} from "./store.ts";

/** Whether a source lies elsewhere, or was kept: hf:, local:, or an address of another host than the page's. */
export function isRemote(source: string): boolean {
  if (/^(hf|local):/.test(source)) return true;
  if (!/^https?:/.test(source)) return false;
  return inNode() || new URL(source).origin !== globalThis.location.origin;
}

let usual: Promise<Store> | undefined;

/** Returns the store of this computer or this browser. */
export function usualStore(): Promise<Store> {
  if (inNode())
    // Where it lies is asked each time: the environment says it.
    return import("./node-store.ts").then(({cacheFolder, nodeStore}) => nodeStore(cacheFolder()));
  return (usual ??= Promise.all([import("./browser-store.ts"), import("./memory-store.ts")]).then(
    async ([{directoryStore}, {memoryStore}]) => {
      try {
        // Some browsers read from it and do not write.
        if (!("createWritable" in FileSystemFileHandle.prototype)) return memoryStore();
        const root = await navigator.storage.getDirectory();
        return directoryStore(await root.getDirectoryHandle("ecco", {create: true}));
      } catch {
        return memoryStore();
      }
    }
  ));
}

/** After so many ms a host has not said what it has. */
const patience = 60_000;

/** Returns what a source is; asks its host, but downloads nothing. Throws SourceError. */
export async function describeRemote(
  source: string,
  options: RemoteOptions = {}
): Promise<RemoteModel> {
  const store = options.store ?? (await usualStore());
  if (source.startsWith("local:")) return describeLocal(store, source);
  const late = AbortSignal.timeout(patience);
  const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
  const asking = {...options, signal};
  try {
    return await (source.startsWith("hf:")
      ? describeHub(store, source, asking)
      : describeAddress(store, parseAddress(source), asking, wantedIn(source)));
  } catch (error) {
    if (error !== late.reason || !late.aborted) throw error;
    throw new SourceError(
      `${source}: the host has not said within ${patience / 1000} s what it has; try again later`,
      {cause: error}
    );
  }
}

/** Returns the model of a source, brought into the store where it is not there yet. */
export const fetchRemote = (source: string, options: RemoteOptions = {}): Promise<CachedModel> =>
  withRemote(source, options, (model) => Promise.resolve(model));

/**
 * Returns what *read* makes of the model of a source, brought into the store where it is not there yet. Another frame
 * or process that brings the same source waits until it is read, for it may put another version in its place.
 */
export async function withRemote<T>(
  source: string,
  options: RemoteOptions,
  read: (model: CachedModel) => Promise<T>
): Promise<T> {
  const store = options.store ?? (await usualStore());
  const asked = Date.now();
  const found = await describeRemote(source, {...options, store});
  const {cached, folder} = found;
  const {signal} = options;
  if (cached) return read({...cached, record: await used(store, cached, signal)});
  const replace = async (): Promise<CachedModel> => {
    const there = await cachedModel(store, folder);
    // What another has brought while this one asked is as new.
    if (there && Date.parse(there.record.time) >= asked) return there;
    if (there) await store.remove(folder);
    return bring(store, found, options);
  };
  return store.alone(`${placeOf(folder)}.model`, async () => read(await replace()), signal);
}

/** Returns what the folders of all versions of a source have in common. */
function placeOf(folder: string): string {
  const [kind, name = ""] = folder.split("/");
  return `${kind}/${kind === "web" ? name.split("--")[0] : name}`;
}

/** Brings a model into its folder of the store. */
async function bring(
  store: Store,
  {src, name, revision, file, files, folder}: RemoteModel,
  options: RemoteOptions
): Promise<CachedModel> {
  const token = src.startsWith("hf:") ? tokenOf(options) : undefined;
  const {signal, progress, attempts, delay, most, check} = options;
  const total = files.reduce((sum, {size}) => sum + (size ?? Infinity), 0);
  if (most !== undefined && total > most)
    throw new SourceError(
      `${src}: is larger now than the ${most} bytes that were agreed to; open it again to be asked again`
    );
  const get = src.startsWith("hf:") ? hubFetch(options) : addressFetch(src, options);
  await forgetOthers(store, src, folder);
  return bringModel(
    store,
    folder,
    {src, name, revision, file, files},
    {
      fetch: get,
      signal,
      progress,
      ...(check ? {came: checking(check)} : {}),
      ...(attempts === undefined ? {} : {attempts}),
      ...(delay === undefined ? {} : {delay}),
      // The hub's alone: it is dropped where the hub sends on to another host.
      headers: token === undefined ? {} : {authorization: `Bearer ${token}`}
    }
  );
}

/** Returns what reads config.json when it has come, before anything larger does. */
const checking =
  (check: NonNullable<RemoteOptions["check"]>) =>
  async (name: string, files: Files): Promise<void> => {
    const opened = name === "config.json" ? await files.open(name, undefined) : null;
    const where = `${files.location}: ${name}`;
    const config = opened && parseObject(await readAll(opened, where), where);
    if (config) checkKind(config, check);
  };

/** Lists begin with what was used last; where nothing can be written, they stay as they are. */
async function used(
  store: Store,
  {folder, record}: CachedModel,
  signal: AbortSignal | undefined
): Promise<ModelRecord> {
  const time = new Date().toISOString();
  const write = async (): Promise<void> => {
    // Somebody may have put another model there, or none.
    const now = await readRecord(store, folder);
    if (now) await writeRecord(store, folder, {...now, time});
  };
  await store.alone(folder, write, signal).catch(() => signal?.throwIfAborted());
  return {...record, time};
}

/** A source has one version here: a host that has a new one each time fills no disk. */
async function forgetOthers(store: Store, src: string, folder: string): Promise<void> {
  for (const other of await listModelsIn(store))
    if (other.record.src === src && other.folder !== folder) await store.remove(other.folder);
  if (!folder.startsWith("web/")) return;
  // What broke off of other versions is known by the address alone.
  for (const other of await store.list("web")) {
    const path = `web/${other}`;
    if (path.startsWith(`${placeOf(folder)}--`) && path !== folder) await store.remove(path);
  }
}

async function describeLocal(store: Store, source: string): Promise<RemoteModel> {
  const folder = `local/${parseLocal(source)}`;
  const cached = await cachedModel(store, folder);
  if (!cached)
    throw new SourceError(
      `${source}: is not kept here; choose its files again, or take a model of the list`
    );
  const {name, revision, file} = cached.record;
  return {src: source, name, revision, file, files: [], folder, host: store.place, cached};
}
