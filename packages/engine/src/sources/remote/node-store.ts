/** A folder on disk as a store (Node only). */
import {folderFiles} from "../folder.ts";
import {builtin} from "../node.ts";
import {inTurn} from "./in-turn.ts";
import type {Part, Store} from "./store.ts";

/** After so many ms without a sign of life a lock belongs to nobody. */
const STALE = 20_000;
const BEAT = 5000;
/** Bytes of a text that is kept of a model; what is longer is none. */
const longest = 4_000_000;

/** Returns the folder of the cache: `ECCO_CACHE`, else `ecco` in `XDG_CACHE_HOME` or `~/.cache`. */
export function cacheFolder(): string {
  const {join} = builtin("node:path");
  const {ECCO_CACHE: said, XDG_CACHE_HOME: caches} = process.env;
  if (said) return said;
  return join(caches || join(builtin("node:os").homedir(), ".cache"), "ecco");
}

/** Those of this process that wait for each lock: they take turns, and do not try again and again. */
const queues = new Map<string, Promise<void>>();

export function nodeStore(root: string): Store {
  const fs = builtin("node:fs/promises");
  const {dirname, join} = builtin("node:path");
  let count = 0;
  const at = (path: string): string => join(root, ...path.split("/"));
  const isMissing = (error: unknown): boolean =>
    ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");

  /** A folder, a socket, links in circles, a file of somebody else. */
  const hasNoFile = (error: unknown): boolean =>
    ["EISDIR", "ENXIO", "ELOOP", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "");

  async function part(path: string): Promise<Part> {
    const [file, name] = [`${at(path)}.part`, at(path)];
    await fs.mkdir(dirname(file), {recursive: true});
    const handle = await fs.open(file, "a+");
    let {size: length} = await handle.stat();
    return {
      get length() {
        return length;
      },
      async append(bytes) {
        await handle.appendFile(bytes);
        length += bytes.length;
      },
      async empty() {
        await handle.truncate(0);
        length = 0;
      },
      async digest() {
        const hash = builtin("node:crypto").createHash("sha256");
        const buffer = new Uint8Array(1 << 22);
        for (let position = 0; position < length;) {
          const {bytesRead} = await handle.read(buffer, 0, buffer.length, position);
          if (bytesRead === 0) break;
          hash.update(buffer.subarray(0, bytesRead));
          position += bytesRead;
        }
        return hash.digest("hex");
      },
      async commit() {
        await handle.sync();
        await fs.rename(file, name);
      },
      close: () => handle.close()
    };
  }

  const alone = <T>(path: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const lock = `${at(path)}.lock`;
    return inTurn(queues, lock, () => withLock(lock, work, signal), signal);
  };

  async function withLock<T>(
    lock: string,
    work: () => Promise<T>,
    signal: AbortSignal | undefined
  ): Promise<T> {
    await fs.mkdir(dirname(lock), {recursive: true});
    for (;;) {
      signal?.throwIfAborted();
      try {
        await (await fs.open(lock, "wx")).close();
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const held = await fs.stat(lock).catch(() => null);
        if (held && Date.now() - held.mtimeMs > STALE) await fs.rm(lock, {force: true});
        else await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    const beat = setInterval(() => {
      const now = new Date();
      fs.utimes(lock, now, now).catch(() => {});
    }, BEAT);
    try {
      return await work();
    } finally {
      clearInterval(beat);
      await fs.rm(lock, {force: true});
    }
  }

  return {
    place: root,
    files: (folder) => folderFiles(at(folder)),
    path: at,
    async readText(path) {
      const {O_RDONLY, O_NONBLOCK} = fs.constants;
      try {
        // A pipe is not waited for.
        const handle = await fs.open(at(path), O_RDONLY | (O_NONBLOCK ?? 0));
        try {
          const found = await handle.stat();
          return found.isFile() && found.size <= longest ? await handle.readFile("utf8") : null;
        } finally {
          await handle.close();
        }
      } catch (error) {
        if (isMissing(error) || hasNoFile(error)) return null;
        throw error;
      }
    },
    async writeText(path, text) {
      const file = at(path);
      await fs.mkdir(dirname(file), {recursive: true});
      const own = `${file}.${process.pid}-${++count}.tmp`;
      await fs.writeFile(own, text);
      await fs.rename(own, file);
    },
    async list(folder) {
      try {
        return (await fs.readdir(at(folder))).sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    remove: (folder) => fs.rm(at(folder), {recursive: true, force: true}),
    async room() {
      for (let folder = root; ; folder = dirname(folder)) {
        try {
          const {bavail, bsize} = await fs.statfs(folder);
          return bavail * bsize;
        } catch (error) {
          // Not there yet: what is above it has as much.
          if (!isMissing(error) || dirname(folder) === folder) return null;
        }
      }
    },
    part,
    alone
  };
}
