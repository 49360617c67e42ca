/** Where a model's files lie: a folder or a web address. */
export interface Files {
  /** As messages name it. */
  readonly location: string;
  /** Opens a file; null when there is none of that name. */
  open(name: string, signal: AbortSignal | undefined): Promise<OpenFile | null>;
  /** Like `open`, but holds no connection until it is read: for many at once. Absent where `open` holds none either. */
  peek?(name: string, signal: AbortSignal | undefined): Promise<OpenFile | null>;
  /** Names of all files, or of those in a folder *within*; absent where they cannot be listed. */
  list?(within?: string): Promise<readonly string[]>;
  /** Like `list`, of a host that has to be asked and may not say: null then. */
  ask?(signal: AbortSignal | undefined): Promise<readonly string[] | null>;
}

export interface OpenFile {
  /** In bytes; null where only a host could say it: hosts compress, lie and change their minds. */
  readonly size: number | null;
  /** How many bytes will be read, as far as a host's words tell; never relied on. Null or absent where they do not. */
  readonly expected?: number | null;
  /** How many bytes come over the network, as the host announces them: compressed, where it compresses. */
  readonly transfer?: number | null;
  /** The file's bytes in parts; each holds until the next is asked for. */
  read(): AsyncIterable<Uint8Array>;
  /** Fills *target* from the file's beginning, telling of each part; returns how many bytes there were. Where it can. */
  readInto?(target: Uint8Array, count: (bytes: number) => void): Promise<number>;
  /** Frees the handle of a file that will not be read. */
  close(): Promise<void>;
}
