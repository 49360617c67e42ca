import {readNotebook, setText, writeNotebook} from "@ecco/runtime/document";
import fc from "fast-check";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {Session} from "../../apps/editor/src/shell/session.ts";
import {FakeDisk, FakeDrafts, notebookOf, path, type} from "./fakes.ts";
import type {Line} from "./fakes.ts";

/** What happens, and how long nothing does after it, in ms. */
type Event = {readonly after: number} & (
  | {readonly what: "type" | "foreign"; readonly cell: number}
  | {readonly what: "line"; readonly line: Line}
  | {readonly what: "latency"; readonly latency: number}
  | {readonly what: "resolve"; readonly whose: "mine" | "theirs"}
  | {readonly what: "save" | "told" | "crash" | "delete"}
);

/** The reader and another program at one file; each word that is typed is typed once. */
class Story {
  readonly disk = new FakeDisk(notebookOf("a", "b", "c", "d"));
  readonly #kept = new FakeDrafts();
  /** States and places it has come by. */
  readonly seen: Set<string>;
  readonly words: string[] = [];
  readonly foreignWords: string[] = [];
  session: Session;
  #crash = new AbortController();
  #next = 0;
  /** Whether the reader has chosen the other version: ours is in the history only. */
  #gaveUp = false;

  constructor(seen: Set<string>) {
    this.seen = seen;
    this.session = this.#open();
  }

  #open(): Session {
    const {signal} = (this.#crash = new AbortController());
    // A page that is gone hears no answer, and keeps nothing more.
    const unless = <T>(promise: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        promise.then(
          (value) => signal.aborted || resolve(value),
          (error: Error) => signal.aborted || reject(error)
        );
      });
    return new Session(path, this.disk.version!, {
      disk: {
        read: () => unless(this.disk.read()),
        write: (...write) => unless(this.disk.write(...write))
      },
      drafts: this.#kept,
      changed: () => undefined
    });
  }

  readonly does: {
    readonly [W in Event["what"]]: (event: Extract<Event, {what: W}>) => void;
  } = {
    type: ({cell}) => {
      const word = this.#word("typed");
      this.words.push(word);
      type(this.session, cell, word);
    },
    foreign: ({cell}) => {
      if (this.disk.text === null) return;
      const notebook = readNotebook(this.disk.text);
      const word = this.#word("foreign");
      this.foreignWords.push(word);
      const {text} = notebook.cells.find(({id}) => id === cell)!;
      this.disk.put(writeNotebook(setText(notebook, cell, text + word)));
    },
    line: ({line}) => void (this.disk.line = line),
    latency: ({latency}) => void (this.disk.latency = latency),
    save: () => void this.session.save(),
    told: () => void this.session.diskChanged(this.disk.etag),
    delete: () => this.disk.put(null),
    resolve: ({whose}) => {
      this.#gaveUp ||= whose === "theirs";
      void this.session.resolve(whose);
    },
    crash: () => {
      // Of a file that is gone there is no page to open.
      if (this.disk.text === null) return;
      this.#crash.abort();
      this.session.close();
      const draft = this.#kept.kept.get(path);
      this.session = this.#open();
      if (draft && draft.text !== this.disk.text) this.session.restore(draft.text, draft.base);
      this.#expectKept();
    }
  };

  #word(kind: string): string {
    return ` ${kind}${this.#next++}.`;
  }

  async tell(events: readonly Event[]): Promise<void> {
    for (const event of events) {
      this.does[event.what](event as never);
      this.#expectKept();
      await vi.advanceTimersByTimeAsync(event.after);
      this.#expectKept();
    }
  }

  /** Everything comes to rest with a server that answers. */
  async end(): Promise<void> {
    this.disk.line = "up";
    void this.session.diskChanged(this.disk.etag);
    await vi.advanceTimersByTimeAsync(60_000);
    this.#expectKept();
  }

  close(): void {
    this.session.close();
    vi.clearAllTimers();
  }

  /** Every word typed is on disk or in the draft; in the history it is when the reader has chosen other words. */
  #expectKept(): void {
    this.seen.add(this.session.state.kind);
    const places = [this.disk.text ?? "", this.#kept.text ?? ""];
    // Until we are told, a file that is deleted is nowhere but here.
    if (this.disk.text === null) places.push(this.session.text);
    const isLost = (word: string): boolean => !places.some((place) => place.includes(word));
    if (this.#gaveUp && this.words.some(isLost)) {
      this.seen.add("history");
      places.push(this.session.text, ...this.#history());
    }
    expect(this.words.filter(isLost)).toEqual([]);
  }

  #history(): readonly string[] {
    const {history} = this.session;
    const texts: string[] = [];
    while (history.undo()) texts.push(this.session.text);
    for (const _ of texts) history.redo();
    return texts;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pauses = fc.constantFrom(0, 1, 15, 200, 690, 705, 1500, 4000);
const with_ = (what: object): fc.Arbitrary<Event> =>
  fc.record({after: pauses, ...what} as never) as fc.Arbitrary<Event>;
const happens = {
  type: (cells: readonly number[]) =>
    with_({what: fc.constant("type"), cell: fc.constantFrom(...cells)}),
  foreign: (cells: readonly number[]) =>
    with_({what: fc.constant("foreign"), cell: fc.constantFrom(...cells)}),
  line: (...lines: readonly Line[]) =>
    with_({what: fc.constant("line"), line: fc.constantFrom(...lines)}),
  latency: with_({what: fc.constant("latency"), latency: fc.constantFrom(0, 5, 100, 800)}),
  resolve: (...whose: readonly ("mine" | "theirs")[]) =>
    with_({what: fc.constant("resolve"), whose: fc.constantFrom(...whose)}),
  any: (...what: readonly ("save" | "told" | "crash" | "delete")[]) =>
    with_({what: fc.constantFrom(...what)})
};

/** Runs stories of these events; returns what they have come by. */
async function check(
  events: readonly fc.Arbitrary<Event>[],
  then: (story: Story) => Promise<void> | void
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(...events), {maxLength: 40, size: "max"}), async (told) => {
      const story = new Story(seen);
      try {
        await story.tell(told);
        await story.end();
        await then(story);
      } finally {
        story.close();
      }
    }),
    {numRuns: 400, seed: 11}
  );
  return seen;
}

test("typing and another program in other cells: all of it is on disk in the end, without a question", async () => {
  const seen = await check(
    [
      happens.type([1, 2]),
      happens.type([1, 2]),
      happens.foreign([3, 4]),
      happens.line("up", "down"),
      happens.latency,
      happens.any("save", "told")
    ],
    ({session, disk, words, foreignWords, seen: states}) => {
      expect(states.has("conflict")).toBe(false);
      expect([session.state.kind, session.text]).toEqual(["saved", disk.text]);
      for (const word of [...words, ...foreignWords]) expect(disk.text).toContain(word);
    }
  );
  expect([...seen].toSorted()).toEqual(["edited", "failed", "saved", "saving"]);
});

test("whatever happens, and whatever is chosen: nothing that was typed is lost", async () => {
  const seen = await check(
    [
      happens.type([1, 2, 3]),
      happens.type([1, 2, 3]),
      happens.foreign([2, 3, 4]),
      happens.line("up", "down", "lost"),
      happens.latency,
      happens.resolve("mine", "theirs"),
      happens.any("save", "told", "told", "delete")
    ],
    ({session}) => expect(session.state.kind).toMatch(/^(saved|conflict)$/)
  );
  expect([...seen].toSorted()).toEqual([
    "conflict",
    "edited",
    "failed",
    "history",
    "saved",
    "saving"
  ]);
});

test("whatever happens, and the page crashes: what was typed is on disk when it is chosen", async () => {
  const seen = await check(
    [
      happens.type([1, 2, 3]),
      happens.type([1, 2, 3]),
      happens.foreign([2, 3, 4]),
      happens.line("up", "down", "lost"),
      happens.latency,
      happens.resolve("mine"),
      happens.any("save", "told", "delete", "crash", "crash")
    ],
    async ({session, disk, words}) => {
      void session.resolve("mine");
      await vi.advanceTimersByTimeAsync(60_000);
      expect([session.state.kind, session.text]).toEqual(["saved", disk.text]);
      for (const word of words) expect(disk.text).toContain(word);
    }
  );
  expect([...seen].toSorted()).toEqual(["conflict", "edited", "failed", "saved", "saving"]);
});
