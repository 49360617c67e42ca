/** What an ONNX export is made of, before any of it comes. */
import type {Files} from "../files.ts";
import {besideWeights} from "../open-folder.ts";
import {exportOf} from "./export-files.ts";
import {exportNamesIn} from "./exports-at.ts";

export {exportSource} from "./export-source.ts";

/** Returns which files are needed, and which are read where they are there. Throws SourceError. */
export async function filesOfExport(
  files: Files,
  wanted: string,
  signal: AbortSignal | undefined
): Promise<{readonly needed: readonly string[]; readonly optional: readonly string[]}> {
  const found = exportOf(await exportNamesIn(files, wanted, signal), wanted, files.location);
  return {needed: ["config.json", ...found.files], optional: besideWeights};
}
