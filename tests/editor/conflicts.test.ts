import {describe, expect, test} from "vitest";
import type {Session} from "../../apps/editor/src/shell/session.ts";
import {before, pass, rest, withDesk} from "./desk.ts";
import type {Desk} from "./desk.ts";
import {cellsOf, notebookOf, type} from "./fakes.ts";
import type {FakeDisk, FakeDrafts} from "./fakes.ts";

let desk: Desk;
let disk: FakeDisk;
let drafts: FakeDrafts;
let session: Session;
withDesk((made) => {
  desk = made;
  ({disk, drafts, session} = made);
});

describe("another program", () => {
  test("a change of a notebook that is on disk is taken over, and nothing written", async () => {
    await desk.foreign(notebookOf("a", "b", "c9"));
    expect([cellsOf(session), session.state.kind, desk.told.notebook]).toEqual([
      ["a", "b", "c9"],
      "saved",
      1
    ]);
    await rest();
    expect([disk.writes, drafts.text]).toEqual([[], undefined]);
    session.undo();
    expect(cellsOf(session)).toEqual(["a", "b", "c"]);
  });

  test("changes of different cells are brought together and written; undo gives back ours", async () => {
    type(session, 1, "1");
    await desk.foreign(notebookOf("a", "b", "c9"));
    expect(cellsOf(session)).toEqual(["a1", "b", "c9"]);
    await rest();
    expect(disk.writes).toEqual([notebookOf("a1", "b", "c9")]);
    expect(session.history.undoLabel).toBe("change by another program");
    session.undo();
    expect(cellsOf(session)).toEqual(["a1", "b", "c"]);
  });

  test("so they are when the server did not tell, and the write finds out", async () => {
    type(session, 1, "1");
    disk.put(notebookOf("a", "b", "c9"));
    await rest();
    expect([disk.writes, session.state.kind]).toEqual([[notebookOf("a1", "b", "c9")], "saved"]);
    expect(cellsOf(session)).toEqual(["a1", "b", "c9"]);
  });

  test("what is typed while both are brought together stays", async () => {
    disk.latency = 300;
    type(session, 1, "1");
    disk.put(notebookOf("a", "b", "c9"));
    await pass(1100);
    type(session, 2, "2");
    await rest();
    expect(disk.text).toBe(notebookOf("a1", "b2", "c9"));
  });

  test("an answer that comes late does not bring back what was before", async () => {
    disk.latency = 400;
    disk.put(notebookOf("a", "b", "c9"));
    void session.diskChanged(disk.etag);
    type(session, 1, "1");
    void session.save();
    await rest();
    expect([disk.text, cellsOf(session)]).toEqual([notebookOf("a1", "b", "c9"), ["a1", "b", "c9"]]);
    expect(desk.told.notebook).toBe(2);
  });

  test("the echo of our own write is nothing, whenever it comes", async () => {
    type(session, 1, "1");
    await pass(715);
    // Told before the answer to the write is here.
    expect([disk.text, session.state.kind]).toEqual([notebookOf("a1", "b", "c"), "saving"]);
    void session.diskChanged(disk.etag);
    await rest();
    type(session, 1, "2");
    // Told of something older: the file is read, and found to be ours.
    void session.diskChanged('"older"');
    await rest();
    expect(disk.text).toBe(notebookOf("a12", "b", "c"));
    expect([desk.told.notebook, session.history.undoLabel]).toEqual([2, "typing"]);
  });

  test("both have made the same change: there is nothing to write", async () => {
    type(session, 1, "1");
    await desk.foreign(notebookOf("a1", "b", "c"));
    await rest();
    expect([disk.writes, session.state.kind, drafts.text]).toEqual([[], "saved", undefined]);
    expect([desk.told.notebook, session.history.undoLabel]).toEqual([1, "typing"]);
  });

  test("going back to what we once wrote is a change like any other", async () => {
    for (const text of ["1", "2"]) {
      type(session, 1, text);
      await rest();
    }
    await desk.foreign(notebookOf("a1", "b", "c"));
    await rest();
    expect([cellsOf(session), disk.text]).toEqual([["a1", "b", "c"], notebookOf("a1", "b", "c")]);
    expect(session.history.undoLabel).toBe("change by another program");
  });

  test("a file that cannot be read when it has changed is read later, before anything is written", async () => {
    disk.line = "down";
    await desk.foreign(notebookOf("a", "b", "c9"));
    expect(session.state.kind).toBe("failed");
    await pass(10_000);
    expect(session.state.kind).not.toBe("saved");
    disk.line = "up";
    await rest();
    expect([cellsOf(session), session.state.kind]).toEqual([["a", "b", "c9"], "saved"]);
    expect(disk.writes).toEqual([]);
  });
});

describe("conflicts", () => {
  const theirs = notebookOf("a9", "b9", "c");

  async function collide(): Promise<void> {
    type(session, 1, "1");
    await desk.foreign(theirs);
    expect(session.state).toEqual({kind: "conflict", theirs: disk.version});
  }

  test("the same cell: nothing is written, whatever is typed or saved, and it is in the draft", async () => {
    await collide();
    type(session, 3, "3");
    const told = {...desk.told};
    void session.save();
    await rest();
    expect([session.state.kind, disk.text]).toEqual(["conflict", theirs]);
    // The question does not come and go.
    expect(desk.told).toEqual(told);
    expect([cellsOf(session), drafts.text]).toEqual([
      ["a1", "b", "c3"],
      notebookOf("a1", "b", "c3")
    ]);
  });

  test("so it is when the write finds out", async () => {
    type(session, 1, "1");
    disk.put(theirs);
    await rest();
    expect([session.state, disk.text]).toEqual([{kind: "conflict", theirs: disk.version}, theirs]);
  });

  test("mine: ours is written over theirs, which is one undo away", async () => {
    await collide();
    void session.resolve("mine");
    await rest();
    expect([disk.text, session.state.kind]).toEqual([notebookOf("a1", "b", "c"), "saved"]);
    session.undo();
    expect(session.text).toBe(theirs);
    session.undo();
    expect(cellsOf(session)).toEqual(["a1", "b", "c"]);
  });

  test("theirs: it is shown, nothing is written, and ours is one undo away", async () => {
    await collide();
    void session.resolve("theirs");
    await rest();
    expect([session.text, disk.writes, session.state.kind]).toEqual([theirs, [], "saved"]);
    expect(drafts.text).toBeUndefined();
    session.undo();
    await rest();
    expect(disk.text).toBe(notebookOf("a1", "b", "c"));
  });

  test("mine, and meanwhile another change: a conflict again, nothing overwritten", async () => {
    await collide();
    disk.put(notebookOf("a99", "b9", "c"));
    void session.resolve("mine");
    await rest();
    expect(session.state).toEqual({kind: "conflict", theirs: disk.version});
    expect([disk.text, cellsOf(session)]).toEqual([notebookOf("a99", "b9", "c"), ["a1", "b", "c"]]);
  });

  test("what is offered is what is on disk now", async () => {
    await collide();
    await desk.foreign(notebookOf("a99", "b", "c"));
    expect(session.state).toEqual({kind: "conflict", theirs: disk.version});
    void session.resolve("theirs");
    await rest();
    expect([cellsOf(session), disk.writes]).toEqual([["a99", "b", "c"], []]);
  });

  test.each([
    ["takes its change back", before, ["a1", "b", "c"]],
    ["changes another cell instead", notebookOf("a", "b9", "c"), ["a1", "b9", "c"]],
    ["writes what is ours", notebookOf("a1", "b", "c"), ["a1", "b", "c"]]
  ])("the other program %s: the conflict ends by itself", async (_, text, cells) => {
    await collide();
    await desk.foreign(text);
    await rest();
    expect([session.state.kind, cellsOf(session)]).toEqual(["saved", cells]);
    expect(disk.text).toBe(notebookOf(...cells));
  });

  test("resolving what is no conflict does nothing", async () => {
    type(session, 1, "1");
    await session.resolve("theirs");
    expect(cellsOf(session)).toEqual(["a1", "b", "c"]);
  });

  test("a deleted file stays deleted until it is to be written again", async () => {
    await desk.foreign(null);
    expect(session.state).toEqual({kind: "conflict", theirs: null});
    // It is nowhere else now.
    expect(drafts.text).toBe(before);
    type(session, 1, "1");
    await rest();
    expect(disk.text).toBeNull();
    void session.resolve("mine");
    await rest();
    expect([disk.text, session.state.kind]).toEqual([notebookOf("a1", "b", "c"), "saved"]);
  });

  test("a file that is deleted while we type is not written again by itself", async () => {
    type(session, 1, "1");
    disk.put(null);
    await rest();
    expect([disk.text, session.state]).toEqual([null, {kind: "conflict", theirs: null}]);
    await desk.foreign(notebookOf("a", "b", "c9"));
    await rest();
    expect(disk.text).toBe(notebookOf("a1", "b", "c9"));
  });

  const merging = before.replace(
    "    b\n",
    "<<<<<<< HEAD\n    b1\n=======\n    b2\n>>>>>>> other\n"
  );

  test("a file in the middle of a merge by git is left alone, until it is through", async () => {
    await desk.foreign(merging);
    expect(session.state).toEqual({kind: "conflict", theirs: disk.version});
    await rest();
    expect([cellsOf(session), disk.text]).toEqual([["a", "b", "c"], merging]);
    await desk.foreign(notebookOf("a", "b12", "c"));
    expect([cellsOf(session), session.state.kind]).toEqual([["a", "b12", "c"], "saved"]);
  });

  test.each(["", "<!doctype html><p>no notebook</p>", "<notebook><script id=1>cut off"])(
    "what is no notebook (%j) is not taken over",
    async (text) => {
      type(session, 1, "1");
      await desk.foreign(text);
      const conflict = {kind: "conflict", theirs: disk.version};
      expect(session.state).toEqual(conflict);
      await expect(session.resolve("theirs")).rejects.toThrow(/notebook/);
      await rest();
      expect([session.state, cellsOf(session), disk.text]).toEqual([
        conflict,
        ["a1", "b", "c"],
        text
      ]);
      void session.resolve("mine");
      await rest();
      expect([disk.text, session.state.kind]).toEqual([notebookOf("a1", "b", "c"), "saved"]);
    }
  );
});
