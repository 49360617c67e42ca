/** The notebooks of the folder as they are listed, and how the list changes without being asked for again. */
import * as v from "valibot";

export const entry = v.object({
  path: v.string(),
  title: v.string(),
  bytes: v.number(),
  /** Whether it may not be written. */
  readOnly: v.optional(v.boolean()),
  /** Why it does not open. */
  problem: v.optional(v.string())
});

/** What has become of a file. */
export const change = v.object({
  path: v.string(),
  /** Names what it holds now; null when it is gone; left out when that is not known. */
  etag: v.optional(v.nullable(v.string())),
  /** As it is listed now; null when it is not. */
  entry: v.nullable(entry)
});

export type Entry = v.InferOutput<typeof entry>;
export type FileChange = v.InferOutput<typeof change>;

export interface Listing {
  readonly folder: string;
  /** By path, numbers by their value. */
  readonly notebooks: readonly Entry[];
}

const {compare} = new Intl.Collator("en", {numeric: true});

/** Returns the list after these changes. */
export function withChanges(listing: Listing, changes: readonly FileChange[]): Listing {
  const changed = new Map(changes.map(({path, entry: now}) => [path, now]));
  const kept: Entry[] = [];
  for (const old of listing.notebooks) {
    const now = changed.get(old.path);
    changed.delete(old.path);
    if (now !== null) kept.push(now ?? old);
  }
  const added = [...changed.values()].filter((each) => each !== null);
  if (added.length === 0) return {...listing, notebooks: kept};
  added.sort((one, other) => compare(one.path, other.path));
  return {...listing, notebooks: merged(kept, added)};
}

/** Returns two sorted lists as one. */
function merged(kept: readonly Entry[], added: readonly Entry[]): readonly Entry[] {
  const all: Entry[] = [];
  let at = 0;
  for (const each of added) {
    while (at < kept.length && compare(kept[at]!.path, each.path) <= 0) all.push(kept[at++]!);
    all.push(each);
  }
  while (at < kept.length) all.push(kept[at++]!);
  return all;
}

/** The list of the folder: asked for once at a time, however often it is wanted, and changed by what is told meanwhile. */
export class FileList {
  listing: Listing | null = null;
  readonly #ask: () => Promise<Listing>;
  #now: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  /** Told since the list was asked for, and perhaps not in it. */
  #since: FileChange[] = [];

  constructor(ask: () => Promise<Listing>) {
    this.#ask = ask;
  }

  take(changes: readonly FileChange[]): void {
    if (this.#now) this.#since = [...this.#since, ...changes];
    if (this.listing) this.listing = withChanges(this.listing, changes);
  }

  /** Asks for the whole list; without an answer it stays as it was. */
  refresh(): Promise<void> {
    if (this.#now)
      return (this.#next ??= this.#now.then(() => {
        this.#next = null;
        return this.refresh();
      }));
    this.#since = [];
    this.#now = this.#ask()
      .then((listing) => void (this.listing = withChanges(listing, this.#since)))
      .catch(() => undefined)
      .finally(() => (this.#now = null));
    return this.#now;
  }
}
