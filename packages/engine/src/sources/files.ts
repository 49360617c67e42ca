/** Where a model's files lie: a folder or a web address. */
export interface Files {
  /** As messages name it. */
  readonly location: string;
  /** Opens a file; null when there is none of that name. */
  open(name: string, signal: AbortSignal | undefined): Promise<OpenFile | null>;
  /** Like `open`, but holds no connection until it is read: for many at once. Absent where `open` holds none either. */
  peek?(name: string, signal: AbortSignal | undefined): Promise<OpenFile | null>;
  /** Names of all files; absent where they cannot be listed. */
  list?(): Promise<readonly string[]>;
  /** Like `list`, of a host that has to be asked and may not say: null then. */
  ask?(signal: AbortSignal | undefined): Promise<readonly string[] | null>;
}

export interface OpenFile {
  /** In bytes; null when the host does not say. */
  readonly size: number | null;
  /** The file's bytes in parts; each holds until the next is asked for. */
  read(): AsyncIterable<Uint8Array>;
  /** Fills *target* from the file's beginning, telling of each part; returns how many bytes there were. Where it can. */
  readInto?(target: Uint8Array, count: (bytes: number) => void): Promise<number>;
  /** Frees the handle of a file that will not be read. */
  close(): Promise<void>;
}
