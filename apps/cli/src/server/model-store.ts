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
  readonly token?: string | undefined;
  readonly progress: (
    loaded: number,
    total: number | null,
    detail?: {readonly rate: number; readonly remaining: number | null}
  ) => void;
}

export interface ModelStore {
  list(): Promise<readonly StoredModel[]>;
  describe(src: string, signal: AbortSignal, token?: string): Promise<ModelDescription>;
  /** Brings a source here; returns the folder or the one file it is now. */
  fetch(src: string, options: FetchOptions): Promise<string>;
  /** Writes one file of a model of this computer. */
  keep(name: string, file: string, body: AsyncIterable<Uint8Array>): Promise<void>;
  remove(src: string): Promise<void>;
}
