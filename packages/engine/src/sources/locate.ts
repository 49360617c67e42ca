import {SourceError} from "../errors.ts";
import {baseAddress, defaultModels, embeddedModels, isEmbedded, nearestName} from "./embedded.ts";
import type {Files} from "./files.ts";
import {folderFiles, kindOfPath} from "./folder.ts";
import {builtin, inNode} from "./node.ts";
import {webFiles} from "./web.ts";

export interface Location {
  readonly name: string;
  readonly files: Files;
  /** The one file that is the model, where the source names it. */
  readonly file?: string;
  /** The commit, where there are such. */
  readonly revision?: string | null;
}

/** Sources the command line's grammar knows and this version does not read, and what to do instead. */
const notRead: readonly {readonly test: RegExp; readonly advice: string}[] = [
  {test: /^oip:/, advice: "remote models are not read yet; give a folder or an embedded model"}
];

/** Returns the files behind a source: an embedded name, a folder (Node) or an http(s) address of a folder. */
export async function locateSource(source: string, models?: string | URL): Promise<Location> {
  if (isEmbedded(source))
    return {name: source, files: filesBelow(models ?? defaultModels(), source)};
  if (source.trim() === "")
    throw new SourceError(`model: got an empty name, expected ${expected()}`);
  for (const {test, advice} of notRead) {
    if (test.test(source)) throw new SourceError(`${source}: ${advice}`);
  }
  if (/^(https?|file):/.test(source)) return locateAddress(new URL(source));
  const kind = inNode() ? await kindOfPath(source) : null;
  if (kind === "folder") return {name: folderName(source), files: folderFiles(source)};
  if (kind === "file" && /\.gguf$/i.test(source)) {
    const {basename, dirname} = builtin("node:path");
    const file = basename(source);
    return {name: file.replace(/\.gguf$/i, ""), files: folderFiles(dirname(source)), file};
  }
  if (kind === "file")
    throw new SourceError(
      `${source}: got a file, expected a .gguf file, or a folder with config.json + *.safetensors + tokenizer.json`
    );
  if (!inNode() && /[/\\]/.test(source)) {
    const url = new URL(source, baseAddress());
    return locateAddress(url);
  }
  const near = nearestName(source, embeddedModels);
  throw new SourceError(
    `${source}: no such model; expected ${expected()}${near ? `; did you mean ${near}?` : ""}`
  );
}

/** An address is a folder's, or a GGUF file's. */
function locateAddress(url: URL): Location {
  const file = /[^/]+\.gguf$/i.exec(decodeURIComponent(url.pathname))?.[0];
  if (file === undefined) return {name: lastPart(url.href), files: filesAt(url)};
  return {name: file.replace(/\.gguf$/i, ""), files: filesAt(new URL(".", url)), file};
}

function expected(): string {
  const place = inNode()
    ? "an existing folder or .gguf file, hf:owner/name, or an http(s) address"
    : "hf:owner/name, or an http(s) address";
  return `one of ${embeddedModels.join(", ")}, or ${place}`;
}

/** Returns the files of a model inside a folder of models. */
function filesBelow(models: string | URL, name: string): Files {
  const text = String(models);
  const isAddress = models instanceof URL || /^(https?|file|blob|data):/.test(text);
  if (!isAddress && inNode()) return folderFiles(builtin("node:path").join(text, name));
  const folder = new URL(
    text.endsWith("/") ? text : `${text}/`,
    isAddress ? undefined : baseAddress()
  );
  return filesAt(new URL(`${name}/`, folder));
}

function filesAt(url: URL): Files {
  if (url.protocol === "file:" && inNode())
    return folderFiles(builtin("node:url").fileURLToPath(url));
  return webFiles(url);
}

function folderName(path: string): string {
  const {basename, resolve} = builtin("node:path");
  return basename(resolve(path));
}

function lastPart(address: string): string {
  return decodeURIComponent(new URL(address).pathname.split("/").filter(Boolean).at(-1) ?? address);
}
