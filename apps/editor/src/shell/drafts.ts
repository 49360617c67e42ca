/** What was typed and is not on disk yet: kept in this browser, and by the server where saving fails for another reason. */
import type {Kept} from "./kept.ts";

export interface Draft {
  readonly text: string;
  /** Names the text on disk that was edited; null for a file that was not there. */
  readonly base: string | null;
  /** Whether it may run: none of it came from another program without being agreed to. */
  readonly own?: boolean;
  /** When, in ms since 1970. */
  readonly time: number;
}

/** One place where drafts are kept, by the name of the file. Nothing here throws. */
export interface DraftPlace {
  readonly load: (path: string) => Promise<Draft | undefined>;
  /** Returns null when it is kept, else why not. */
  readonly keep: (path: string, draft: Draft) => Promise<string | null>;
  readonly drop: (path: string) => Promise<void>;
}

export interface Drafts {
  /** Returns the newest that is kept, wherever. */
  readonly load: (path: string) => Promise<Draft | undefined>;
  /** Keeps it in this browser, and *beyond* it too: for who opens the folder at another address. */
  readonly keep: (path: string, draft: Draft, beyond: boolean) => Promise<Kept>;
  readonly drop: (path: string) => Promise<void>;
}

/** Returns drafts that are kept in both places. */
export function draftsIn(browser: DraftPlace, server: DraftPlace): Drafts {
  const [near, far] = [inTurn(browser), inTurn(server)];
  /** What the server may have. */
  const sent = new Set<string>();
  return {
    async load(path) {
      const found = await Promise.all([near.load(path), far.load(path)]);
      if (found[1]) sent.add(path);
      return found.filter((each) => each !== undefined).toSorted((a, b) => b.time - a.time)[0];
    },
    async keep(path, draft, beyond) {
      if (beyond) sent.add(path);
      const [why, whyFar] = await Promise.all([
        near.keep(path, draft),
        beyond ? far.keep(path, draft) : "not asked"
      ]);
      return {browser: why === null, server: whyFar === null, why};
    },
    async drop(path) {
      await Promise.all([near.drop(path), sent.delete(path) && far.drop(path)]);
    }
  };
}

/** Does one thing at a time for a file: the newest waits for what is under way, in place of what waited before it. */
function inTurn({load, keep, drop}: DraftPlace): DraftPlace {
  const lines = new Map<string, Line>();
  const line = (path: string): Line => {
    const known = lines.get(path) ?? new Line();
    lines.set(path, known);
    return known;
  };
  return {
    load: (path) => load(path).catch(() => undefined),
    keep: (path, draft) => line(path).take(() => keep(path, draft)),
    drop: async (path) => void (await line(path).take(() => drop(path).then(() => null)))
  };
}

type Act = () => Promise<string | null>;

class Line {
  #busy = false;
  #next: {act: Act; readonly result: Promise<string | null>; readonly begin: () => void} | null =
    null;

  take(act: Act): Promise<string | null> {
    if (!this.#busy) return this.#begin(act);
    if (this.#next) {
      this.#next.act = act;
      return this.#next.result;
    }
    let begin!: () => void;
    const next = {
      act,
      result: new Promise<string | null>((resolve) => {
        begin = () => resolve(this.#begin(next.act));
      }),
      begin
    };
    this.#next = next;
    return next.result;
  }

  async #begin(act: Act): Promise<string | null> {
    this.#busy = true;
    const why = await act().catch(String);
    this.#busy = false;
    const next = this.#next;
    this.#next = null;
    next?.begin();
    return why;
  }
}
