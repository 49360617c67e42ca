/** What a notebook wishes for: a model that is used or downloaded, or files that are kept. */
import type {Described, ModelEntry, ModelTransfer, ShelfCall} from "@ecco/cells/model-picker";

/** What a source names, before anybody is asked. */
export interface Named {
  /** Who would be asked; null for nobody. */
  readonly host: string | null;
  /** The whole address; null for none. */
  readonly address: string | null;
  /** Whether the host is this computer, or one of its network. */
  readonly isPrivate: boolean;
  /** Whether the host is sent this computer's access token. */
  readonly token: boolean;
  /** Whether the model is on this computer already. */
  readonly here: boolean;
}

/**
 * Where a wish is. queued: it waits for its turn; asking: it is named. Then the reader is asked: whether a host may be asked for it or a model
 * of this computer be used (consent), whether so much may be downloaded (size), for a token, whether files may be kept
 * (keep). ready: agreed to, it waits for its turn. working: it is described, brought or kept.
 */
export type Step =
  | "queued"
  | "asking"
  | "consent"
  | "size"
  | "token"
  | "keep"
  | "ready"
  | "working";

export const questions: ReadonlySet<Step> = new Set<Step>(["consent", "size", "token", "keep"]);

export interface Wanted {
  /** Names the wish among those of the notebook. */
  readonly key: string;
  readonly step: Step;
  /** The model's source; of files, what the model will be called. */
  readonly src: string;
  readonly named: Named;
  /** Of the model or the files; null as long as it is not known. */
  readonly bytes: number | null;
  readonly files: readonly File[];
  readonly transfer: ModelTransfer | null;
  /** What the host has said. */
  readonly message: string;
}

export interface BringCall extends ShelfCall {
  /** The notebook that reads the model. */
  readonly notebook?: string | undefined;
  /** Whether the model lies beside the notebook. */
  readonly beside?: boolean | undefined;
  /** The reader has agreed to so many bytes; absent where the host does not say how many there are. */
  readonly most?: number | undefined;
}

export interface KeepCall extends ShelfCall {
  /** Whether a notebook has asked for it: it takes no other model's name, and there are limits. */
  readonly forNotebook?: boolean;
}

/** What the desk asks the server. */
export interface DeskServer {
  list(): Promise<readonly ModelEntry[]>;
  /** Asks no host. */
  name(src: string): Promise<Named>;
  describe(src: string, call: ShelfCall): Promise<Described>;
  bring(src: string, call: BringCall): Promise<string>;
  /** Returns how many bytes a notebook may have kept; null where the disk does not say. */
  room(): Promise<number | null>;
  keep(files: readonly File[], call: KeepCall): Promise<string>;
}
