import {deferred} from "../../packages/engine/src/deferred.ts";
import {expect, test} from "vitest";
import {Programs} from "../../packages/engine/src/explain/programs.ts";
import type {Preparing} from "../../packages/engine/src/index.ts";
import type {Program, Waiting} from "../../packages/engine/src/backends/backend.ts";
import type {Waiter} from "../../packages/engine/src/explain/preparation.ts";

function fake(disposed: string[], name: string): () => Promise<Program> {
  return () =>
    Promise.resolve({
      inputs: [],
      run: () => Promise.reject(new Error()),
      dispose: () => disposed.push(name)
    });
}

test("the longest unused program goes, one that runs stays", async () => {
  const programs = new Programs(2);
  const disposed: string[] = [];
  const {promise, resolve} = deferred<void>();
  const running = programs.use("a", fake(disposed, "a"), () => promise);
  await programs.use("b", fake(disposed, "b"), async () => {});
  await programs.use("c", fake(disposed, "c"), async () => {});
  await programs.use("d", fake(disposed, "d"), async () => {});
  expect(disposed).toEqual(["b", "c"]);
  expect(programs.size).toBe(2);
  resolve();
  await running;
  await programs.use("d", fake(disposed, "d again"), async () => {});
  programs.dispose();
  await Promise.resolve();
  expect(disposed).toEqual(["b", "c", "a", "d"]);
});

test("a program that does not compile is tried again", async () => {
  const programs = new Programs();
  const fails = (): Promise<Program> => Promise.reject(new Error("no kernel"));
  await expect(programs.use("a", fails, async () => 1)).rejects.toThrow("no kernel");
  await expect(programs.use("a", fake([], "a"), async () => 2)).resolves.toBe(2);
});

/** A program that is ready when it is let, and what was heard of it. */
function slow(disposed: string[], name: string) {
  const {promise, resolve} = deferred<void>();
  const heard: Preparing[] = [];
  let seen: Waiting = {};
  return {
    heard,
    let: resolve,
    given: () => seen.signal!.aborted,
    hear: (what: string, signal?: AbortSignal): Waiter => ({
      what,
      signal,
      preparing: (state) => heard.push(state)
    }),
    compile: async (waiting: Waiting): Promise<Program> => {
      seen = waiting;
      waiting.started?.(7);
      await promise;
      return fake(disposed, name)();
    }
  };
}

test("whoever waits for a program hears of it, from whenever they wait; a program that is ready makes no noise", async () => {
  const programs = new Programs();
  const {heard, hear, compile, let: ready} = slow([], "a");
  const first = programs.use("a", compile, async () => {}, hear("gradient"));
  const second = programs.use("a", compile, async () => {}, hear("again"));
  const begun = [
    {nodes: 7, what: "gradient", done: false},
    {nodes: 7, what: "again", done: false}
  ];
  expect(heard).toEqual(begun);
  ready();
  await Promise.all([first, second]);
  const ended = begun.map((state) => ({...state, done: true}));
  expect(heard).toEqual([...begun, ...ended]);
  await programs.use("a", compile, async () => {}, hear("later"));
  expect(heard).toEqual([...begun, ...ended]);
});

test("who stops while a program is prepared is let go at once, and the program goes when it is ready", async () => {
  const programs = new Programs();
  const disposed: string[] = [];
  const stop = new AbortController();
  const {given, hear, compile, let: ready} = slow(disposed, "a");
  const asked = programs.use("a", compile, async () => {}, hear("gradient", stop.signal));
  expect(given()).toBe(false);
  stop.abort(new Error("stopped"));
  await expect(asked).rejects.toThrow("stopped");
  expect(given()).toBe(true);
  expect(programs.size).toBe(0);
  expect(disposed).toEqual([]);
  ready();
  await expect(programs.use("a", fake(disposed, "again"), async () => 1)).resolves.toBe(1);
  expect(disposed).toEqual(["a"]);
});

test("a program that somebody else waits for stays when the first one stops", async () => {
  const programs = new Programs();
  const disposed: string[] = [];
  const stop = new AbortController();
  const {given, hear, compile, let: ready} = slow(disposed, "a");
  const first = programs.use("a", compile, async () => 1, hear("gradient", stop.signal));
  const second = programs.use("a", compile, async () => 2, hear("gradient"));
  stop.abort(new Error("stopped"));
  await expect(first).rejects.toThrow("stopped");
  expect(given()).toBe(false);
  ready();
  await expect(second).resolves.toBe(2);
  expect(programs.size).toBe(1);
  expect(disposed).toEqual([]);
});
