import type {FileHandle} from "node:fs/promises";
import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";
import {builtin} from "./node.ts";

/** Bytes between two looks at the signal. */
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
        // Asked before it is opened: opening a pipe waits for somebody to write.
        const stat = await fs.stat(path);
        if (!stat.isFile())
          throw new SourceError(
            `${path}: got ${stat.isDirectory() ? "a folder" : "a device"}, expected a file`
          );
        return diskFile(await fs.open(path, "r"), stat.size, signal);
      } catch (error) {
        if (error instanceof SourceError) throw error;
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "ENOENT" || code === "ENOTDIR") return null;
        throw new SourceError(
          `${path}: cannot be read (${code ?? String(error)}); check its permissions`,
          {cause: error}
        );
      }
    },
    async list(within = "") {
      return (await fs.readdir(join(folder, within))).sort();
    }
  };
}

function diskFile(handle: FileHandle, size: number, signal: AbortSignal | undefined): OpenFile {
  async function fill(
    target: Uint8Array,
    from: number,
    count: (bytes: number) => void
  ): Promise<number> {
    let length = 0;
    while (length < target.length) {
      signal?.throwIfAborted();
      const most = Math.min(chunk, target.length - length);
      const {bytesRead} = await handle.read(target, length, most, from + length);
      if (bytesRead === 0) break;
      length += bytesRead;
      count(bytesRead);
    }
    return length;
  }
  return {
    size,
    async *read() {
      try {
        // One buffer for all parts: a new one each would be as much garbage as the file is long.
        const buffer = new Uint8Array(Math.min(chunk, size));
        for (let position = 0; position < size;) {
          const part = buffer.subarray(0, Math.min(chunk, size - position));
          const length = await fill(part, position, () => {});
          if (length === 0) break;
          position += length;
          yield part.subarray(0, length);
        }
      } finally {
        await handle.close();
      }
    },
    async readInto(target, count) {
      try {
        return await fill(target, 0, count);
      } finally {
        await handle.close();
      }
    },
    close: () => handle.close()
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
