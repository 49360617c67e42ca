/** Cells of Observable JavaScript, as notebooks of observablehq.com are written. */
import {createRuntime} from "@ecco/runtime";
import type {CellStatus, NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {eventually} from "../eventually.ts";

let statuses: Map<number, CellStatus>;
let notebook: NotebookRuntime;
const calls: unknown[] = [];
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  statuses = new Map();
  calls.length = 0;
  notebook = createRuntime({
    status: (status) => void statuses.set(status.id, status),
    library: {calls: () => calls, slider: () => slider}
  });
});
afterEach(() => {
  notebook.dispose();
  vi.restoreAllMocks();
});
const ojs = (id: number, text: string): void => void notebook.define({id, type: "ojs", text});
const settled = (id: number, state: CellStatus["state"]): Promise<CellStatus> =>
  eventually(() => {
    const status = statuses.get(id);
    expect(status?.state).toBe(state);
    return status!;
  });

/** What inputs are to the runtime, without a page. */
const slider = (value: unknown): EventTarget & {value: unknown} =>
  Object.assign(new EventTarget(), {value});

test.each([
  ["x = 1 + 1", 2],
  ["x = {\n  let sum = 0;\n  for (const n of [1, 2]) sum += n;\n  return sum;\n}", 3],
  ["x = ({a: 1})", {a: 1}],
  ["x = await Promise.resolve(4)", 4],
  ["x = Promise.resolve(5)", 5],
  ["x = {\n  yield 6;\n}", 6],
  ["x = {\n  yield* [7];\n}", 7],
  ["x = { const a = await 8; yield a; }", 8],
  ["x = (await import('d3')).max([1, 9])", 9],
  ["x = d3.max([1, 10])", 10],
  ["x = (await require('d3@7')).max([1, 11])", 11],
  ["x = (await require('lodash')).chunk([1, 2], 1).length", 2],
  ["x = typeof (await require('d3', 'topojson-client')).feature", "function"]
])("%s", async (text, value) => {
  ojs(1, text);
  expect(await notebook.value("x")).toEqual(value);
});

test("functions and classes have their names, and read what they use wherever it stands", async () => {
  ojs(1, "function twice(n) {\n  return n * factor;\n}");
  ojs(2, "class Pair { get size() { return factor } }");
  ojs(3, "factor = 2");
  expect(((await notebook.value("twice")) as (n: number) => number)(4)).toBe(8);
  ojs(3, "factor = 3");
  await eventually(async () => {
    const Pair = (await notebook.value("Pair")) as new () => {size: number};
    expect(new Pair().size).toBe(3);
  });
});

test("viewof x is the input, x its value", async () => {
  ojs(1, "viewof x = slider(1)");
  ojs(2, "y = [x, viewof x.value, viewof x === viewof x]");
  expect(await notebook.value("y")).toEqual([1, 1, true]);
  const input = (await notebook.value("viewof$x")) as ReturnType<typeof slider>;
  input.value = 5;
  input.dispatchEvent(new Event("input"));
  await eventually(async () => expect(await notebook.value("y")).toEqual([5, 5, true]));
});

test("a view that is no input says what it is to be", async () => {
  ojs(1, "viewof x = 5");
  const {problem} = await settled(1, "error");
  expect(problem?.message).toBe("viewof x is to be an input, an element with a value; got 5");
});

test("mutable k is read by its name and set by others, who do not run again for it", async () => {
  ojs(1, "mutable k = 0");
  ojs(2, "add = { calls.push('add'); return () => ++mutable k; }");
  ojs(3, "seen = k * 10");
  expect(await notebook.value("seen")).toBe(0);
  const add = (await notebook.value("add")) as () => number;
  expect(add()).toBe(1);
  await eventually(async () => expect(await notebook.value("seen")).toBe(10));
  add();
  await eventually(async () => expect(await notebook.value("seen")).toBe(20));
  expect(calls).toEqual(["add"]);
  await settled(1, "ok");
});

test("a generator gives one value after another, and this is the one before", async () => {
  ojs(1, "x = { let n = 0; while (n < 3) yield ++n; }");
  ojs(2, "{ calls.push(x); }");
  await eventually(() => expect(calls).toEqual([1, 2, 3]));
});

test("cells of today's JavaScript read and are read", async () => {
  ojs(1, "a = 1");
  notebook.define({id: 2, type: "js", text: "const b = a + 1;"});
  ojs(3, "c = b + 1");
  expect(await notebook.value("c")).toBe(3);
});

test("positions count from the text of the cell", async () => {
  ojs(1, "\n// words\nx = (nothing.at,\n  nothing)");
  ojs(2, "x = {\n  const a = 1;\n  return a.b.c;\n}");
  ojs(3, "y = a.b");
  ojs(4, "a = null");
  await settled(2, "error");
  expect((await settled(2, "error")).problem?.place).toMatchObject({line: 3});
  expect((await settled(3, "error")).problem?.place).toEqual({line: 1, column: 7});
});

test.each([
  ["x = (1", 1, 7],
  ["x = 1\ny = 2", 2, 1],
  ["export const x = 1", 1, 1],
  ["x = FileAttachment(name)", 1, 5]
])("%s does not compile, and says where", (text, line, column) => {
  const {cell, diagnostics} = notebook.compile({id: 1, type: "ojs", text});
  expect(cell).toBeNull();
  expect(diagnostics[0]!.place).toEqual({line, column});
});

test("who reads an input that nobody defines hears of it by its name", async () => {
  ojs(1, "viewof missing");
  expect((await settled(1, "error")).problem?.message).toBe(
    "viewof missing is not defined: no cell defines it, and it is not in the library"
  );
  ojs(2, "viewof a = slider(broken)");
  ojs(3, "b = viewof a");
  expect((await settled(3, "error")).problem?.cause).toMatchObject({id: 2, name: "viewof a"});
});

test("packages are imported as in JavaScript; notebooks of another host are not", async () => {
  ojs(1, 'import {max as most} from "d3"');
  expect(((await notebook.value("most")) as (list: number[]) => number)([1, 3])).toBe(3);
  for (const [text, words] of [
    ['import {chart} from "@d3/bar-chart"', "is a notebook on another host"],
    ['import {viewof x as y} with {z} from "8d271c22db968ab0"', "is a notebook on another host"],
    [
      'import {viewof x} from "./other.html"',
      "is a notebook, and this page has no folder to read it from"
    ],
    ['import {x} from "no-such-package"', "does not come with Ecco"],
    ['x = import("no-such-package")', "does not come with Ecco"]
  ] as const) {
    const {diagnostics} = notebook.compile({id: 2, type: "ojs", text});
    expect(diagnostics[0]?.message, text).toContain(words);
  }
  ojs(3, "x = require('no-such-package')");
  expect((await settled(3, "error")).problem?.message).toContain("does not come with Ecco");
});

test("the names of a cell go with it", async () => {
  ojs(1, "mutable k = 1");
  expect(await notebook.value("k")).toBe(1);
  ojs(1, "viewof v = slider(2)");
  expect(await notebook.value("v")).toBe(2);
  ojs(2, "old = k");
  expect((await settled(2, "error")).problem?.message).toContain("k is not defined");
});
