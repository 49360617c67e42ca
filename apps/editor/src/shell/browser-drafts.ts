/** Drafts in this browser. Its storage may be missing, full, silent, or cleared at any time: then it is said, and no more. */
import {openDB} from "idb";
import type {DBSchema, IDBPDatabase} from "idb";
import type {Draft, DraftPlace} from "./drafts.ts";

interface Schema extends DBSchema {
  drafts: {key: string; value: Draft};
}
type Database = IDBPDatabase<Schema>;

/** Storage that has not answered after so many ms does not answer. */
const patience = 2000;

/** Returns the drafts of a folder. */
export function browserDrafts(folder: string): DraftPlace {
  const key = (path: string): string => `${folder}/${path}`;
  const storage = new Storage();
  return {
    load: (path) => storage.use((database) => database.get("drafts", key(path))),
    async keep(path, draft) {
      try {
        await storage.use(async (database) => {
          const transaction = database.transaction("drafts", "readwrite", {durability: "strict"});
          // The transaction knows why, the request only that it ended.
          transaction.store.put(draft, key(path)).catch(() => undefined);
          await transaction.done;
        });
        return null;
      } catch (error) {
        return reasonOf(error);
      }
    },
    drop: (path) => storage.use((database) => database.delete("drafts", key(path)))
  };
}

class Storage {
  #database: Promise<Database> | null = null;
  #silent = false;

  /** Does something with the database, which is opened again when it was closed meanwhile. Throws what went wrong. */
  async use<T>(work: (database: Database) => Promise<T>): Promise<T> {
    if (this.#silent) throw new Silence();
    const database = await this.#open();
    try {
      return await inTime(work(database));
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
      // Cleared by the reader, or closed for a newer page.
      this.#database = null;
      return inTime(work(await this.#open()));
    }
  }

  async #open(): Promise<Database> {
    this.#database ??= begin(() => (this.#database = null));
    try {
      return await inTime(this.#database);
    } catch (error) {
      if (error instanceof Silence) this.#silent = true;
      // It may answer yet.
      this.#database?.then(
        () => (this.#silent = false),
        () => undefined
      );
      if (!this.#silent) this.#database = null;
      throw error;
    }
  }
}

// Asynchronous: where storage is denied, to ask for it throws.
const begin = async (gone: () => void): Promise<Database> =>
  openDB<Schema>("ecco", 1, {
    upgrade: (created) => void created.createObjectStore("drafts"),
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
    terminated: gone
  });

class Silence extends Error {
  override readonly name = "Silence";
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Silence()), patience);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["QuotaExceededError", "its storage is full"],
  ["Silence", "its storage does not answer"]
]);

function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  return reasons.get(name) ?? "its storage cannot be used";
}
