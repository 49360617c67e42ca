/** The browser's own file system (OPFS) as a store; without one, memory for as long as the page is open. */
import {blobFile} from "../dropped.ts";
import {inTurn} from "./in-turn.ts";
import {sha256} from "./sha256.ts";
import type {Part, Store} from "./store.ts";

type Directory = FileSystemDirectoryHandle;

/** Names may hold what a file system does not take. */
const safe = (name: string): string => encodeURIComponent(name);

/** Returns a store in a directory of the browser. */
export function directoryStore(root: Directory): Store {
  const queues = new Map<string, Promise<void>>();
  async function folderAt(path: string, create: boolean): Promise<Directory | null> {
    let at = root;
    for (const name of path.split("/").filter(Boolean)) {
      try {
        at = await at.getDirectoryHandle(safe(name), {create});
      } catch (error) {
        if (!create && isMissing(error)) return null;
        throw error;
      }
    }
    return at;
  }
  async function fileAt(path: string, create: boolean): Promise<FileSystemFileHandle | null> {
    const [folder, name] = apart(path);
    const directory = await folderAt(folder, create);
    if (!directory) return null;
    try {
      return await directory.getFileHandle(safe(name), {create});
    } catch (error) {
      if (!create && isMissing(error)) return null;
      throw error;
    }
  }

  async function part(path: string): Promise<Part> {
    const handle = (await fileAt(`${path}.part`, true))!;
    let {size: length} = await handle.getFile();
    /** Writes become visible when the stream is closed: one for all of them until somebody looks. */
    let writing: FileSystemWritableFileStream | undefined;
    const settle = async (): Promise<void> => {
      const open = writing;
      writing = undefined;
      await open?.close();
    };
    return {
      get length() {
        return length;
      },
      async append(bytes) {
        if (!writing) {
          writing = await handle.createWritable({keepExistingData: true});
          await writing.seek(length);
        }
        await writing.write(bytes as Uint8Array<ArrayBuffer>);
        length += bytes.length;
      },
      async empty() {
        await settle();
        writing = await handle.createWritable();
        length = 0;
      },
      async digest() {
        await settle();
        const bytes = await (await handle.getFile()).arrayBuffer();
        return sha256(new Uint8Array(bytes));
      },
      async commit() {
        await settle();
        const [folder, name] = apart(path);
        const directory = (await folderAt(folder, true))!;
        const movable = handle as FileSystemFileHandle & {move?: (name: string) => Promise<void>};
        if (movable.move) return movable.move(safe(name));
        const whole = await (
          await directory.getFileHandle(safe(name), {create: true})
        ).createWritable();
        await (await handle.getFile()).stream().pipeTo(whole);
        await directory.removeEntry(safe(`${name}.part`));
      },
      close: settle
    };
  }

  return {
    place: "in this browser",
    path: () => null,
    files: (folder) => ({
      location: folder,
      async open(name, signal) {
        signal?.throwIfAborted();
        const handle = await fileAt(`${folder}/${name}`, false);
        return handle ? blobFile(await handle.getFile(), signal) : null;
      },
      list: async (within = "") =>
        namesIn(await folderAt(within === "" ? folder : `${folder}/${within}`, false))
    }),
    async readText(path) {
      const handle = await fileAt(path, false);
      return handle ? (await handle.getFile()).text() : null;
    },
    async writeText(path, text) {
      const writing = await (await fileAt(path, true))!.createWritable();
      await writing.write(text);
      await writing.close();
    },
    list: async (folder) => namesIn(await folderAt(folder, false)),
    async remove(folder) {
      const [above, name] = apart(folder);
      const directory = await folderAt(above, false);
      await directory?.removeEntry(safe(name), {recursive: true}).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    async room() {
      const {quota, usage} = await navigator.storage.estimate();
      return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
    },
    part,
    async alone(path, work, signal) {
      const {locks} = navigator;
      // Without https there are none: then those of this page alone take turns.
      if (!locks) return inTurn(queues, path, work, signal);
      return locks.request(`ecco ${path}`, signal ? {signal} : {}, work) as ReturnType<typeof work>;
    }
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof DOMException && ["NotFoundError", "TypeMismatchError"].includes(error.name);

function apart(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf("/");
  return [path.slice(0, Math.max(at, 0)), path.slice(at + 1)];
}

async function namesIn(directory: Directory | null): Promise<readonly string[]> {
  if (!directory) return [];
  const names: string[] = [];
  for await (const name of (directory as Directory & {keys(): AsyncIterable<string>}).keys())
    names.push(decodeURIComponent(name));
  return names.sort();
}
