/** Models as the editor's server brings and keeps them; who implements it knows the hub and the cache. */

/** A model that can be opened at once. */
export interface StoredModel {
  /** What names it: atlas, hf:owner/name, local:name. */
  readonly src: string;
  readonly name: string;
  readonly kind: "embedded" | "cached" | "local";
  readonly architecture: string | null;
  readonly bytes: number | null;
}

/** What a source names, before anybody is asked. */
export interface NamedModel {
  /** Who would be asked for it, with the port where that is not the usual one; null for nobody. */
  readonly host: string | null;
  /** The whole address that is asked; null for nobody. */
  readonly address: string | null;
  /** Whether the host is this computer, or one of its network. */
  readonly isPrivate: boolean;
  /** Whether an access token of this computer is sent to the host. */
  readonly token: boolean;
  /** Whether it is on this computer already. */
  readonly here: boolean;
}

export interface ModelDescription {
  readonly name: string;
  readonly bytes: number | null;
  /** Whether nothing has to be downloaded. */
  readonly here: boolean;
  /** Who would be asked; null for nobody. */
  readonly host: string | null;
}

export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Most bytes that are downloaded. */
  readonly most?: number | undefined;
  readonly token?: string | undefined;
  readonly progress: (
    loaded: number,
    total: number | null,
    detail?: {readonly rate: number; readonly remaining: number | null}
  ) => void;
}

/** Where a model's files lie. */
export interface ModelPlace {
  /** The folder nothing may lead out of. */
  readonly within: string;
  readonly folder: string;
  /** What a folder's model is called. */
  readonly name: string;
  /** The one file that is the model; null for a folder's own. */
  readonly file: string | null;
  /** Names of all its files, from the folder; null for those that models have. */
  readonly files: readonly string[] | null;
}

/** What is to be kept, and for whom. */
export interface KeepRequest {
  readonly name: string;
  readonly files: readonly {readonly name: string; readonly bytes: number}[];
  /** All bytes of all files, one after the other. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Whether a notebook has asked for it: then it takes no other's name, and there are limits. */
  readonly forNotebook: boolean;
}

export interface ModelStore {
  list(): Promise<readonly StoredModel[]>;
  /** Returns what a source names; asks nobody. */
  name(src: string): Promise<NamedModel>;
  describe(src: string, signal: AbortSignal, token?: string): Promise<ModelDescription>;
  /** Brings a source here; returns where it is now. */
  fetch(src: string, options: FetchOptions): Promise<ModelPlace>;
  /** Returns how many bytes may still be kept. */
  room(forNotebook: boolean): Promise<number | null>;
  /** Keeps all files of a model, or none of them; returns what names it. */
  keep(request: KeepRequest): Promise<string>;
  remove(src: string): Promise<void>;
}
