/** Cells of every type in the table: what they compile to, what they give, and what is said of those that do not run. */
import {cellKinds, cellTypes, compileCell, createRuntime} from "@ecco/runtime";
import type {CellSource, CellStatus, NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {eventually} from "../eventually.ts";

let statuses: Map<number, CellStatus>;
let notebook: NotebookRuntime;
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  statuses = new Map();
  notebook = createRuntime({
    status: (status) => void statuses.set(status.id, status),
    library: {"tag of TeX cells": () => rawText, "tag of DOT cells": () => rawText}
  });
});
afterEach(() => {
  notebook.dispose();
  vi.restoreAllMocks();
});

const rawText = (strings: TemplateStringsArray, ...values: readonly unknown[]): string =>
  String.raw(strings, ...values);
let count = 0;
const define = (type: string, text: string, rest: Partial<CellSource> = {}): number => {
  const id = ++count;
  notebook.define({id, type, text, ...rest});
  return id;
};
const said = (id: number): Promise<string> =>
  eventually(() => {
    const problem = statuses.get(id)?.problem;
    expect(problem).toBeTruthy();
    return problem!.cause ? `${problem!.cause.label}: ${problem!.message}` : problem!.message;
  });
const faultOf = (type: string, text: string, rest: Partial<CellSource> = {}) => {
  const {cell, diagnostics} = compileCell({id: 1, type, text, ...rest});
  expect(cell).toBeNull();
  return diagnostics[0]!;
};

test("types have a mime, a label and a key of their own, and an empty cell of each runs", async () => {
  const rows = cellKinds.map((kind) => cellTypes[kind]);
  for (const values of [
    rows.map(({mime}) => mime),
    rows.map(({label}) => label),
    rows.map(({key}) => key).filter(Boolean)
  ])
    expect(new Set(values).size).toBe(values.length);
  for (const kind of cellKinds) {
    // Its code is not shown beside it: something else of it has to be, before it may run too.
    if (cellTypes[kind].replacesCode) expect(cellTypes[kind].preview).not.toBe("nothing");
    const id = define(kind, "");
    await eventually(() => expect(statuses.get(id)?.state, kind).toBe("ok"));
  }
});

test("a cell of JSON gives its value by the name of an attribute", async () => {
  define("json", '{"a": [1, null], "__proto__": 2}', {output: "data"});
  const value = (await notebook.value("data")) as object;
  expect(JSON.stringify(value)).toBe('{"a":[1,null],"__proto__":2}');
});

test.each([
  ["{a: 1}", "a text in double quotes, a number", 1, 2],
  ['{"a": 1,}', "the name of a property is expected", 1, 9],
  ['{"a": 1\n "b": 2}', "a comma is expected", 2, 2],
  ["[1, undefined]", "a text in double quotes, a number", 1, 5],
  ['["a', "a text ends with a double quote", 1, 2],
  ["// no\n1", "JSON has no comments", 1, 1],
  ["[1", "a closing bracket ] is expected", 1, 3]
])("JSON that is none says so at its place: %s", (text, words, line, column) => {
  const {message, place} = faultOf("json", text);
  expect(message).toContain("this is not JSON: ");
  expect(message).toContain(words);
  expect(place).toEqual({line, column});
});

test("a cell of CSV gives rows with numbers and dates, and its columns", async () => {
  define("csv", 'name,n,day,"a ""b"""\nA,1,2020-01-02,x\nB,,,"y,\nz"', {
    output: "rows",
    hidden: true
  });
  const rows = (await notebook.value("rows")) as object[] & {columns: string[]};
  expect(rows.columns).toEqual(["name", "n", "day", 'a "b"']);
  expect([...rows]).toEqual([
    {name: "A", n: 1, day: new Date("2020-01-02"), 'a "b"': "x"},
    {name: "B", n: null, day: null, 'a "b"': "y,\nz"}
  ]);
});

test("texts in other languages take values, and nobody can take their tags away", async () => {
  define("js", "const n = 2, tex = 1, dot = 1;");
  define("tex", "\\frac{1}{${n + tex}} \\\\", {output: "formula"});
  define("dot", "digraph { a -> b${n} }", {output: "graph"});
  expect(await notebook.value("formula")).toBe("\\frac{1}{3} \\\\");
  expect(await notebook.value("graph")).toBe("digraph { a -> b2 }");
});

test("a value in a formula that is not JavaScript says where", () => {
  expect(faultOf("tex", "x +\n${1 +}").place).toEqual({line: 2, column: 6});
});

test("SQL asks what the notebook calls db, or what the attribute says", async () => {
  const client = "{sql: async (strings, ...values) => [{text: strings.join('?'), values}]}";
  define("js", `const db = ${client}, other = db;`);
  define("js", "const n = 3;");
  define("sql", "SELECT ${n} AS n", {output: "rows", hidden: true});
  define("sql", "SELECT 1", {output: "others", hidden: true, database: "var:other"});
  expect(await notebook.value("rows")).toEqual([{text: "SELECT ? AS n", values: [3]}]);
  expect(await notebook.value("others")).toEqual([{text: "SELECT 1", values: []}]);
});

test("SQL that is shown gives what is chosen in its table", () => {
  const {cell} = compileCell({id: 1, type: "sql", text: "SELECT 1", output: "rows"});
  expect(cell).toMatchObject({outputs: ["viewof$rows", "rows"], gives: "view", autodisplay: true});
});

test("SQL without its database says what to write", async () => {
  expect(await said(define("sql", "SELECT 1"))).toContain("write const db = DuckDBClient.of(");
  expect(faultOf("sql", "SELECT 1", {database: "warehouse"}).message).toContain(
    'database="warehouse" is none that a notebook in a browser can ask'
  );
});

test.each(["a b", "class", "a; alert(1)", "undefined", "arguments"])(
  "%j is no name for a value",
  (output) => {
    expect(faultOf("md", "x", {output}).message).toContain(
      `the name ${JSON.stringify(output)}, which is none in JavaScript`
    );
  }
);

test("an expression of JavaScript takes the name of its attribute, declarations have theirs", async () => {
  define("js", "1 + 1", {output: "sum"});
  define("js", "const own = 3;", {output: "other"});
  expect(await notebook.value("sum")).toBe(2);
  expect(await notebook.value("own")).toBe(3);
});

test("who reads what a cell of another language would give says whose output is missing", async () => {
  const reader = define("js", "model.length");
  const loader = define("raw", "import json\nprint(1)", {output: "model", mime: "text/x-python"});
  expect(await said(reader)).toBe(
    "“import json”: it is the output of a cell in Python, which does not run here"
  );
  notebook.remove(loader);
  notebook.define({id: reader, type: "js", text: "model.length + 1"});
  await eventually(async () => expect(await said(reader)).toContain("no cell defines it"));
});

test.each([
  ["viewof x = Inputs.range([0, 1])", "write const x = view(Inputs.range([0, 1]))"],
  ["mutable k = 5;", "write const k = Mutable(5)"],
  ["k = 5", "write const k = 5"],
  ["  k = {\n  return 5;\n}", "write const k = …"],
  ['import {a} with {b as c} from "@x/y"', 'write import {…} from "…"'],
  ["{ const a = 1; return a; }", "write const name = …"],
  ["viewof x.value", "write const name = …"]
])(
  "what is written in Observable's older JavaScript says what to write instead: %s",
  (text, words) => {
    for (const type of ["js", "ts"]) {
      const {message, wouldRunAs, place} = faultOf(type, text);
      expect(message).toContain(words);
      expect(wouldRunAs).toBe("ojs");
      expect(place).toEqual({line: 1, column: text.length - text.trimStart().length + 1});
    }
  }
);

test("what is no JavaScript of any kind says what the parser says", () => {
  expect(faultOf("js", "const = 1")).toMatchObject({
    message: "unexpected token",
    place: {line: 1, column: 7}
  });
});
