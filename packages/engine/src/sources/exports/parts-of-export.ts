import {isExport} from "./export-names.ts";
import type {ExportSource} from "./export-source.ts";

/** Returns by whom an export's files are had, and which; null for what is no export. Throws SourceError. */
export async function partsOfExport(source: string): Promise<ExportSource | null> {
  // Pages that name none do not load how they are read.
  return isExport(source) ? (await import("./export-source.ts")).exportSource(source) : null;
}
