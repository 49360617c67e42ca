/** Sources that lie elsewhere: the hub, addresses of other hosts; and what was kept of this computer's files. */
import {SourceError} from "../../errors.ts";
import {inNode} from "../node.ts";
import {isGguf, severalGguf, usualGguf} from "../plan-files.ts";
import {orNamed} from "../read-files.ts";
import {listWebFolder} from "../web-listing.ts";
import {textOf} from "./bounded.ts";
import {bringModel, cachedModel} from "./cached-model.ts";
import type {CachedModel, FetchProgress} from "./cached-model.ts";
import {isStrong, refusalOf} from "./download.ts";
import type {RemoteFile} from "./download.ts";
import {guardedFetch} from "./guarded-fetch.ts";
import {askHub, hubFetch, hubOf, isCommit, neededFiles, parseHub, tokenOf} from "./hub.ts";
import type {HubOptions} from "./hub.ts";
import {readRecord, writeRecord} from "./model-record.ts";
import type {ModelRecord} from "./model-record.ts";
import {modulesOf} from "./module-files.ts";
import {checkFileName, isFileName, parseAddress, parseLocal} from "./names.ts";
import {isPrivateHost} from "./private-address.ts";
import type {Store} from "./store.ts";

export interface RemoteOptions extends HubOptions {
  /** Where models are kept; defaults to this computer's cache, or the browser's storage. */
  readonly store?: Store | undefined;
  readonly progress?: FetchProgress | undefined;
  /** Called with what a reader should know: that the hub is not reached and a kept version is used, say. */
  readonly notice?: ((message: string) => void) | undefined;
  /** Most bytes that are downloaded, of all files; then a host has to say how many there are. */
  readonly most?: number | undefined;
  /** How often, and after how many ms first, a broken download is tried again. */
  readonly attempts?: number | undefined;
  readonly delay?: number | undefined;
}

/** What a source is, before anything of it is downloaded. */
export interface RemoteModel {
  readonly src: string;
  readonly name: string;
  readonly revision: string | null;
  readonly file: string | null;
  readonly files: readonly RemoteFile[];
  readonly folder: string;
  readonly host: string;
  /** The model in the store, where it is there as a whole. */
  readonly cached: CachedModel | null;
}

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
        const root = await navigator.storage.getDirectory();
        return directoryStore(await root.getDirectoryHandle("ecco", {create: true}));
      } catch {
        return memoryStore();
      }
    }
  ));
}

/** What a remote source names, and who would be asked for it. */
export interface RemoteName {
  /** As the store knows it. */
  readonly src: string;
  /** Null where nobody is asked: the model is kept here. */
  readonly host: string | null;
  /** The whole address that is asked, as it is asked; of the hub, its page of the model. */
  readonly address: string | null;
  /** Whether the host is named as this computer, or as one of its network. */
  readonly isPrivate: boolean;
  /** Whether the host is told who asks. */
  readonly token: boolean;
}

/** Returns who a source would be asked of, and asks nobody. Throws SourceError where it names nothing. */
export function nameRemote(source: string, options: HubOptions = {}): RemoteName {
  if (source.startsWith("local:")) {
    parseLocal(source);
    return {src: source, host: null, address: null, isPrivate: false, token: false};
  }
  if (!source.startsWith("hf:")) {
    const url = parseAddress(source);
    const {host, href} = url;
    return {src: href, host, address: href, isPrivate: isPrivateHost(url), token: false};
  }
  const {owner, name, revision, path} = parseHub(source);
  const hub = hubOf(options);
  const version = revision === "main" && path === null ? "" : `/tree/${revision}/${path ?? ""}`;
  return {
    src: source,
    host: new URL(hub).host,
    address: `${hub}/${owner}/${name}${version}`,
    isPrivate: false,
    token: tokenOf(options) !== undefined
  };
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
      : describeAddress(store, parseAddress(source), asking));
  } catch (error) {
    if (error !== late.reason || !late.aborted) throw error;
    throw new SourceError(
      `${source}: the host has not said within ${patience / 1000} s what it has; try again later`,
      {cause: error}
    );
  }
}

/** Returns the model of a source, brought into the store where it is not there yet. */
export async function fetchRemote(
  source: string,
  options: RemoteOptions = {}
): Promise<CachedModel> {
  const store = options.store ?? (await usualStore());
  const found = await describeRemote(source, {...options, store});
  if (found.cached) {
    const {cached} = found;
    return {...cached, record: await used(store, cached, options.signal)};
  }
  const {src, name, revision, file, files, folder} = found;
  const token = source.startsWith("hf:") ? tokenOf(options) : undefined;
  const {signal, progress, attempts, delay, most} = options;
  const total = files.reduce((sum, {size}) => sum + (size ?? Infinity), 0);
  if (most !== undefined && total > most)
    throw new SourceError(
      `${source}: is larger now than the ${most} bytes that were agreed to; open it again to be asked again`
    );
  const get = source.startsWith("hf:") ? hubFetch(options) : addressFetch(source, options);
  return bringModel(
    store,
    folder,
    {src, name, revision, file, files},
    {
      fetch: get,
      signal,
      progress,
      ...(attempts === undefined ? {} : {attempts}),
      ...(delay === undefined ? {} : {delay}),
      // The hub's alone: it is dropped where the hub sends on to another host.
      headers: token === undefined ? {} : {authorization: `Bearer ${token}`}
    }
  );
}

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

async function describeHub(
  store: Store,
  source: string,
  options: RemoteOptions
): Promise<RemoteModel> {
  const parsed = parseHub(source);
  const {owner, name, revision, path} = parsed;
  const base = `hub/${owner}--${name}`;
  const host = new URL(hubOf(options)).host;
  const common = {src: source, name: path?.replace(/^.*\/|\.gguf$/gi, "") ?? name, host};
  const reference = `${base}/refs.json`;
  const known = readReferences(await store.readText(reference));
  const at = (commit: string): string =>
    `${base}/${commit}${path === null ? "" : `--${path.replaceAll("/", "--")}`}`;
  // A whole commit never changes: nobody has to be asked.
  const fixed = isCommit(revision) ? await cachedModel(store, at(revision)) : null;
  if (fixed)
    return {
      ...common,
      ...fixed.record,
      src: source,
      files: [],
      folder: at(revision),
      cached: fixed
    };
  try {
    const {commit, files: all} = await askHub(parsed, options);
    await store.writeText(
      reference,
      JSON.stringify(Object.fromEntries([...known, [revision, commit]]))
    );
    const {files, file} = neededFiles(all, path, source);
    const folder = at(commit);
    const cached = await cachedModel(store, folder);
    return {...common, revision: commit, file, files, folder, cached};
  } catch (error) {
    const commit = known.get(revision);
    const cached = commit === undefined ? null : await cachedModel(store, at(commit));
    if (!cached || !/not reached/.test(String((error as Error).message))) throw error;
    options.notice?.(`the hub is not reached: ${source} is the version that was kept`);
    return {...common, ...cached.record, src: source, files: [], folder: at(commit!), cached};
  }
}

/** Which commit each revision was, when the hub was asked last. */
function readReferences(text: string | null): ReadonlyMap<string, string> {
  let said: unknown = null;
  try {
    said = JSON.parse(text ?? "null");
  } catch {
    // Damaged: the hub is asked again.
  }
  const all = typeof said === "object" && said !== null ? Object.entries(said) : [];
  return new Map(
    all.filter((each): each is [string, string] => typeof each[1] === "string" && isCommit(each[1]))
  );
}

const addressFetch = (source: string, {request, fetch: given}: RemoteOptions): typeof fetch =>
  guardedFetch(parseAddress(source), {request}, given);

const beside = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja"
];

async function describeAddress(store: Store, url: URL, given: RemoteOptions): Promise<RemoteModel> {
  const options = {...given, fetch: addressFetch(url.href, given)};
  const single = /[^/]+\.gguf$/i.exec(decodeURIComponent(url.pathname))?.[0] ?? null;
  if (single !== null) checkFileName(single, url.href);
  const folderUrl = single === null && !url.href.endsWith("/") ? new URL(`${url.href}/`) : url;
  const probe = (name: string): Promise<RemoteFile | null> =>
    ask(new URL(encodeURIComponent(name), folderUrl), name, options);
  const files: RemoteFile[] = [];
  if (single !== null) {
    const found = await ask(url, single, options);
    if (!found) throw refusalOf(url.href, 404);
    files.push(found);
  } else {
    const around = await Promise.all(beside.map(probe));
    files.push(...around.filter((file) => file !== null));
    const weights = await probe("model.safetensors");
    const index = weights ? null : await probe("model.safetensors.index.json");
    if (weights) files.push(weights);
    else if (index) files.push(index, ...(await shardsOf(index, probe, options)));
    files.push(...(await modulesOf(probe, options)));
    const gguf = weights || index ? null : await ggufOf(folderUrl, probe, options);
    if (gguf) files.push(gguf);
    const configured = files.some(({name}) => name === "config.json");
    if (!gguf && (!configured || (!weights && !index)))
      throw new SourceError(
        `${folderUrl.href}: no ${configured ? "model.safetensors" : "config.json"}; expected a folder with config.json + *.safetensors + tokenizer.json${orNamed}`
      );
  }
  const tags = files.map(({name, etag, size}) => `${name} ${etag ?? ""} ${size ?? ""}`).join("\n");
  const folder = `web/${await shortHash(`${folderUrl.href}\n${tags}`)}`;
  const name =
    (single?.replace(/\.gguf$/i, "") ?? folderUrl.pathname.split("/").filter(Boolean).at(-1)) ||
    url.host;
  const known = await cachedModel(store, folder);
  // Without a name for the version nobody can say whether what is kept is still the same.
  const cached = files.every(({etag, size}) => isStrong(etag) && size !== null) ? known : null;
  if (known && !cached) await store.remove(folder);
  return {
    src: url.href,
    name: decodeURIComponent(name),
    revision: null,
    file: single,
    files,
    folder,
    host: url.host,
    cached
  };
}

/** Returns the one GGUF file the host lists, or the one of the usual name; null for none. */
async function ggufOf(
  folder: URL,
  probe: (name: string) => Promise<RemoteFile | null>,
  {fetch: get, signal}: RemoteOptions
): Promise<RemoteFile | null> {
  const listed = (await listWebFolder(folder, signal, get))?.filter(
    (name) => isGguf(name) && isFileName(name)
  );
  if (listed && listed.length > 1) throw new SourceError(`${folder.href}: ${severalGguf(listed)}`);
  return probe(listed?.[0] ?? usualGguf);
}

async function shardsOf(
  index: RemoteFile,
  probe: (name: string) => Promise<RemoteFile | null>,
  {fetch: get = fetch, signal}: RemoteOptions
): Promise<readonly RemoteFile[]> {
  const response = await get(index.url, signal ? {signal} : {});
  const text = await textOf(response, 32_000_000, index.url);
  const map = weightMapOf(text);
  const names = typeof map === "object" && map !== null ? [...new Set(Object.values(map))] : [];
  const plain = names.filter(
    (name): name is string => typeof name === "string" && /^[\w.-]+\.safetensors$/.test(name)
  );
  if (
    plain.length === 0 ||
    plain.some((name) => !isFileName(name)) ||
    plain.length !== names.length ||
    plain.length > 1000
  )
    throw new SourceError(
      `${index.url}: its weight_map names ${names.length} files, expected some, each a plain name beside it`
    );
  return Promise.all(
    plain.map(async (name) => {
      const found = await probe(name);
      if (!found) throw refusalOf(new URL(name, index.url).href, 404);
      return found;
    })
  );
}

/** What is no index maps nothing. */
function weightMapOf(text: string): unknown {
  try {
    return (JSON.parse(text) as {readonly weight_map?: unknown} | null)?.weight_map;
  } catch {
    return undefined;
  }
}

/** Returns a file's length and version without its bytes; null where there is none. */
async function ask(
  url: URL,
  name: string,
  {fetch: get = fetch, signal}: RemoteOptions
): Promise<RemoteFile | null> {
  const init = {...(signal ? {signal} : {}), headers: {"accept-encoding": "identity"}};
  let response: Response;
  try {
    response = await get(url, {...init, method: "HEAD"}).catch((error: unknown) => {
      if (error instanceof SourceError) throw error;
      return new Response(null, {status: 405});
    });
    // Some hosts know only one way to ask.
    if (response.status === 405 || response.status === 501) {
      signal?.throwIfAborted();
      response = await get(url, init);
      await response.body?.cancel();
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SourceError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(`${url.href}: not reached (${reason}); check the address`, {
      cause: error
    });
  }
  const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (response.status === 404 || response.status === 410 || isPage) return null;
  if (!response.ok && response.status !== 429 && response.status < 500)
    throw refusalOf(url.href, response.status);
  const length = response.ok ? response.headers.get("content-length") : null;
  return {
    name,
    url: url.href,
    size: length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null,
    etag: response.ok ? response.headers.get("etag") : null,
    sha256: null
  };
}

async function shortHash(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes).subarray(0, 12), (byte) =>
    byte.toString(16).padStart(2, "0")
  ).join("");
}
