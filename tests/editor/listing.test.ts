/** The list of files changes by what is told, and is asked for once at a time. */
import {expect, test} from "vitest";
import {FileList, withChanges} from "../../apps/editor/src/shell/listing.ts";
import type {Entry, Listing} from "../../apps/editor/src/shell/listing.ts";

const entry = (path: string, title = path): Entry => ({path, title, bytes: 1});
const listOf = (...paths: readonly string[]): Listing => ({
  folder: "f",
  notebooks: paths.map((path) => entry(path))
});
const titles = ({notebooks}: Listing): readonly string[] => notebooks.map(({title}) => title);

test("changed, new and deleted files, in the order of the list", () => {
  const after = withChanges(listOf("1.html", "2.html", "10.html"), [
    {path: "2.html", etag: "x", entry: entry("2.html", "two")},
    {path: "10.html", etag: null, entry: null},
    {path: "9.html", etag: "x", entry: entry("9.html")},
    {path: "0.html", etag: "x", entry: entry("0.html")},
    {path: "0.html", etag: "x", entry: entry("0.html", "zero")},
    {path: "never.html", etag: null, entry: null}
  ]);
  expect(titles(after)).toEqual(["zero", "1.html", "two", "9.html"]);
});

test("many at once: each old file is looked at once", () => {
  const paths = Array.from({length: 10_000}, (_, i) => `${i}.html`);
  const changes = paths.map((path) => ({path, entry: entry(path, "new")}));
  const {notebooks} = withChanges(listOf(...paths.slice(0, 5000)), changes);
  expect(notebooks.map(({path}) => path)).toEqual(paths);
  expect(new Set(notebooks.map(({title}) => title))).toEqual(new Set(["new"]));
});

test("however often it is wanted: one list is asked for, and one more that waits", async () => {
  const answers: ((listing: Listing) => void)[] = [];
  const files = new FileList(() => new Promise((resolve) => answers.push(resolve)));
  const first = files.refresh();
  const others = Array.from({length: 300}, () => files.refresh());
  expect(answers).toHaveLength(1);
  answers[0]!(listOf("a.html"));
  await first;
  await Promise.resolve();
  expect(titles(files.listing!)).toEqual(["a.html"]);
  answers[1]!(listOf("b.html"));
  await Promise.all(others);
  expect(answers).toHaveLength(2);
  expect(titles(files.listing!)).toEqual(["b.html"]);
});

test("what is told while a list is on its way is not undone by it; without an answer the list stays", async () => {
  let answer: (listing: Listing | null) => void = () => undefined;
  const files = new FileList(
    () =>
      new Promise((resolve, reject) => {
        answer = (listing) => (listing ? resolve(listing) : reject(new Error("away")));
      })
  );
  const first = files.refresh();
  files.take([{path: "b.html", etag: "x", entry: entry("b.html")}]);
  answer(listOf("a.html"));
  await first;
  expect(titles(files.listing!)).toEqual(["a.html", "b.html"]);
  const second = files.refresh();
  answer(null);
  await second;
  expect(titles(files.listing!)).toEqual(["a.html", "b.html"]);
});
