/** What sources that lie elsewhere are asked with, and what is known of them. */
import type {CachedModel, FetchProgress} from "./cached-model.ts";
import type {RemoteFile} from "./download.ts";
import type {HubOptions} from "./hub.ts";
import type {Store} from "./store.ts";

export interface RemoteOptions extends HubOptions {
  /** Where models are kept; defaults to this computer's cache, or the browser's storage. */
  readonly store?: Store | undefined;
  readonly progress?: FetchProgress | undefined;
  /** Called with what a reader should know: that the hub is not reached and a kept version is used, say. */
  readonly notice?: ((message: string) => void) | undefined;
  /** Called with config.json as soon as it is there; what it throws ends the download. */
  readonly check?: ((config: Readonly<Record<string, unknown>>) => void) | undefined;
  /** Most bytes that are downloaded, of all files; then a host has to say how many there are. */
  readonly most?: number | undefined;
  /** How often, and after how many ms first, a broken download is tried again. */
  readonly attempts?: number | undefined;
  readonly delay?: number | undefined;
}

/** What a source is, before anything of it is downloaded. */
export interface RemoteModel {
  readonly src: string;
  readonly name: string;
  readonly revision: string | null;
  readonly file: string | null;
  readonly files: readonly RemoteFile[];
  readonly folder: string;
  readonly host: string;
  /** The model in the store, where it is there as a whole. */
  readonly cached: CachedModel | null;
}
