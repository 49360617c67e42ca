import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {browserDrafts} from "../../apps/editor/src/shell/browser-drafts.ts";
import {draftsIn} from "../../apps/editor/src/shell/drafts.ts";
import type {DraftPlace} from "../../apps/editor/src/shell/drafts.ts";
import {eventually} from "../eventually.ts";

const draft = {text: "typed \uD83D", base: null, time: 1};
const real = indexedDB;

const deleted = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = real.deleteDatabase("ecco");
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error!);
  });

beforeEach(deleted);
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const nowhere: DraftPlace = {
  load: () => Promise.resolve(undefined),
  keep: () => Promise.resolve("not here"),
  drop: () => Promise.resolve()
};

test("a draft is kept as it is, in its folder, and dropped", async () => {
  const place = browserDrafts("one");
  expect(await place.load("a.html")).toBeUndefined();
  expect(await place.keep("a.html", draft)).toBeNull();
  expect(await browserDrafts("one").load("a.html")).toEqual(draft);
  expect(await browserDrafts("two").load("a.html")).toBeUndefined();
  await place.drop("a.html");
  expect(await place.load("a.html")).toBeUndefined();
});

/** Storage that fails, each in its way; what is said then. */
const faults: Readonly<Record<string, readonly [string, () => void]>> = {
  "there is none": ["cannot be used", () => vi.stubGlobal("indexedDB", undefined)],
  "to name it throws": [
    "cannot be used",
    () =>
      vi.spyOn(globalThis, "indexedDB", "get").mockImplementation(() => {
        throw new DOMException("denied", "SecurityError");
      })
  ],
  "to open it throws": [
    "cannot be used",
    () =>
      vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
        throw new DOMException("denied", "SecurityError");
      })
  ],
  "it is full at once": [
    "full",
    () =>
      vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
        throw new DOMException("no room", "QuotaExceededError");
      })
  ],
  "it is full at the end": [
    "full",
    () => {
      const {put} = IDBObjectStore.prototype;
      vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
        this: IDBObjectStore,
        ...all
      ) {
        const request = put.apply(this, all);
        Object.defineProperty(this.transaction, "error", {
          get: () => new DOMException("no room", "QuotaExceededError")
        });
        this.transaction.abort();
        return request;
      });
    }
  ]
};

test.each(Object.entries(faults))(
  "%s: nothing throws, and it is said",
  async (_, [words, fail]) => {
    fail();
    const drafts = draftsIn(browserDrafts("one"), nowhere);
    expect(await drafts.load("a.html")).toBeUndefined();
    const kept = await drafts.keep("a.html", draft, false);
    expect(kept).toEqual({browser: false, server: false, why: expect.any(String)});
    expect(kept.why).toContain(words);
    await drafts.drop("a.html");
  }
);

test("storage that never answers is waited for once, two seconds, and used when it answers after all", async () => {
  // To delete it waits for a page that does not let go, and to open it waits for that.
  const holder = await new Promise<IDBDatabase>((resolve) => {
    const request = real.open("ecco", 1);
    request.onsuccess = () => resolve(request.result);
  });
  const gone = deleted();
  const open = vi.spyOn(IDBFactory.prototype, "open");
  vi.useFakeTimers();
  const place = browserDrafts("one");
  const asked = [place.keep("a.html", draft), place.keep("b.html", draft)];
  await vi.advanceTimersByTimeAsync(2000);
  const why = "its storage does not answer";
  expect(await Promise.all(asked)).toEqual([why, why]);
  // No time goes by any more.
  expect(await place.keep("c.html", draft)).toBe(why);
  expect(open).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
  holder.close();
  await gone;
  await eventually(async () => expect(await place.keep("a.html", draft)).toBeNull());
});

test("storage that was cleared meanwhile is opened again", async () => {
  const place = browserDrafts("one");
  expect(await place.keep("a.html", draft)).toBeNull();
  await deleted();
  expect(await place.load("a.html")).toBeUndefined();
  expect(await place.keep("a.html", draft)).toBeNull();
  expect(await browserDrafts("one").load("a.html")).toEqual(draft);
});

test("storage of a newer Ecco is not touched, and it is said", async () => {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = real.open("ecco", 2);
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  expect(await browserDrafts("one").keep("a.html", draft)).toBe("its storage cannot be used");
});
