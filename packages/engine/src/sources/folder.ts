import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";
import {builtin} from "./node.ts";

const chunk = 4 << 20;

/** Returns the files of a folder on disk (Node only). */
export function folderFiles(folder: string): Files {
  const fs = builtin("node:fs/promises");
  const {join} = builtin("node:path");
  return {
    location: folder,
    async open(name: string, signal: AbortSignal | undefined): Promise<OpenFile | null> {
      signal?.throwIfAborted();
      const path = join(folder, name);
      try {
        const handle = await fs.open(path, "r");
        const {size} = await handle.stat();
        return {
          size,
          async *read() {
            try {
              // One buffer for all parts: a new one each would be as much garbage as the file is long.
              const buffer = new Uint8Array(Math.min(chunk, size));
              for (let position = 0; position < size;) {
                signal?.throwIfAborted();
                const {bytesRead} = await handle.read(buffer, 0, buffer.length, position);
                if (bytesRead === 0) break;
                position += bytesRead;
                yield buffer.subarray(0, bytesRead);
              }
            } finally {
              await handle.close();
            }
          },
          close: () => handle.close()
        };
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "ENOENT" || code === "ENOTDIR") return null;
        throw new SourceError(
          `${path}: cannot be read (${code ?? String(error)}); check its permissions`,
          {cause: error}
        );
      }
    },
    async list() {
      return (await fs.readdir(folder)).sort();
    }
  };
}

/** Returns whether a path is a folder, a file or nothing (Node only). */
export async function kindOfPath(path: string): Promise<"folder" | "file" | null> {
  try {
    return (await builtin("node:fs/promises").stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return null;
  }
}
