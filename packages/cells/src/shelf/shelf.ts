/** Where models come from and where they are kept: this browser, or (in the editor) this computer. */
import type {ModelEntry, ModelTransfer} from "@ecco/viz";

/** What is known of a model before it is loaded. */
export interface Described {
  readonly name: string;
  /** Of all its files; null when the host does not say. */
  readonly bytes: number | null;
  /** Whether nothing has to be downloaded. */
  readonly here: boolean;
  /** Who would be asked for it; null where nobody is. */
  readonly host: string | null;
}

export interface ShelfCall {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((transfer: ModelTransfer) => void) | undefined;
  /** What a host that wants to know who asks is told; sent to no other. */
  readonly token?: string | undefined;
}

export interface Shelf {
  /** "in this browser". */
  readonly place: string;
  /** Returns the models that can be chosen at once, embedded ones first. */
  list(): Promise<readonly ModelEntry[]>;
  /** Returns what a source is, without downloading it. Throws SourceError; its code "token" means that one is wanted. */
  describe(src: string, call?: ShelfCall): Promise<Described>;
  /** Brings a source here, so that it opens without asking. */
  fetch(src: string, call?: ShelfCall): Promise<void>;
  /** Keeps files of this computer; returns what names them from now on. */
  keep(files: readonly File[], call?: ShelfCall): Promise<string>;
  /** Removes a model and its files. */
  remove(src: string): Promise<void>;
}

/** Thrown where a host wants to know who asks. */
export class TokenWanted extends Error {
  override readonly name = "TokenWanted";
}
