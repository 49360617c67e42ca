/** Models at addresses of other hosts: which files lie there, and whether they are here. */
import {SourceError} from "../../errors.ts";
import {announcedLength, hidesEncoding, isEncoded, unreached} from "../host-words.ts";
import {usualGguf} from "../plan-files.ts";
import {orNamed} from "../read-files.ts";
import {isGguf, severalGguf} from "../several-gguf.ts";
import {alternatives, besideTokenizer} from "../tokenizer-names.ts";
import {listWebFolder} from "../web-listing.ts";
import {textOf} from "./bounded.ts";
import {cachedModel} from "./cached-model.ts";
import {isStrong, refusalOf} from "./download.ts";
import type {RemoteFile} from "./download.ts";
import {guardedFetch} from "./guarded-fetch.ts";
import {modulesOf} from "./module-files.ts";
import {checkFileName, isFileName, parseAddress} from "./names.ts";
import {refuseByProbes} from "./remote-reasons.ts";
import type {RemoteModel, RemoteOptions} from "./remote-model.ts";
import {sha256} from "./sha256.ts";
import type {Store} from "./store.ts";

/** Returns a fetch that asks the host of an address and no other. */
export const addressFetch = (
  source: string,
  {request, fetch: given}: RemoteOptions
): typeof fetch => guardedFetch(parseAddress(source), {request}, given);

const beside = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja"
];

/**
 * Returns what lies at an address; asks its host. *wanted* names an ONNX export there, null for the weights that are read
 * here. Throws SourceError.
 */
export async function describeAddress(
  store: Store,
  url: URL,
  given: RemoteOptions,
  wanted: string | null = null
): Promise<RemoteModel> {
  const options = {...given, fetch: addressFetch(url.href, given)};
  const single = /[^/]+\.gguf$/i.exec(decodeURIComponent(url.pathname))?.[0] ?? null;
  if (single !== null) checkFileName(single, url.href);
  const folderUrl = single === null && !url.href.endsWith("/") ? new URL(`${url.href}/`) : url;
  const probe = (name: string): Promise<RemoteFile | null> =>
    ask(new URL(name.split("/").map(encodeURIComponent).join("/"), folderUrl), name, options);
  const files: RemoteFile[] = [];
  if (single !== null) {
    const found = await ask(url, single, options);
    if (!found) throw refusalOf(url.href, 404);
    files.push(found);
  } else {
    files.push(...(await foundOf(beside, probe)));
    const whole = files.some(({name}) => name === "tokenizer.json");
    if (whole) files.push(...(await foundOf(besideTokenizer, probe)));
    else files.push(...(await vocabularyOf(probe)));
    if (wanted !== null) {
      const {exportFilesAt} = await import("../exports/exports-at.ts");
      files.push(...(await exportFilesAt(folderUrl.href, wanted, probe)));
    }
    const weights = wanted === null ? await probe("model.safetensors") : null;
    const index = wanted !== null || weights ? null : await probe("model.safetensors.index.json");
    if (weights) files.push(weights);
    else if (index) files.push(index, ...(await shardsOf(index, probe, options)));
    files.push(...(await modulesOf(probe, options)));
    const isWhole = wanted !== null || weights !== null || index !== null;
    const gguf = isWhole ? null : await ggufOf(folderUrl, probe, options);
    if (gguf) files.push(gguf);
    const configured = files.some(({name}) => name === "config.json");
    if (!gguf && !isWhole)
      await refuseByProbes(
        folderUrl.href,
        probe,
        options.fetch,
        options.signal ? {signal: options.signal} : {}
      );
    if (!gguf && (!configured || !isWhole))
      throw new SourceError(
        `${folderUrl.href}: no ${configured ? "model.safetensors" : "config.json"}; expected a folder with config.json + *.safetensors + tokenizer.json${orNamed}`
      );
  }
  const tags = files
    .map(({name, etag, expected}) => `${name} ${etag ?? ""} ${expected ?? ""}`)
    .join("\n");
  const folder = `web/${await shortHash(folderUrl.href)}--${await shortHash(tags)}`;
  const name =
    (single?.replace(/\.gguf$/i, "") ?? folderUrl.pathname.split("/").filter(Boolean).at(-1)) ||
    url.host;
  // Without a name for the version it cannot be said whether what is kept is still the same.
  const isSame = ({name: file, etag, size}: RemoteFile): boolean =>
    isStrong(etag) && (size !== null || !isGguf(file));
  const cached = files.every(isSame) ? await cachedModel(store, folder) : null;
  return {
    src: wanted === null ? url.href : `${url.href}#${wanted}`,
    name: decodeURIComponent(name),
    revision: null,
    file: single,
    files,
    folder,
    host: url.host,
    cached
  };
}

/** Returns the files of a tokenizer that is not one tokenizer.json: the first kind that is there, and what adds to it. */
async function vocabularyOf(
  probe: (name: string) => Promise<RemoteFile | null>
): Promise<readonly RemoteFile[]> {
  for (const names of alternatives) {
    const [first, ...others] = names as [string, ...string[]];
    const found = await probe(first);
    if (!found) continue;
    return [found, ...(await foundOf([...others, ...besideTokenizer], probe))];
  }
  return [];
}

/** Returns those of these files that are there. */
async function foundOf(
  names: readonly string[],
  probe: (name: string) => Promise<RemoteFile | null>
): Promise<readonly RemoteFile[]> {
  return (await Promise.all(names.map(probe))).filter((file) => file !== null);
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
    throw unreached(url, error);
  }
  const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (response.status === 404 || response.status === 410 || isPage) return null;
  if (!response.ok && response.status !== 429 && response.status < 500)
    throw refusalOf(url.href, response.status);
  const length = response.ok ? announcedLength(response) : null;
  const isTrue = !isEncoded(response) && !hidesEncoding(response);
  return {
    name,
    url: url.href,
    size: isTrue ? length : null,
    expected: length,
    etag: response.ok ? response.headers.get("etag") : null,
    sha256: null
  };
}

const shortHash = async (text: string): Promise<string> =>
  (await sha256(new TextEncoder().encode(text))).slice(0, 24);
