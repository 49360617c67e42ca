/** Models on the Hugging Face hub: which files, which commit, how long, which hashes. */
import {listFiles, modelInfo} from "@huggingface/hub";
import {shown, SourceError} from "../../errors.ts";
import {boundedFetch} from "./bounded.ts";
import {guardedFetch} from "./guarded-fetch.ts";
import {isFileName} from "./names.ts";
import type {RequestOne} from "./node-request.ts";
import {inNode} from "../node.ts";
import {adapterName, reasonIn} from "../absent.ts";
import {refusePart} from "../several-gguf.ts";
import {templateNames, templatesFolder} from "../settings.ts";
import {besideTokenizer, vocabularyNames} from "../tokenizer-names.ts";
import {besideModules, moduleFiles, modulesName} from "../sentence-files.ts";
import {refusalOf} from "./download.ts";
import type {RemoteFile} from "./download.ts";

/** Whether a text names a commit: in full, and so for ever. */
export const isCommit = (text: string): boolean => /^[0-9a-f]{40,64}$/.test(text);

/** hf:owner/name, @revision, /path/to/file.gguf */
export interface HubSource {
  readonly owner: string;
  readonly name: string;
  readonly revision: string;
  /** The one file that is meant; null for the model's usual ones. */
  readonly path: string | null;
}

export interface HubOptions {
  /** Defaults to `ECCO_HUB` or `HF_ENDPOINT`, else https://huggingface.co. */
  readonly hub?: string | undefined;
  /** Defaults to `HF_TOKEN` or `HUGGING_FACE_HUB_TOKEN` (Node). */
  readonly token?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Sends one request and follows no redirect; defaults to Node's own. */
  readonly request?: RequestOne | undefined;
  readonly signal?: AbortSignal | undefined;
}

const environment = (name: string): string | undefined =>
  inNode() ? process.env[name] || undefined : undefined;

export const hubOf = ({hub}: HubOptions): string =>
  (hub ?? environment("ECCO_HUB") ?? environment("HF_ENDPOINT") ?? usualHub).replace(/\/+$/, "");
export const tokenOf = ({token}: HubOptions): string | undefined =>
  token ?? environment("HF_TOKEN") ?? environment("HUGGING_FACE_HUB_TOKEN");

/** A name on the hub: no dot at its ends, and never two of them. */
const part = "(?!-)(?:[\\w-]+\\.)*[\\w-]+";
const form = new RegExp(`^hf:(${part})/(${part})(?:@(${part}))?(?:/([^?#%]+))?$`);
/** The hub's own hosts of files, which it sends on to. */
const cdn =
  /^https:\/\/(?:cdn-lfs(?:-[a-z\d-]+)?\.(?:huggingface\.co|hf\.co)|[a-z\d-]+\.xethub\.hf\.co|[a-z\d-]+\.[a-z\d-]+\.cdn\.hf\.co)$/;
const usualHub = "https://huggingface.co";
/** Most that is read of what the hub says of a model. */
const limits = {bytes: 16_000_000, requests: 50, files: 20_000} as const;

/** Returns what an hf: source names. Throws SourceError for one that is not written so. */
export function parseHub(source: string): HubSource {
  const [, owner, name, revision = "main", path = null] = form.exec(source) ?? [];
  if (!owner || !name || source.length > 300 || (path !== null && !isFileName(path)))
    throw new SourceError(
      `${shown(source)}: expected hf:owner/name, and maybe @revision or /file.gguf behind it`
    );
  return {owner, name, revision, path};
}

/** Returns a fetch that asks the hub, and the hosts it keeps files on, and no other. */
export function hubFetch(options: HubOptions): typeof fetch {
  const named = new URL(hubOf(options));
  const onward = ({origin}: URL): boolean => cdn.test(origin);
  // A hub of their own is set by who runs this computer.
  const own = named.origin !== usualHub;
  return guardedFetch(named, {onward, own, request: options.request}, options.fetch);
}

export interface HubModel {
  readonly commit: string;
  readonly files: readonly RemoteFile[];
}

/** Returns the model's commit and all its files. Throws SourceError saying what the hub said. */
export async function askHub(source: HubSource, options: HubOptions): Promise<HubModel> {
  const {owner, name, revision} = source;
  const repository = `${owner}/${name}`;
  const [hub, token] = [hubOf(options), tokenOf(options)];
  const {signal} = options;
  const get = boundedFetch(hubFetch(options), limits.bytes, limits.requests);
  const common = {
    hubUrl: hub,
    revision,
    ...(token === undefined ? {} : {accessToken: token}),
    fetch: ((url: string, init?: RequestInit) =>
      get(url, {...init, ...(signal ? {signal} : {})})) as typeof fetch
  };
  try {
    const info = await modelInfo({name: repository, additionalFields: ["sha"], ...common});
    const commit = info.sha;
    if (!isCommit(commit))
      throw new SourceError(`hf:${repository}: the hub names no commit; is ${hub} a hub?`);
    const files: RemoteFile[] = [];
    for await (const file of listFiles({repo: repository, ...common, revision: commit})) {
      if (file.type !== "file" || !isFileName(file.path)) continue;
      if (files.length === limits.files)
        throw new SourceError(
          `hf:${repository}: has more than ${limits.files} files; is it one model?`
        );
      files.push({
        name: file.path,
        url: `${hub}/${repository}/resolve/${commit}/${file.path.split("/").map(encodeURIComponent).join("/")}`,
        size: file.lfs?.size ?? file.size,
        etag: null,
        sha256: file.lfs?.oid ?? null
      });
    }
    return {commit, files};
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SourceError) throw error;
    const status = (error as {statusCode?: unknown}).statusCode;
    if (typeof status === "number") throw refusalOf(`${hub}/${repository}`, status);
    throw new SourceError(
      `hf:${repository}: the hub is not reached (${error instanceof Error ? error.message : String(error)}); check the connection`,
      {cause: error}
    );
  }
}

const beside = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  ...templateNames,
  ...besideTokenizer,
  modulesName
];

/** Templates that have a name of their own. */
const isTemplate = ({name}: RemoteFile): boolean =>
  name.startsWith(`${templatesFolder}/`) &&
  /^[^/]+\.jinja$/.test(name.slice(templatesFolder.length + 1));

/** What belongs to modules.json, where there is one: the folders of modules are numbered. */
const ofModules = ({name}: RemoteFile): boolean => {
  const [folder, file, ...below] = name.split("/");
  if (file === undefined) return besideModules.includes(name);
  const own = below.length === 0 && (moduleFiles as readonly string[]).includes(file);
  return own && /^\d+_\w+$/.test(folder!);
};

/**
 * Returns the files a model needs: its weights (*exported*: the files of an ONNX export instead), and what lies beside
 * them. Throws SourceError where it cannot tell which.
 */
export function neededFiles(
  files: readonly RemoteFile[],
  path: string | null,
  source: string,
  exported: readonly string[] | null = null
): {readonly files: readonly RemoteFile[]; readonly file: string | null} {
  const named = (name: string): RemoteFile[] => files.filter((file) => file.name === name);
  const around = [
    ...beside.flatMap(named),
    ...files.filter(isTemplate),
    // What a tokenizer.json holds already need not come.
    ...(named("tokenizer.json").length > 0 ? [] : vocabularyNames.flatMap(named)),
    ...(named(modulesName).length > 0 ? files.filter(ofModules) : [])
  ];
  if (exported !== null) return {files: [...around, ...exported.flatMap(named)], file: null};
  if (path !== null) {
    const one = named(path);
    if (one.length === 0)
      throw new SourceError(`${source}: there is no ${path}; ${endingIn(files, /\.gguf$/i)}`);
    return {files: one, file: path};
  }
  const adapter = named(adapterName);
  if (adapter.length > 0) return {files: adapter, file: null};
  const single = named("model.safetensors");
  if (single.length > 0) return {files: [...around, ...single], file: null};
  const index = named("model.safetensors.index.json");
  if (index.length > 0) {
    const shards = files.filter(({name}) => /^model-\d+-of-\d+\.safetensors$/.test(name));
    const count = Number(/-of-(\d+)\./.exec(shards[0]?.name ?? "")?.[1] ?? shards.length);
    if (count !== shards.length)
      throw new SourceError(
        `${source}: has ${shards.length} of the ${count} files of its weights; the model is not whole there`
      );
    return {files: [...around, ...index, ...shards], file: null};
  }
  const gguf = files.filter(({name}) => /^[^/]+\.gguf$/i.test(name));
  if (gguf.length === 1) {
    refusePart(source, gguf[0]!.name);
    return {files: gguf, file: gguf[0]!.name};
  }
  const reason = reasonIn(files.map(({name}) => name));
  if (gguf.length === 0 && reason !== null) throw new SourceError(`${source}: ${reason}`);
  throw new SourceError(
    gguf.length > 1
      ? `${source}: has ${gguf.length} GGUF files, expected one to be named: ${gguf.map(({name}) => `${source}/${name}`).join(", ")}`
      : `${source}: has neither model.safetensors nor a GGUF file; expected one of them`
  );
}

const endingIn = (files: readonly RemoteFile[], pattern: RegExp): string => {
  const names = files.map(({name}) => name).filter((name) => pattern.test(name));
  return names.length > 0 ? `one of ${names.join(", ")}` : "it has no such file";
};
