/** Whether a name is of an ONNX export: all that is known of them before one is opened. */

/** Where exports lie within a model's folder. */
export const exportsFolder = "onnx";

/** Returns whether a file or folder of this name is an export, or where exports lie. */
export const namesExport = (path: string): boolean =>
  path === exportsFolder || /\.onnx$/i.test(path);

/** Returns the file that is meant, behind # of an address; null where none is. */
export function wantedIn(address: string): string | null {
  const hash = URL.parse(address)?.hash.slice(1) ?? "";
  return namesExport(hash) ? hash : null;
}

/** transformers: before any name, and the names under which stores keep what came. */
const named = /^transformers:|^(?:hf:[^/]+\/[^/]+\/|https?:[^#]*#)(?:.+\.)?onnx(?:#|$)/i;

/** Whether transformers.js runs what a source names. */
export const isExport = (source: unknown): source is string =>
  typeof source === "string" && named.test(source);
