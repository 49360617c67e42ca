import {describe, expect, test, vi} from "vitest";
import type {Session} from "../../apps/editor/src/shell/session.ts";
import {before, pass, rest, withDesk} from "./desk.ts";
import type {Desk} from "./desk.ts";
import {cellsOf, notebookOf, path, type} from "./fakes.ts";
import type {FakeDisk, FakeDrafts} from "./fakes.ts";

let desk: Desk;
let disk: FakeDisk;
let drafts: FakeDrafts;
let session: Session;
withDesk((made) => {
  desk = made;
  ({disk, drafts, session} = made);
});

describe("saving", () => {
  test("what is typed is written once, a moment after the last keystroke", async () => {
    type(session, 1, "1");
    expect(session.state.kind).toBe("edited");
    await pass(600);
    type(session, 1, "2");
    await pass(690);
    expect(disk.writes).toEqual([]);
    await pass(15);
    expect(session.state.kind).toBe("saving");
    await pass(20);
    expect(session.state.kind).toBe("saved");
    await rest();
    expect(disk.writes).toEqual([notebookOf("a12", "b", "c")]);
    expect(disk.text).toBe(notebookOf("a12", "b", "c"));
  });

  test("what was only looked at is never written", async () => {
    await session.save();
    await rest();
    expect([disk.writes, session.state.kind]).toEqual([[], "saved"]);
  });

  test("what is typed while a write is under way is written after it", async () => {
    disk.latency = 500;
    type(session, 1, "1");
    await pass(1500);
    expect(session.state.kind).toBe("saving");
    type(session, 2, "2");
    expect(session.state.kind).toBe("edited");
    await pass(300);
    // The first is written, and the draft follows it.
    expect([disk.writes.length, session.state.kind]).toEqual([1, "edited"]);
    expect(drafts.kept.get(path)).toMatchObject({
      text: notebookOf("a1", "b2", "c"),
      base: disk.etag
    });
    await rest();
    expect(disk.writes).toEqual([notebookOf("a1", "b", "c"), notebookOf("a1", "b2", "c")]);
    expect([session.state.kind, drafts.text]).toEqual(["saved", undefined]);
  });

  test("an answer while somebody types does not show the notebook anew", async () => {
    disk.latency = 500;
    type(session, 1, "1");
    await pass(800);
    type(session, 2, "2");
    expect(desk.told.notebook).toBe(2);
    await rest();
    expect(desk.told.notebook).toBe(2);
  });

  test("saving at once waits for nothing, and many at once write once", async () => {
    type(session, 1, "1");
    const all = Promise.all([session.save(), session.save(), session.save()]);
    expect(session.state.kind).toBe("saving");
    await pass(30);
    await all;
    await rest();
    expect(disk.writes).toEqual([notebookOf("a1", "b", "c")]);
  });

  test("undo and redo are written too; back to what is on disk there is nothing to write", async () => {
    type(session, 1, "1");
    await rest();
    expect(session.undo()).toBe(true);
    await rest();
    expect(disk.text).toBe(before);
    expect(session.redo()).toBe(true);
    expect(session.undo()).toBe(true);
    await rest();
    expect([disk.writes.length, session.state.kind, drafts.text]).toEqual([2, "saved", undefined]);
    expect(session.undo()).toBe(false);
  });

  test("after the end nothing is written any more", async () => {
    disk.line = "down";
    type(session, 1, "1");
    await pass(705);
    session.close();
    await pass(50);
    disk.line = "up";
    await rest();
    expect(disk.writes).toHaveLength(0);
  });
});

describe("drafts", () => {
  test("a keystroke is kept at once, and dropped when it is on disk", async () => {
    const {etag} = disk;
    type(session, 1, "1");
    expect(drafts.kept.get(path)).toEqual({
      text: notebookOf("a1", "b", "c"),
      base: etag,
      own: true,
      time: Date.now()
    });
    await pass(705);
    expect(drafts.text).toBe(notebookOf("a1", "b", "c"));
    await pass(50);
    expect(drafts.text).toBeUndefined();
  });

  test("a draft of an earlier page stays until it is decided about", async () => {
    await drafts.keep(path, {text: notebookOf("a1", "b", "c"), base: disk.etag, time: 0}, false);
    await session.save();
    void session.diskChanged('"older"');
    await desk.foreign(notebookOf("a", "b", "c9"));
    await rest();
    expect([session.state.kind, drafts.text]).toEqual(["saved", notebookOf("a1", "b", "c")]);
  });

  test("a browser that keeps nothing does not hinder saving", async () => {
    const refused = (): Promise<never> => Promise.reject(new Error("QuotaExceededError"));
    Object.assign(drafts, {keep: refused, drop: refused});
    session = desk.open();
    type(session, 1, "1");
    await rest();
    expect([disk.text, session.state.kind]).toEqual([notebookOf("a1", "b", "c"), "saved"]);
  });

  test("a draft of what is on disk is taken up, written, and one undo away", async () => {
    session.restore(notebookOf("a1", "b", "c"), disk.etag);
    expect(cellsOf(session)).toEqual(["a1", "b", "c"]);
    await rest();
    expect([disk.text, drafts.text]).toEqual([notebookOf("a1", "b", "c"), undefined]);
    session.undo();
    expect(cellsOf(session)).toEqual(["a", "b", "c"]);
  });

  test.each([
    ["mine", ["a1", "b", "c"], ["a", "b", "c9"]],
    ["theirs", ["a", "b", "c9"], ["a1", "b", "c"]]
  ] as const)(
    "a draft of what is no longer on disk is a conflict: %s is written, the other one undo away",
    async (whose, written, undone) => {
      const {etag} = disk;
      disk.put(notebookOf("a", "b", "c9"));
      session = desk.open();
      session.restore(notebookOf("a1", "b", "c"), etag);
      expect(session.state).toEqual({kind: "conflict", theirs: disk.version});
      expect(drafts.kept.get(path)).toMatchObject({text: notebookOf("a1", "b", "c"), base: etag});
      type(session, 1, "");
      await rest();
      expect(disk.writes).toEqual([]);
      void session.resolve(whose);
      await rest();
      expect([disk.text, session.state.kind]).toEqual([notebookOf(...written), "saved"]);
      session.undo();
      expect(cellsOf(session)).toEqual(undone);
    }
  );
});

describe("a server that does not answer", () => {
  test("what is typed is in the draft; writing is tried again, and then the draft goes", async () => {
    disk.line = "down";
    type(session, 1, "1");
    await pass(720);
    expect(session.state).toEqual({kind: "failed", message: "the server does not answer"});
    await pass(30_000);
    expect([disk.writes, drafts.text]).toEqual([[], notebookOf("a1", "b", "c")]);
    type(session, 2, "2");
    await pass(30_000);
    expect([session.state.kind, drafts.text]).toEqual(["failed", notebookOf("a1", "b2", "c")]);
    disk.line = "up";
    await pass(3100);
    expect([session.state.kind, drafts.text]).toEqual(["saved", undefined]);
    expect(disk.writes).toEqual([notebookOf("a1", "b2", "c")]);
  });

  test("another failure is said, and tried again later", async () => {
    const write = vi.spyOn(disk, "write").mockRejectedValue(new Error("the server failed: ENOSPC"));
    session = desk.open();
    type(session, 1, "1");
    await pass(720);
    expect(session.state).toEqual({kind: "failed", message: "the server failed: ENOSPC"});
    await pass(9000);
    expect(write).toHaveBeenCalledTimes(1);
    write.mockRestore();
    await pass(2000);
    expect([disk.text, session.state.kind]).toEqual([notebookOf("a1", "b", "c"), "saved"]);
  });

  test("written, but the answer was lost: our own text is no conflict", async () => {
    disk.line = "lost";
    type(session, 1, "1");
    await pass(720);
    expect([disk.text, session.state.kind]).toEqual([notebookOf("a1", "b", "c"), "failed"]);
    disk.line = "up";
    type(session, 1, "2");
    await rest();
    expect([disk.text, session.state.kind]).toEqual([notebookOf("a12", "b", "c"), "saved"]);
    expect(session.history.undoLabel).toBe("typing");
  });
});
