/** Files that are handed to transformers.js, in place of what it would fetch. */
import {builtin, inNode} from "../sources/node.ts";
import type {Files} from "../sources/files.ts";
import {readAll} from "../sources/read-files.ts";

export interface HandedFiles {
  /** What the library asks before anything else. */
  readonly cache: {
    match(name: string): Promise<Response | string | undefined>;
    put(): Promise<void>;
  };
  /** Returns the name under which the library finds these files while *use* runs, and what it makes of them. */
  during<T>(handed: Handed, use: (name: string) => Promise<T>): Promise<T>;
}

export interface Handed {
  readonly files: Files;
  readonly signal: AbortSignal | undefined;
  /** Called with a file and how many bytes it has. */
  readonly came: (file: string, bytes: number) => void;
}

/** No name of the hub has a colon. */
const mark = "handed:";
/** The library asks for a file by its folder, and again as the hub would have it. */
const place = /(handed:\d+)\/(?:resolve\/main\/)?(.+)$/;

export function handedFiles(): HandedFiles {
  const all = new Map<string, Handed>();
  let count = 0;
  return {
    cache: {
      async match(asked) {
        const [, name = "", file = ""] = place.exec(asked) ?? [];
        const handed = all.get(name);
        // Exports beside config.json are asked for as in a folder without a name.
        return handed && answer(handed, file.replace(/^\/+/, ""));
      },
      put: () => Promise.resolve()
    },
    async during(handed, use) {
      const name = `${mark}${count++}`;
      all.set(name, handed);
      try {
        return await use(name);
      } finally {
        all.delete(name);
      }
    }
  };
}

async function answer(
  {files, signal, came}: Handed,
  file: string
): Promise<Response | string | undefined> {
  const opened = await files.open(file, signal);
  if (!opened) return undefined;
  // The native runtime reads large files by itself, and what lies beside them.
  if (inNode() && /\.onnx(?:_data(?:_\d+)?)?$/.test(file) && !/^https?:/.test(files.location)) {
    await opened.close();
    came(file, opened.size ?? 0);
    return builtin("node:path").join(files.location, file);
  }
  const bytes = await readAll(opened, `${files.location}: ${file}`);
  came(file, bytes.length);
  return new Response(bytes as Uint8Array<ArrayBuffer>);
}
