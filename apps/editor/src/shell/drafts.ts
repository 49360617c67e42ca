/** What was typed and is not on disk yet, kept in this browser: a crash of anything loses nothing. */
import {openDB} from "idb";
import type {DBSchema, IDBPDatabase} from "idb";

export interface Draft {
  readonly text: string;
  /** Names the text on disk that was edited; null for a file that was not there. */
  readonly base: string | null;
  /** When, in ms since 1970. */
  readonly time: number;
}

/** Where drafts are kept, by the name of the file. */
export interface Drafts {
  readonly load: (path: string) => Promise<Draft | undefined>;
  readonly keep: (path: string, draft: Draft) => Promise<void>;
  readonly drop: (path: string) => Promise<void>;
}

interface Schema extends DBSchema {
  drafts: {key: string; value: Draft};
}

/** Returns the drafts of a folder; without IndexedDB nothing is kept. */
export function browserDrafts(folder: string): Drafts {
  const database: Promise<IDBPDatabase<Schema> | null> = openDB<Schema>("ecco", 1, {
    upgrade: (created) => void created.createObjectStore("drafts")
  }).catch(() => null);
  const key = (path: string): string => `${folder}/${path}`;
  return {
    load: async (path) => (await database)?.get("drafts", key(path)),
    keep: async (path, draft) => {
      const transaction = (await database)?.transaction("drafts", "readwrite", {
        durability: "strict"
      });
      await transaction?.store.put(draft, key(path));
      await transaction?.done;
    },
    drop: async (path) => (await database)?.delete("drafts", key(path))
  };
}
