import {History, deleteCell, readNotebook, setText, writeNotebook} from "@ecco/runtime";
import fc from "fast-check";
import {expect, test} from "vitest";
import {apply, edit, generated, nasty, plain, texts} from "./document-files.ts";

test("undo brings back every byte, redo the change", () => {
  const source = fc.oneof(
    fc.constantFrom(...Object.values(nasty)),
    generated.map((file) => file.source)
  );
  fc.assert(
    fc.property(source, fc.array(edit, {minLength: 1, maxLength: 8}), (file, edits) => {
      const history = new History(readNotebook(file));
      for (const change of edits) history.change(apply(history.present, change));
      const after = writeNotebook(history.present);
      while (history.undo());
      expect(writeNotebook(history.present)).toBe(file);
      while (history.redo());
      expect(writeNotebook(history.present)).toBe(after);
    }),
    {numRuns: 500}
  );
});

test("keystrokes without a pause are one step, for each cell", () => {
  let time = 0;
  const history = new History(readNotebook(plain), () => time);
  const type = (id: number, words: string, wait: number): void => {
    time += wait;
    history.change(setText(history.present, id, words), {typing: `cell ${id}`, label: "typing"});
  };
  type(1, "a", 0);
  type(1, "ab", 200);
  type(1, "abc", 900);
  type(1, "abcd", 1100);
  type(2, "x", 10);
  const first = (): string => texts(history.present)[0]!;
  expect(history.undoLabel).toBe("typing");
  history.undo();
  expect(first()).toBe("abcd");
  history.undo();
  expect(first()).toBe("abc");
  history.undo();
  expect(history.canUndo).toBe(false);
  expect(writeNotebook(history.present)).toBe(plain);
  history.redo();
  type(1, "other", 100);
  expect(history.canRedo).toBe(false);
  history.undo();
  expect(first()).toBe("abc");
});

test("steps say what they take back", () => {
  const history = new History(readNotebook(plain), () => 0);
  expect([history.undoLabel, history.redoLabel, history.undo(), history.redo()]).toEqual([
    null,
    null,
    null,
    null
  ]);
  history.change(setText(history.present, 1, "a"), {typing: "1", label: "edit"});
  history.change(setText(history.present, 1, "ab"), {typing: "1"});
  history.change(deleteCell(history.present, 2), {label: "delete cell"});
  expect([history.undoLabel, history.redoLabel]).toEqual(["delete cell", null]);
  history.undo();
  expect([history.undoLabel, history.redoLabel]).toEqual(["edit", "delete cell"]);
  history.undo();
  expect([history.canUndo, history.undoLabel, history.redoLabel]).toEqual([false, null, "edit"]);
});
