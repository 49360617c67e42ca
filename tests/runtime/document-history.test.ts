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
  const history = new History(readNotebook(plain), {clock: () => time});
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
  const history = new History(readNotebook(plain), {clock: () => 0});
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

test("the oldest steps are forgotten when all of them take too much, never the last", () => {
  const history = new History(readNotebook(plain), {most: 1000});
  for (let step = 1; step <= 50; step++)
    history.change(setText(history.present, 1, `${step}`.padEnd(100, ".")));
  let back = 0;
  while (history.undo()) back++;
  expect(back).toBeGreaterThan(1);
  expect(back).toBeLessThan(10);
  expect(texts(history.present)[0]).toMatch(/^4/);
  while (history.redo());
  history.change(setText(history.present, 1, "x".repeat(5000)));
  expect(history.undo()).not.toBeNull();
  expect(texts(history.present)[0]).toBe("50".padEnd(100, "."));
});

test("typing one thing for long weighs what it is now, not every keystroke", () => {
  const history = new History(readNotebook(plain), {clock: () => 0, most: 100_000});
  history.change(setText(history.present, 2, "first"));
  for (let key = 1; key <= 1000; key++)
    history.change(setText(history.present, 1, "x".repeat(key)), {typing: "cell 1"});
  expect([history.undo(), history.undo(), history.undo()].map(Boolean)).toEqual([
    true,
    true,
    false
  ]);
});
