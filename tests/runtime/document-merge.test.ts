import {
  deleteCell,
  insertCell,
  mergeNotebooks,
  moveCell,
  readNotebook,
  setPinned,
  setText,
  setTitle,
  writeNotebook
} from "@ecco/runtime";
import type {Notebook} from "@ecco/runtime";
import fc from "fast-check";
import {expect, test} from "vitest";
import {apply, edit, meaning, nasty, plain, texts} from "./document-files.ts";

const base = readNotebook(plain);
const read = (notebook: Notebook): Notebook => readNotebook(writeNotebook(notebook));
const add = (notebook: Notebook, text: string, before: number | null = null): Notebook =>
  insertCell(notebook, {type: "js", text, before}).notebook;
/** Four cells: 1 to 4. */
const four = ["3", "4"].reduce((notebook, text) => add(notebook, text), base);
const ids = (notebook: Notebook): readonly number[] => notebook.cells.map(({id}) => id);

const edits = fc.array(edit, {maxLength: 5});
const changed = (notebook: Notebook, changes: Parameters<typeof apply>[1][]): Notebook =>
  changes.reduce(apply, notebook);

test("what only one has changed is what that one has written", () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(nasty)), edits, (file, changes) => {
      const was = readNotebook(file);
      const is = changed(was, changes);
      for (const {notebook, conflicts} of [
        mergeNotebooks(was, is, was),
        mergeNotebooks(was, was, is),
        mergeNotebooks(was, is, read(is))
      ]) {
        expect(writeNotebook(notebook)).toBe(writeNotebook(is));
        expect(conflicts).toEqual([]);
      }
    }),
    {numRuns: 300}
  );
});

test("without a conflict nothing that anybody has written is lost, nothing deleted comes back", () => {
  let peaceful = 0;
  fc.assert(
    fc.property(edits, edits, (ours, its) => {
      const [mine, theirs] = [changed(four, ours), read(changed(four, its))];
      const {notebook, conflicts} = mergeNotebooks(four, mine, theirs);
      expect(meaning(read(notebook))).toEqual(meaning(notebook));
      expect(new Set(ids(notebook)).size).toBe(notebook.cells.length);
      for (const id of conflicts)
        expect(notebook.cells.find((cell) => cell.id === id)).toEqual(
          mine.cells.find((cell) => cell.id === id)
        );
      if (conflicts.length > 0) return;
      peaceful++;
      const [was, our, other, now] = [four, mine, theirs, notebook].map(
        ({cells}) => new Map(cells.map((cell) => [cell.id, JSON.stringify(cell)]))
      );
      for (const id of [was!, our!, other!].flatMap((each) => [...each.keys()])) {
        const expected = our!.get(id) === was!.get(id) ? other!.get(id) : our!.get(id);
        expect(now!.get(id), `cell ${id}`).toBe(expected);
      }
    }),
    {numRuns: 1000}
  );
  expect(peaceful).toBeGreaterThan(100);
});

test("different cells: both changes stay", () => {
  const {notebook, conflicts} = mergeNotebooks(
    base,
    setText(base, 1, "mine"),
    setText(setTitle(base, "Theirs"), 2, "theirs")
  );
  expect(conflicts).toEqual([]);
  expect(texts(notebook)).toEqual(["mine", "theirs"]);
  expect(notebook.title).toBe("Theirs");
});

test("what they have written around the cells stays", () => {
  const theirs = readNotebook(plain.replace('theme="air"', 'theme="ink"'));
  const {notebook, conflicts} = mergeNotebooks(base, setText(base, 1, "mine"), theirs);
  expect(conflicts).toEqual([]);
  expect(writeNotebook(notebook)).toContain('<notebook theme="ink">');
  expect(mergeNotebooks(base, theirs, setText(base, 1, "theirs")).conflicts).toEqual([0]);
});

test.each([
  ["the same cell", setText(base, 1, "mine"), setText(base, 1, "theirs"), [1]],
  ["text and tag of a cell", setText(base, 1, "mine"), setPinned(base, 1, true), [1]],
  ["a cell they have deleted", setText(base, 1, "mine"), deleteCell(base, 1), [1]],
  ["a cell we have deleted", deleteCell(base, 1), setText(base, 1, "theirs"), [1]],
  ["the title", setTitle(base, "mine"), setTitle(base, "theirs"), [0]]
] as const)("%s: a conflict, and ours is kept", (_, mine, theirs, conflicts) => {
  const merged = mergeNotebooks(base, mine, theirs);
  expect(merged.conflicts).toEqual(conflicts);
  expect(meaning(merged.notebook)).toEqual(meaning(mine));
});

test("new cells come in where they were put, moved ones go where they were moved", () => {
  const mine = add(moveCell(base, 2, 1), "ours", 1);
  const {notebook, conflicts} = mergeNotebooks(base, mine, setText(base, 1, "theirs"));
  expect(conflicts).toEqual([]);
  expect(texts(notebook)).toEqual(['const a = "</script>";', "ours", "theirs"]);
});

test("a new cell stays behind the one it was put behind, whoever moves cells", () => {
  const moved = moveCell(four, 3, 1);
  const added = add(four, "new", 2);
  for (const [mine, theirs] of [
    [moved, added],
    [added, moved]
  ] as const) {
    const {notebook, conflicts} = mergeNotebooks(four, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(ids(notebook)).toEqual([3, 1, 5, 2, 4]);
  }
});

test("both have moved cells: a conflict, and our order", () => {
  const {notebook, conflicts} = mergeNotebooks(four, moveCell(four, 3, 1), moveCell(four, 4, 1));
  expect(conflicts).toEqual([0]);
  expect(ids(notebook)).toEqual([3, 1, 2, 4]);
});

test("two new cells of the same number are a conflict, and both stay", () => {
  const {notebook, conflicts} = mergeNotebooks(base, add(base, "mine"), read(add(base, "theirs")));
  expect(conflicts).toEqual([3]);
  expect(texts(notebook).slice(2).toSorted()).toEqual(["mine", "theirs"]);
  expect(ids(read(notebook))).toEqual(ids(notebook));
});

test("cells without numbers of their own are not guessed at", () => {
  const unnumbered = readNotebook(plain.replaceAll(/ id="\d"/g, ""));
  const theirs = readNotebook(
    writeNotebook(unnumbered).replace("</title>", "</title><script type=module>new</script>")
  );
  const mine = setText(unnumbered, 2, "mine");
  expect(mergeNotebooks(unnumbered, mine, theirs)).toEqual({notebook: mine, conflicts: [0]});
});

test("20,000 cells, all of them changed by one and turned round by the other: one pass", () => {
  const count = 20_000;
  const bookOf = (order: readonly number[], word: string): Notebook =>
    readNotebook(
      `<notebook>${order.map((n) => `<script id="${n}" type="module">${word} ${n}</script>`).join("")}`
    );
  const order = Array.from({length: count}, (_, n) => n + 1);
  const turned = order.toReversed();
  const was = bookOf(order, "old");
  const {notebook, conflicts} = mergeNotebooks(was, bookOf(order, "new"), bookOf(turned, "old"));
  expect(conflicts).toEqual([]);
  expect(notebook.cells.map(({id}) => id)).toEqual(turned);
  expect(texts(notebook)).toEqual(turned.map((n) => `new ${n}`));
  const half = bookOf(
    order.filter((n) => n % 2),
    "old"
  );
  const both = mergeNotebooks(was, half, bookOf([...turned, count + 1], "old")).notebook;
  expect(ids(both)).toEqual([...turned.filter((n) => n % 2), count + 1]);
});
