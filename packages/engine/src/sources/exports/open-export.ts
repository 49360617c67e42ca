/** An ONNX export from wherever it lies: its settings and tokenizer are read here, its graph by transformers.js. */
import type {Files} from "../files.ts";
import {locateSource} from "../locate.ts";
import {openFolder} from "../open-folder.ts";
import type {Source, SourceOptions} from "../open-source.ts";
import {isRemote, withRemote} from "../remote/remote-source.ts";
import {exportOf} from "./export-files.ts";
import type {ExportFiles} from "./export-files.ts";
import {exportNamesIn} from "./exports-at.ts";
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
    const listed = await exportNamesIn(files, wanted, options.signal);
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
