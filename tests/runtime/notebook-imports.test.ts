/** Cells that import from other notebooks: what is needed of those runs, and its values are followed. */
import {createRuntime} from "@ecco/runtime";
import type {CellStatus, FolderModules, NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {eventually} from "../eventually.ts";
import {notebookOf} from "../notebook-of.ts";

let texts: Record<string, string>;
let statuses: Map<number, CellStatus>;
let notebook: NotebookRuntime;
const ran: string[] = [];

const folder: FolderModules = {
  load: () => Promise.resolve(null),
  missing: (specifier) => new Error(`${specifier} is not installed`),
  serve: () => undefined,
  addressOf: () => Promise.reject(new Error("no package is installed")),
  notebook: async (specifier, by) => {
    const path = specifier.replace("./", "");
    const text = texts[path];
    if (text === undefined) throw new Error(`${specifier} is not in the opened folder`);
    return {path, text, by: typeof by === "string" ? by : "main.html", url: null};
  }
};

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  statuses = new Map();
  ran.length = 0;
  notebook = createRuntime({
    folder,
    status: (status) => void statuses.set(status.id, status),
    library: {ran: () => (what: string) => ran.push(what)}
  });
});
afterEach(() => {
  notebook.dispose();
  vi.restoreAllMocks();
});
const js = (id: number, text: string): void => void notebook.define({id, type: "js", text});
const failed = (id: number): Promise<string> =>
  eventually(() => {
    expect(statuses.get(id)?.state).toBe("error");
    return statuses.get(id)!.problem!.message;
  });

test("the cells that are needed run, and no others", async () => {
  texts = {
    "other.html": notebookOf(
      'ran("a"); const a = 2;',
      'ran("b"); const b = a * 10, c = 5;',
      'ran("unused"); const unused = 1;',
      "syntax error (",
      'ran("shown"); display(1);'
    )
  };
  js(1, 'import {b as big} from "./other.html";\nconst here = big + 1;');
  expect(await notebook.value("here")).toBe(21);
  expect(await notebook.value("big")).toBe(20);
  expect(ran.toSorted()).toEqual(["a", "b"]);
  // One more import of it does not run again what ran.
  js(2, 'import {c, unused} from "./other.html"');
  expect(await notebook.value("c")).toBe(5);
  expect(await notebook.value("unused")).toBe(1);
  expect(ran.toSorted()).toEqual(["a", "b", "unused"]);
});

test("values that change there change here", async () => {
  texts = {
    "other.html": notebookOf(
      "const count = Mutable(1); const more = () => ++count.value;",
      "const twice = count * 2;"
    )
  };
  js(1, 'import {twice, more} from "./other.html"');
  js(2, "const four = twice * 2;");
  expect(await notebook.value("four")).toBe(4);
  ((await notebook.value("more")) as () => void)();
  await eventually(async () => expect(await notebook.value("four")).toBe(8));
});

test("notebooks import from each other along a line, and a circle is named in full", async () => {
  texts = {
    "a.html": notebookOf('import {b} from "./b.html"', "const a = b + 1;"),
    "b.html": notebookOf('import {c} from "./c.html"', "const b = c + 1;", "const free = 7;"),
    "c.html": notebookOf("const c = 1;"),
    "d.html": notebookOf('import {free} from "./b.html"; const d = free;'),
    "e.html": notebookOf('import {f} from "./f.html"; const e = f;'),
    "f.html": notebookOf('import {e} from "./e.html"; const f = e;'),
    "g.html": notebookOf('import {x} from "./main.html"; const g = x;'),
    "main.html": notebookOf("const x = 1, y = 2;")
  };
  js(1, 'import {a} from "./a.html"');
  js(2, 'import {d} from "./d.html"');
  expect([await notebook.value("a"), await notebook.value("d")]).toEqual([3, 7]);
  js(3, '\nimport {e} from "./e.html"');
  expect(await failed(3)).toContain("in a circle: e.html → f.html → e.html; put what they share");
  expect(statuses.get(3)!.problem!.place).toEqual({line: 2, column: 1});
  js(4, 'import {g} from "./g.html"');
  expect(await failed(4)).toContain("in a circle: main.html → g.html → main.html");
  js(5, 'import {y} from "./main.html"');
  expect(await failed(5)).toContain("in a circle: main.html → main.html");
});

test("what is wrong is said at the import, and other cells go on", async () => {
  texts = {
    "other.html": notebookOf(
      "const x = 1;",
      "const bad = nowhere + 1;",
      'throw new Error("no");',
      "const late = (() => { throw new Error('late'); })();"
    ),
    "none.html": "<p>no notebook"
  };
  js(1, 'import {y} from "./other.html"');
  expect(await failed(1)).toBe("./other.html: other.html defines no y; it defines x, bad, late");
  js(2, 'import {x as y2} from "./nothing.html"');
  expect(await failed(2)).toContain("./nothing.html is not in the opened folder");
  js(3, 'import {x as y3} from "./none.html"');
  expect(await failed(3)).toContain("this is not a notebook");
  js(4, 'import {bad} from "./other.html"');
  expect(await failed(4)).toContain("./other.html: nowhere is not defined");
  js(5, 'import {late} from "./other.html"');
  expect(await failed(5)).toContain("./other.html: late");
  js(6, 'import {x} from "./other.html"; const good = x;');
  expect(await notebook.value("good")).toBe(1);
  js(1, 'import {x as y} from "./other.html"');
  await eventually(() => expect(statuses.get(1)?.state).toBe("ok"));
});

const ojs = (id: number, text: string): void => void notebook.define({id, type: "ojs", text});

test("Observable JavaScript imports inputs with their values, and gives the other notebook its own", async () => {
  texts = {
    "other.html": notebookOf(
      "const rows = [1, 2];",
      "const total = rows.length + extra;",
      "const extra = 10;"
    ),
    "views.html": notebookOf("").replace(
      "</notebook>",
      '<script id="5" type="application/vnd.observable.javascript">viewof x = Object.assign(new EventTarget(), {value: 4})</script>\n<script id="6" type="application/vnd.observable.javascript">mutable n = 1</script>\n</notebook>'
    )
  };
  js(1, "const mine = [1, 2, 3];");
  ojs(2, 'import {total as sum} with {mine as rows} from "./other.html"');
  js(3, 'import {total} from "./other.html"');
  expect([await notebook.value("sum"), await notebook.value("total")]).toEqual([13, 12]);
  js(1, "const mine = [1];");
  await eventually(async () => expect(await notebook.value("sum")).toBe(11));
  ojs(4, 'import {viewof x as y, mutable n} from "./views.html"');
  js(5, "const next = y + 1;");
  expect(await notebook.value("next")).toBe(5);
  const input = (await notebook.value("viewof$y")) as EventTarget & {value: number};
  input.value = 7;
  input.dispatchEvent(new Event("input"));
  await eventually(async () => expect(await notebook.value("next")).toBe(8));
  ojs(6, "{ mutable n = 5; return 1; }");
  await eventually(async () => expect(await notebook.value("n")).toBe(5));
  ojs(7, 'import {viewof total as w} from "./other.html"');
  expect(await failed(7)).toContain(
    "other.html defines no viewof total; it defines rows, total, extra"
  );
  ojs(8, 'import {a} with {b} from "./helper.js"');
  expect(await failed(8)).toContain("viewof, mutable and with are of imports from notebooks");
});

test.each([
  ['import * as all from "./other.html"', "is a notebook: name what is imported"],
  ['import all from "./other.html"', "is a notebook: name what is imported"],
  ['import "./other.html"', "is a notebook: name what is imported"]
])("%s is no import of a notebook", (text, message) => {
  const [diagnostic] = notebook.define({id: 1, type: "js", text});
  expect(diagnostic!.message).toContain(message);
});

test("another text of the notebook is read when the cell runs again, and the old one ends", async () => {
  texts = {
    "other.html": notebookOf("const x = 1;", "invalidation.then(() => ran('end')); const kept = x;")
  };
  js(1, 'import {kept} from "./other.html"');
  expect(await notebook.value("kept")).toBe(1);
  texts = {"other.html": notebookOf("const x = 2;", "const kept = x;")};
  js(1, 'import {kept} from "./other.html"');
  await eventually(async () => expect(await notebook.value("kept")).toBe(2));
  notebook.remove(1);
  js(2, "kept");
  expect(await failed(2)).toContain("kept is not defined");
});
