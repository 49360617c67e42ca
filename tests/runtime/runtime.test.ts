import {createRuntime} from "@ecco/runtime";
import type {CellStatus, NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {eventually} from "../eventually.ts";

let statuses: Map<number, CellStatus>;
let history: string[];
let notebook: NotebookRuntime;

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  statuses = new Map();
  history = [];
  notebook = createRuntime({
    status: (status) => {
      statuses.set(status.id, status);
      history.push(`${status.id} ${status.state}`);
    },
    library: {calls: () => calls}
  });
  calls.length = 0;
});
afterEach(() => {
  notebook.dispose();
  vi.restoreAllMocks();
});

const calls: unknown[] = [];
const js = (id: number, text: string): void => void notebook.define({id, type: "js", text});
const settled = (id: number, state: CellStatus["state"]): Promise<CellStatus> =>
  eventually(() => {
    const status = statuses.get(id);
    expect(status?.state).toBe(state);
    return status!;
  });

test("cells read what other cells define, in any order", async () => {
  js(1, "const c = a + b;");
  js(2, "const a = 1;");
  js(3, "const b = await Promise.resolve(2);");
  expect(await notebook.value("c")).toBe(3);
  js(2, "const a = 10;");
  expect(await notebook.value("c")).toBe(12);
});

test("types are taken off", async () => {
  notebook.define({
    id: 1,
    type: "ts",
    text: "interface A {\n  a: number;\n}\nconst x: A = {a: 2} as A;\nenum Kind {One = 1}"
  });
  expect(await notebook.value("x")).toEqual({a: 2});
  expect(await notebook.value("Kind")).toMatchObject({One: 1});
});

test("a cell that never settles blocks nobody once it is defined anew", async () => {
  js(1, "const x = await new Promise(() => {});");
  js(2, "const y = x + 1;");
  js(3, "const z = y + 1;");
  js(4, "const free = 5;");
  expect(await notebook.value("free")).toBe(5);
  await settled(1, "running");
  expect(statuses.get(2)!.state).toBe("waiting");
  js(1, "const x = 1;");
  expect(await notebook.value("z")).toBe(3);
  await settled(3, "ok");
  expect(history.filter((entry) => entry.endsWith("error"))).toEqual([]);
});

test("a cell that never settles blocks nobody once an input changes", async () => {
  js(1, "const n = 1;");
  js(2, "const x = n === 1 ? await new Promise(() => {}) : n;");
  js(3, "const y = x * 10;");
  await settled(2, "running");
  js(1, "const n = 2;");
  expect(await notebook.value("y")).toBe(20);
});

test.each([
  [
    "a generator that never yields",
    "const x = (async function*() { await new Promise(() => {}); })();"
  ],
  ["a promise as a value", "const x = new Promise(() => {});"]
])("%s blocks nobody either", async (_, text) => {
  js(1, text);
  js(2, "const y = x + 1;");
  await settled(1, "ok");
  js(1, "const x = 1;");
  expect(await notebook.value("y")).toBe(2);
});

test("an unchanged value stops the wave", async () => {
  js(1, "const n = 1;");
  js(2, "const sign = Math.sign(n);");
  js(3, "const seen = (calls.push(sign), sign);");
  expect(await notebook.value("seen")).toBe(1);
  js(1, "const n = 5;");
  expect(await notebook.value("sign")).toBe(1);
  await settled(3, "ok");
  js(1, "const n = -5;");
  expect(await notebook.value("seen")).toBe(-1);
  expect(calls).toEqual([1, -1]);
});

test("a cell that reads invalidation always runs", async () => {
  js(1, "const n = 1;");
  js(2, "const sign = Math.sign(n);");
  js(3, "calls.push(sign); invalidation.then(() => calls.push('over')); const done = sign;");
  await notebook.value("done");
  js(1, "const n = 5;");
  await eventually(() => expect(calls).toEqual([1, "over", 1]));
});

test("to define a cell anew never shows undefined", async () => {
  const seen: unknown[] = [];
  js(1, "const x = 1;");
  js(2, "calls.push(x); const y = x;");
  await notebook.value("y");
  for (let value = 2; value < 6; value++) {
    js(1, `const x = ${value};`);
    seen.push(await notebook.value("y"));
  }
  expect(seen).toEqual([2, 3, 4, 5]);
  expect(calls).toEqual([1, 2, 3, 4, 5]);
});

test("only the last of a burst of values reaches a slow cell", async () => {
  js(
    1,
    "const n = (async function*() { for (let i = 0; i < 20; i++) { yield i; await new Promise((r) => setTimeout(r, 2)); } })();"
  );
  js(2, "const slow = await new Promise((r) => setTimeout(r, 15, n));");
  js(3, "calls.push(slow); const last = slow;");
  await eventually(() => expect(calls.at(-1)).toBe(19));
  expect(calls).toEqual([...calls].sort((a, b) => Number(a) - Number(b)));
  expect(calls.length).toBeLessThan(15);
});

test("an error says message and position, and dependents name the cell that failed", async () => {
  js(1, "const a = 1;\nconst bad = a.b.c;");
  js(2, "const next = bad + 1;");
  js(3, "const after = next + 1;");
  js(4, "const fine = 1;");
  const own = await settled(1, "error");
  expect(own.problem).toEqual({
    message: "Cannot read properties of undefined (reading 'c')",
    place: {line: 2, column: 17},
    cause: null
  });
  expect((await settled(2, "error")).problem).toMatchObject({
    cause: {id: 1, name: "bad"},
    message: own.problem!.message
  });
  expect((await settled(3, "error")).problem).toMatchObject({cause: {id: 1, name: "next"}});
  await settled(4, "ok");
  js(1, "const bad = 41;");
  expect(await notebook.value("after")).toBe(43);
  expect((await settled(3, "ok")).problem).toBeNull();
});

test("positions count from the text of the cell, after imports and blank lines too", async () => {
  js(
    1,
    "\n\nimport {html} from 'npm:htl';\nimport {\n  svg\n} from \"htl\";\n\nconst ok = typeof html + typeof svg;\nnope();\n"
  );
  expect((await settled(1, "error")).problem).toEqual({
    message: "nope is not defined: no cell defines it, and it is not in the library",
    place: {line: 9, column: 1},
    cause: null
  });
  notebook.remove(1);
  js(
    2,
    "\n\nimport {html} from 'npm:htl';\nimport {\n  svg\n} from \"htl\";\n\nconst ok = typeof html + typeof svg;\n  throw new Error('here');\n"
  );
  expect((await settled(2, "error")).problem).toMatchObject({
    message: "here",
    place: {line: 9, column: 9}
  });
  js(3, "\n  null\n  .x");
  expect((await settled(3, "error")).problem).toMatchObject({place: {line: 3}});
});

test("text that does not compile leaves the cell as it was, and says where", async () => {
  js(1, "const x = 1;");
  js(2, "const y = x + 1;");
  expect(await notebook.value("y")).toBe(2);
  const diagnostics = notebook.define({id: 1, type: "js", text: "const x = 1;\nconst q = ;"});
  expect(diagnostics).toEqual([
    {message: "unexpected token", place: {line: 2, column: 11}, from: 23}
  ]);
  expect(statuses.get(1)).toMatchObject({state: "error", problem: {place: {line: 2, column: 11}}});
  expect(await notebook.value("y")).toBe(2);
  js(1, "const x = 5;");
  expect(await notebook.value("y")).toBe(6);
  expect((await settled(1, "ok")).problem).toBeNull();
});

test("who reads a cell that never compiled says which one it may be", async () => {
  js(1, "const total = ;");
  js(2, "total + 1");
  js(3, "tot + 1");
  expect((await settled(2, "error")).problem).toEqual({
    message: "unexpected token",
    place: null,
    cause: {id: 1, name: "total", label: "“const total = ;”"}
  });
  expect((await settled(3, "error")).problem!.message).toContain("tot is not defined: no cell");
  js(1, "const total = 1;");
  await settled(2, "ok");
});

test("a name that two cells define fails in both, until one is gone", async () => {
  js(1, "const x = 1;");
  js(2, "const x = 2;");
  js(3, "const y = x;");
  expect((await settled(1, "error")).problem!.message).toBe(
    "x is defined more than once, also by “const x = 2;”; rename one of them"
  );
  expect((await settled(2, "error")).problem!.message).toContain("also by “const x = 1;”");
  expect((await settled(3, "error")).problem!.message).toContain(
    "by “const x = 1;” and “const x = 2;”"
  );
  notebook.remove(2);
  expect(await notebook.value("y")).toBe(1);
  expect((await settled(1, "ok")).problem).toBeNull();
});

test("circular definitions are said, and end when one is changed", async () => {
  js(1, "const a = b + 1;");
  js(2, "const b = a + 1;");
  expect((await settled(1, "error")).problem!.message).toContain("circular definition");
  js(2, "const b = 1;");
  expect(await notebook.value("a")).toBe(2);
});

test("a cell that is removed is missed by those who read it", async () => {
  js(1, "const a = 1;");
  js(2, "const b = a;");
  await notebook.value("b");
  notebook.remove(1);
  expect((await settled(2, "error")).problem!.message).toContain("a is not defined");
});

test("modules come from the notebook's own list, never from another host", async () => {
  const [diagnostic] = notebook.define({
    id: 1,
    type: "js",
    text: "1;\nimport * as d3 from 'https://example.org/d3.js';"
  });
  expect(diagnostic).toMatchObject({place: {line: 2, column: 1}});
  expect(diagnostic!.message).toContain(
    "https://example.org/d3.js is on another host, from which no code is loaded; a cell can import @huggingface/transformers"
  );
  js(2, "const {svg} = await import('npm:htl');");
  expect(await notebook.value("svg")).toBeTypeOf("function");
});

test("a mutable value changes for every cell that reads it", async () => {
  js(1, "const count = Mutable(0); const increase = () => ++count.value;");
  js(2, "const twice = count * 2;");
  expect(await notebook.value("twice")).toBe(0);
  ((await notebook.value("increase")) as () => void)();
  await eventually(async () => expect(await notebook.value("twice")).toBe(2));
});

test("the running cell is known while it runs, each run anew", async () => {
  const scopes: unknown[] = [];
  const own = createRuntime({library: {where: () => () => scopes.push(own.scope())}});
  own.define({id: 7, type: "js", text: "where(); await 1; where(); const done = 1;"});
  await own.value("done");
  expect(scopes).toEqual([
    {cell: 7, run: expect.anything(), signal: expect.any(AbortSignal)},
    null
  ]);
  own.dispose();
});

test("a built cell runs without evaluating text", async () => {
  notebook.defineBuilt({
    id: 1,
    inputs: [],
    outputs: ["x"],
    autodisplay: false,
    lines: [],
    body: () => ({x: 3})
  });
  js(2, "const y = x + 1;");
  expect(await notebook.value("y")).toBe(4);
});

test("a type that does not run is refused in words", () => {
  expect(() => notebook.compile({id: 1, type: "raw", text: ""})).toThrow(
    "a cell of type raw does not run; got cell 1, expected js, md, html, ts"
  );
});
