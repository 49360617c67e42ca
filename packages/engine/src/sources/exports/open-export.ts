/** An ONNX export from wherever it lies: its settings and tokenizer are read here, its graph by transformers.js. */
import {SourceError} from "../../errors.ts";
import type {Files} from "../files.ts";
import {locateSource} from "../locate.ts";
import {openFolder} from "../open-folder.ts";
import type {Source, SourceOptions} from "../open-source.ts";
import {isRemote, withRemote} from "../remote/remote-source.ts";
import {exportOf, exportsFolder} from "./export-files.ts";
import type {ExportFiles} from "./export-files.ts";
import {exportsAt} from "./exports-at.ts";
import type {ExportSource} from "./export-source.ts";

export interface OpenedExport {
  readonly source: Source;
  readonly files: Files;
  readonly found: ExportFiles;
}

/**
 * Returns what *use* makes of an export, brought into the store where it lies elsewhere; another process that brings the
 * same waits until then. Throws SourceError where there is none.
 */
export async function openExport<T>(
  {source, wanted, template}: ExportSource,
  options: SourceOptions,
  use: (opened: OpenedExport) => Promise<T>
): Promise<T> {
  const read = async (name: string, files: Files, revision: string | null): Promise<T> => {
    const listed = await namesIn(files, wanted, options.signal);
    const found = exportOf(listed, wanted, files.location);
    const weights = {names: [], index: null, first: null};
    const {check: _, ...reading} = options;
    const opened = await openFolder(name, {files, weights, template}, reading);
    return use({source: {...opened, revision}, files, found});
  };
  if (!isRemote(source)) {
    const {name, files} = await locateSource(source.replace(/#.*$/, ""), options.models);
    return read(name, files, null);
  }
  const {check: _, ...asking} = options;
  return withRemote(source, asking, ({record: {name, revision}, files}) =>
    read(name, files, revision)
  );
}

/** Returns the names of the exports of a folder; where it does not list them, of the one that is looked for. */
async function namesIn(
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
  return exportsAt(wanted, async (name) => {
    const opened = await (files.peek ?? files.open)(name, signal);
    await opened?.close();
    return opened !== null;
  });
}
