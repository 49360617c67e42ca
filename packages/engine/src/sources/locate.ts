import {SourceError} from "../errors.ts";
import {reasonIn} from "./absent.ts";
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
  if (kind === "file") {
    const {basename, dirname, resolve} = builtin("node:path");
    const file = basename(source);
    const reason = single.test(file) ? null : reasonIn([file]);
    if (reason !== null) throw new SourceError(`${source}: ${reason}`);
    if (!single.test(file))
      throw new SourceError(
        `${source}: got a file, expected a .gguf file, a .safetensors file with its config.json beside it, or a folder with config.json + *.safetensors + tokenizer.json`
      );
    const folder = dirname(source);
    return {name: nameOfFile(file, basename(resolve(folder))), files: folderFiles(folder), file};
  }
  if (!inNode() && (/[/\\]/.test(source) || single.test(source))) {
    const url = new URL(source, baseAddress());
    return locateAddress(url);
  }
  const near = nearestName(source, embeddedModels);
  throw new SourceError(
    `${source}: no such model; expected ${expected()}${near ? `; did you mean ${near}?` : ""}`
  );
}

/** A file that is a model, or its weights. */
const single = /^[^/\\]+\.(?:gguf|safetensors)$/i;

/** Returns what a model in one file is called: as the file is, where that says anything. */
export function nameOfFile(file: string, folder: string): string {
  const name = file.replace(/\.(?:gguf|safetensors)$/i, "");
  return name === "model" && folder !== "" ? folder : name;
}

/** An address is a folder's, or that of a file. */
function locateAddress(url: URL): Location {
  const {folder, file} = addressParts(url);
  const files = filesAt(folder);
  return file === null
    ? {name: lastPart(url.href), files}
    : {name: nameOfFile(file, lastPart(folder.href)), files, file};
}

/** Returns the folder an address is about, and the file where it names one that is a model. Throws SourceError. */
export function addressParts(url: URL): {readonly folder: URL; readonly file: string | null} {
  const last = decoded(url.pathname.split("/").at(-1)!, url);
  if (single.test(last)) return {folder: new URL(".", url), file: last};
  if (url.pathname.endsWith("/")) return {folder: url, file: null};
  const folder = new URL(url);
  folder.pathname += "/";
  return {folder, file: null};
}

function decoded(text: string, url: URL): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new SourceError(`${url.href}: not an address: "%" begins two hexadecimal digits there`, {
      cause: error
    });
  }
}

function expected(): string {
  const place = inNode()
    ? "an existing folder, .gguf or .safetensors file, hf:owner/name, or an http(s) address"
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

/** Returns the last folder of an address, or its host. */
export function lastPart(address: string): string {
  const url = new URL(address);
  const last = url.pathname.split("/").filter(Boolean).at(-1);
  return last === undefined ? url.host : decoded(last, url);
}
