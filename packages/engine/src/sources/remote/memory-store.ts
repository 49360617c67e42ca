/** A store for browsers that give none: as long as the page is open. */
import {SourceError} from "../../errors.ts";
import {blobFile} from "../dropped.ts";
import {inTurn} from "./in-turn.ts";
import {sha256} from "./sha256.ts";
import type {Part, Store} from "./store.ts";

export function memoryStore(): Store {
  const files = new Map<string, Blob>();
  const queues = new Map<string, Promise<void>>();
  const below = (folder: string): [string, Blob][] =>
    [...files].filter(([path]) => path.startsWith(`${folder}/`) && !path.endsWith(".part"));
  return {
    place: "in this page's memory",
    path: () => null,
    files: (folder) => ({
      location: folder,
      open: (name, signal) => {
        const file = files.get(`${folder}/${name}`);
        return Promise.resolve(file ? blobFile(file, signal) : null);
      },
      list: (within = "") => {
        const inner = within === "" ? folder : `${folder}/${within}`;
        return Promise.resolve(
          below(inner)
            .map(([path]) => path.slice(inner.length + 1))
            .filter((name) => !name.includes("/"))
            .sort()
        );
      }
    }),
    readText: async (path) => (await files.get(path)?.text()) ?? null,
    writeText: async (path, text) => void files.set(path, new Blob([text])),
    list: (folder) =>
      Promise.resolve([
        ...new Set(below(folder).map(([path]) => path.slice(folder.length + 1).split("/")[0]!))
      ]),
    remove: async (folder) => {
      for (const path of files.keys())
        if (path === folder || path.startsWith(`${folder}/`)) files.delete(path);
    },
    room: () => Promise.resolve(null),
    part: (path) => Promise.resolve(memoryPart(files, path)),
    alone: (path, work, signal) => inTurn(queues, path, work, signal)
  };
}

function memoryPart(files: Map<string, Blob>, path: string): Part {
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    append: async (bytes) => {
      chunks.push(Uint8Array.from(bytes));
      length += bytes.length;
    },
    empty: async () => {
      chunks = [];
      length = 0;
    },
    async digest() {
      if (length > 2 ** 31)
        throw new SourceError(
          `${path}: too long to be checked in memory; use a browser with storage`
        );
      const whole = await new Blob(chunks).arrayBuffer();
      return sha256(new Uint8Array(whole));
    },
    commit: async () => void files.set(path, new Blob(chunks)),
    close: () => Promise.resolve()
  };
}
