/** What came from other programs does not run until the reader agrees; what is typed here does. */
import {insertCell, setText, setType} from "@ecco/runtime/document";
import {beforeEach, describe, expect, test} from "vitest";
import {Session} from "../../apps/editor/src/shell/session.ts";
import {before, pass, withDesk} from "./desk.ts";
import type {Desk} from "./desk.ts";
import {notebookOf, path, type} from "./fakes.ts";

let desk: Desk;
withDesk((each) => (desk = each));

const held = (): readonly number[] => [...desk.session.held];
const known = (): boolean => desk.disk.known.has(desk.disk.text!);

describe("a notebook that may run", () => {
  test("typing never asks, and what is saved may run", async () => {
    type(desk.session, 1, "!");
    await pass(1000);
    expect([held(), known()]).toEqual([[], true]);
  });

  test("cells that another program has changed or added are held, the others are not", async () => {
    await desk.foreign(notebookOf("a", "B", "c", "d"));
    expect([held(), known()]).toEqual([[2, 4], false]);
  });

  test("a change by another program that the reader has run before is not held", async () => {
    const text = notebookOf("a", "B", "c");
    desk.disk.known.add(text);
    await desk.foreign(text);
    expect(held()).toEqual([]);
  });

  test("own text and another's, brought together, is held where it is another's, and not known when it is saved", async () => {
    type(desk.session, 1, "1");
    await desk.foreign(notebookOf("a", "b", "C"));
    await pass(2000);
    expect(desk.disk.text).toBe(notebookOf("a1", "b", "C"));
    expect([held(), known()]).toEqual([[3], false]);
  });

  test("typing into a held cell does not free it, nor does another type, nor moving it", async () => {
    await desk.foreign(notebookOf("a", "B", "c"));
    type(desk.session, 2, "1");
    expect(held()).toEqual([2]);
    desk.session.change(setType(desk.session.notebook, 2, "ts"));
    expect(held()).toEqual([2]);
    await pass(1000);
    expect(known()).toBe(false);
  });

  test("a new cell of the reader's runs beside held ones", async () => {
    await desk.foreign(notebookOf("a", "B", "c"));
    const {notebook, id} = insertCell(desk.session.notebook, {type: "js", text: "mine"});
    desk.session.change(notebook);
    expect(held()).toEqual([2]);
    expect(id).not.toBe(2);
  });

  test("undo goes back to what ran, redo to what is held", async () => {
    await desk.foreign(notebookOf("a", "B", "c"));
    desk.session.undo();
    expect(held()).toEqual([]);
    desk.session.redo();
    expect(held()).toEqual([2]);
  });

  test("agreed to, it runs, also after undo and redo; the next change is held again", async () => {
    await desk.foreign(notebookOf("a", "B", "c"));
    desk.session.provenance.agree(desk.session.notebook);
    expect(held()).toEqual([]);
    type(desk.session, 2, "1");
    expect(held()).toEqual([]);
    desk.session.undo();
    desk.session.undo();
    desk.session.redo();
    expect(held()).toEqual([]);
    await pass(2000);
    await desk.foreign(notebookOf("a", "b2", "c"));
    expect(held()).toEqual([2]);
  });

  test("agreeing to what was shown does not agree to what came meanwhile", async () => {
    await desk.foreign(notebookOf("a", "B", "c"));
    const shown = desk.session.notebook;
    await desk.foreign(notebookOf("a", "B", "C"));
    desk.session.provenance.agree(shown);
    expect(held()).toEqual([3]);
  });

  test("a conflict: theirs is held when it is taken, mine is not when it is kept", async () => {
    type(desk.session, 1, "1");
    await desk.foreign(notebookOf("A", "b", "c"));
    void desk.session.resolve("mine");
    await pass(1000);
    expect([held(), known()]).toEqual([[], true]);
    type(desk.session, 1, "2");
    await desk.foreign(notebookOf("AA", "b", "c"));
    void desk.session.resolve("theirs");
    await pass(1000);
    expect([held(), known()]).toEqual([[1], false]);
    desk.session.undo();
    expect(held()).toEqual([]);
  });

  test("a cell that another program has hidden is held: it does something else now", async () => {
    await desk.foreign(before.replace('<script id="2"', '<script id="2" hidden'));
    expect(held()).toEqual([2]);
  });

  test("a draft of own text is not held; one that holds another's text is, where it differs", () => {
    desk.session.restore(notebookOf("a1", "b", "c"), desk.disk.etag, true);
    expect(held()).toEqual([]);
    desk.session.restore(notebookOf("a1", "B", "c"), desk.disk.etag, false);
    expect(held()).toEqual([2]);
  });

  test("a draft says whether another's text is in it", async () => {
    type(desk.session, 1, "1");
    expect(desk.drafts.kept.get(path)!.own).toBe(true);
    await desk.foreign(notebookOf("a", "B", "c"));
    type(desk.session, 1, "2");
    expect(desk.drafts.kept.get(path)!.own).toBe(false);
  });
});

describe("a notebook that may not run", () => {
  beforeEach(() => {
    desk.disk.known.clear();
    desk.session.close();
    desk.open();
  });

  test("is held whole, and stays so while it is typed into and saved", async () => {
    expect(held()).toEqual([1, 2, 3]);
    type(desk.session, 1, "1");
    await pass(1000);
    expect([held(), known()]).toEqual([[1, 2, 3], false]);
  });

  test("agreed to, it runs, and what is typed then is known when it is saved", async () => {
    desk.session.provenance.agree(desk.session.notebook);
    type(desk.session, 1, "1");
    await pass(1000);
    expect([held(), known()]).toEqual([[], true]);
  });

  test("a version before what was agreed to is held again where it differs", async () => {
    await desk.foreign(notebookOf("a", "B", "c"));
    desk.session.provenance.agree(desk.session.notebook);
    desk.session.undo();
    expect(held()).toEqual([2]);
  });

  test("the same text in another cell is the same text", () => {
    const {session} = desk;
    session.provenance.agree(session.notebook);
    session.change(setText(session.notebook, 2, "a"));
    expect(held()).toEqual([]);
  });

  test("a session on what the server has said nothing about holds it", () => {
    const session = new Session(
      path,
      {text: before, etag: '"1"'},
      {
        disk: desk.disk,
        drafts: desk.drafts,
        changed: () => undefined
      }
    );
    expect([...session.held]).toEqual([1, 2, 3]);
  });
});
