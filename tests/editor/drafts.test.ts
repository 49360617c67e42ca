import {deferred} from "../../packages/engine/src/deferred.ts";
import {expect, test} from "vitest";
import {draftsIn} from "../../apps/editor/src/shell/drafts.ts";
import type {Draft, DraftPlace} from "../../apps/editor/src/shell/drafts.ts";
import {keptWords} from "../../apps/editor/src/shell/kept.ts";
import {pass, rest, withDesk} from "./desk.ts";
import type {Desk} from "./desk.ts";
import {notebookOf, type} from "./fakes.ts";

const draft = (text: string, time = 0): Draft => ({text, base: null, time});

/** A place whose answers come when they are let go. */
class Place implements DraftPlace {
  readonly kept = new Map<string, Draft>();
  readonly asked: string[] = [];
  /** Why nothing is kept. */
  why: string | null = null;
  gate: Promise<unknown> = Promise.resolve();

  readonly load = async (name: string): Promise<Draft | undefined> => this.kept.get(name);
  readonly keep = async (name: string, one: Draft): Promise<string | null> => {
    this.asked.push(one.text);
    await this.gate;
    if (this.why === null) this.kept.set(name, one);
    return this.why;
  };
  readonly drop = async (name: string): Promise<void> => {
    this.asked.push("drop");
    await this.gate;
    this.kept.delete(name);
  };
}

test("while one draft is being kept only the newest waits, and a drop takes its place", async () => {
  const [near, far] = [new Place(), new Place()];
  const drafts = draftsIn(near, far);
  const open = deferred<void>();
  near.gate = open.promise;
  const all = ["1", "2", "3", "4"].map((text) => drafts.keep("a", draft(text), false));
  open.resolve();
  expect((await Promise.all(all)).every(({browser}) => browser)).toBe(true);
  expect([near.asked, near.kept.get("a")?.text]).toEqual([["1", "4"], "4"]);
  const again = deferred<void>();
  near.gate = again.promise;
  const last = [drafts.keep("a", draft("5"), false), drafts.keep("a", draft("6"), false)];
  const dropped = drafts.drop("a");
  again.resolve();
  await Promise.all([...last, dropped]);
  expect([near.asked.slice(2), near.kept.size]).toEqual([["5", "drop"], 0]);
  // What was never given to the server is not taken from it.
  expect(far.asked).toEqual([]);
});

test("the newest is loaded, wherever it is; a place that fails hinders nothing", async () => {
  const [near, far] = [new Place(), new Place()];
  const drafts = draftsIn(near, far);
  near.kept.set("a", draft("here", 1));
  far.kept.set("a", draft("with the server", 2));
  expect((await drafts.load("a"))?.text).toBe("with the server");
  const broken = (): Promise<never> => Promise.reject(new Error("denied"));
  const half = draftsIn({load: broken, keep: broken, drop: broken}, far);
  expect((await half.load("a"))?.text).toBe("with the server");
  expect(await half.keep("a", draft("b", 3), true)).toMatchObject({browser: false, server: true});
  await half.drop("a");
  expect(far.kept.size).toBe(0);
});

test.each([
  [{browser: true, server: true, why: null}, "kept in this browser and by the server"],
  [{browser: true, server: false, why: null}, "kept in this browser"],
  [{browser: false, server: true, why: "full"}, "kept by the server, not in this browser"],
  [{browser: false, server: false, why: "its storage is full"}, "in this page only"],
  [null, "Your text is in this page"]
])("it is said where the text is: %j", (kept, words) => {
  expect(keptWords(kept)).toContain(words);
  expect(keptWords(kept).includes("kept in this browser")).toBe(kept?.browser === true);
});

let desk: Desk;
withDesk((made) => void (desk = made));

test("a notebook of megabytes is kept every so many ms, not at every key; leaving keeps it at once", async () => {
  const large = "x".repeat(3_000_000);
  desk.disk.put(notebookOf(large, "b", "c"));
  const session = desk.open();
  let kept = 0;
  const keep = desk.drafts.keep;
  Object.assign(desk.drafts, {keep: (...all: Parameters<typeof keep>) => (kept++, keep(...all))});
  for (let n = 0; n < 20; n++) {
    type(session, 2, "y");
    await pass(10);
  }
  expect(kept).toBe(0);
  session.leave();
  expect([kept, desk.drafts.text]).toEqual([1, notebookOf(large, `b${"y".repeat(20)}`, "c")]);
  await rest();
  expect(desk.disk.text).toBe(notebookOf(large, `b${"y".repeat(20)}`, "c"));
  type(session, 2, "z");
  await pass(600);
  expect(desk.drafts.text).toContain("yz");
  // Another notebook is opened.
  type(session, 2, "!");
  session.close();
  expect(desk.drafts.text).toContain("yz!");
});

test("a page that goes while a write is under way sends what is newer past it", async () => {
  const {session, disk} = desk;
  disk.latency = 5000;
  type(session, 1, "1");
  await pass(710);
  type(session, 1, "2");
  session.leave();
  session.leave();
  await pass(20_000);
  expect(disk.writes.at(-1)).toBe(notebookOf("a12", "b", "c"));
  await rest();
  expect([session.state.kind, disk.text]).toEqual(["saved", notebookOf("a12", "b", "c")]);
});

test("only what the server could not write is given to the server to keep", async () => {
  const {session, disk, drafts} = desk;
  const places: boolean[] = [];
  const keep = drafts.keep;
  Object.assign(drafts, {
    keep: (...all: Parameters<typeof keep>) => (places.push(all[2]), keep(...all))
  });
  type(session, 1, "1");
  disk.line = "down";
  await pass(800);
  expect([session.state.kind, places]).toEqual(["failed", [false, false]]);
  disk.line = "up";
  await rest();
  Object.assign(disk, {write: () => Promise.reject(new Error("the disk is full"))});
  const second = desk.open();
  places.length = 0;
  type(second, 1, "2");
  await pass(800);
  expect([places, second.kept?.server]).toEqual([[false, true], true]);
});

test("half a character stays in the page and the draft, and the cell that has it is named", async () => {
  const {session, disk} = desk;
  type(session, 2, "\uD83D");
  expect(desk.drafts.text).toBe(notebookOf("a", "b\uD83D", "c"));
  await rest();
  expect([session.state.kind, session.halves, disk.text]).toEqual([
    "saved",
    [2],
    notebookOf("a", "b\uFFFD", "c")
  ]);
  expect(disk.writes).toHaveLength(1);
  type(session, 2, "\uDE80");
  await rest();
  expect([session.halves, disk.text]).toEqual([[], notebookOf("a", "b🚀", "c")]);
});
