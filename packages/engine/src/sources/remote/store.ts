/** Where downloaded and kept models lie: a folder on disk, or the browser's own storage. Paths have "/" between parts. */
import type {Files} from "../files.ts";

export interface Store {
  /** As messages name it: "in this browser", a folder. */
  readonly place: string;
  /** Returns the files of a folder. */
  files(folder: string): Files;
  /** Returns where a folder really is, for programs beside; null in a browser. */
  path(folder: string): string | null;
  /** Returns what a file holds; null where there is none, or none that could be a text of Ecco. */
  readText(path: string): Promise<string | null>;
  writeText(path: string, text: string): Promise<void>;
  /** Returns the names in a folder; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Removes a folder and all in it. */
  remove(folder: string): Promise<void>;
  /** Returns how many bytes can still be kept; null where it does not say. */
  room(): Promise<number | null>;
  /** Opens what there is of a file so far. */
  part(path: string): Promise<Part>;
  /** Does *work* while nobody else does it for the same path. */
  alone<T>(path: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** A file on its way; only when it is whole and checked does it get its name. */
export interface Part {
  /** How many bytes there are. */
  readonly length: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Throws away what there is. */
  empty(): Promise<void>;
  /** Returns the SHA-256 of what there is, in hexadecimal. */
  digest(): Promise<string>;
  /** Gives the file its name. */
  commit(): Promise<void>;
  /** Frees it; what there is stays for the next time. */
  close(): Promise<void>;
}
