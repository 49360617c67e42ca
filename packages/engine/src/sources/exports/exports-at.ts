/** Which export a place has that does not list its files: it is asked for one after the other. */
import {SourceError} from "../../errors.ts";
import type {Files} from "../files.ts";
import {listWebFolder} from "../web-listing.ts";
import type {RemoteFile} from "../remote/download.ts";
import {exportNames, exportOf, partsOf} from "./export-files.ts";
import {exportsFolder, namesExport} from "./export-names.ts";

/** Asks for exports one after the other, until one is there; returns its files. */
export async function exportsAt(
  wanted: string,
  isThere: (name: string) => Promise<boolean>
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of wanted === exportsFolder ? exportNames : [wanted]) {
    if (!(await isThere(name))) continue;
    const other = /encoder_model|decoder_model_merged/.exec(name)?.[0];
    const pair = {
      encoder_model: "decoder_model_merged",
      decoder_model_merged: "encoder_model"
    } as const;
    const names = other ? [name, name.replace(other, pair[other as keyof typeof pair])] : [name];
    if (names[1] !== undefined && !(await isThere(names[1]))) continue;
    for (const file of names) {
      found.push(file);
      for (const part of partsOf(file)) {
        if (!(await isThere(part))) break;
        found.push(part);
      }
    }
    return found;
  }
  return found;
}

/** Returns the names of the exports of a folder; where it does not list them, of the one that is looked for. */
export async function exportNamesIn(
  files: Files,
  wanted: string,
  signal: AbortSignal | undefined
): Promise<readonly string[]> {
  if (files.list) {
    const inner = await files.list(exportsFolder).catch(() => []);
    const outer = await files.list().catch((cause: unknown) => {
      throw new SourceError(`${files.location}: no such folder`, {cause});
    });
    return [...outer, ...inner.map((name) => `${exportsFolder}/${name}`)];
  }
  const said = /^https?:/.test(files.location)
    ? await listWebFolder(new URL(`${exportsFolder}/`, files.location), signal)
    : null;
  // Asking for each of the names would fill a page's console with those that are not there.
  if (said?.some(namesExport)) return said.map((name) => `${exportsFolder}/${name}`);
  return exportsAt(wanted, async (name) => {
    const opened = await (files.peek ?? files.open)(name, signal);
    await opened?.close();
    return opened !== null;
  });
}

/** Returns the files of an ONNX export that the host has. Throws SourceError where there are none. */
export async function exportFilesAt(
  where: string,
  wanted: string,
  probe: (name: string) => Promise<RemoteFile | null>
): Promise<readonly RemoteFile[]> {
  const known = new Map<string, RemoteFile>();
  const names = await exportsAt(wanted, async (name) => {
    const file = await probe(name);
    if (file) known.set(name, file);
    return file !== null;
  });
  return exportOf(names, wanted, where).files.map((name) => known.get(name)!);
}
