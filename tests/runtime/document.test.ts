import {NotebookError, readNotebook, setType, writeNotebook} from "@ecco/runtime";
import fc from "fast-check";
import {readFileSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {generated, nasty, plain} from "./document-files.ts";

test.each(Object.entries(nasty))("a file %s keeps every byte", (_, source) => {
  expect(writeNotebook(readNotebook(source))).toBe(source);
});

test("any file keeps every byte, and all of its cells are found", () => {
  fc.assert(
    fc.property(generated, ({source, bodies}) => {
      const notebook = readNotebook(source);
      expect(writeNotebook(notebook)).toBe(source);
      expect(notebook.cells.length).toBe(bodies.length);
      const ids = notebook.cells.map(({id}) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    {numRuns: 2000}
  );
});

test("every notebook of the gallery keeps every byte", () => {
  const folder = join(import.meta.dirname, "../../notebooks");
  const files = readdirSync(folder).filter((file) => file.endsWith(".html"));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const source = readFileSync(join(folder, file), "utf8");
    const notebook = readNotebook(source);
    expect(writeNotebook(notebook), file).toBe(source);
    expect(
      notebook.cells.every(({type}) => type !== "raw"),
      file
    ).toBe(true);
  }
});

test("what is read is what was meant", () => {
  const {title, cells, readonly} = readNotebook(plain);
  expect({title, readonly}).toEqual({title: "One & two", readonly: false});
  expect(cells).toEqual([
    {
      id: 1,
      type: "md",
      text: "# A title\n\n  indented",
      pinned: false,
      hidden: false,
      mime: "text/markdown",
      output: null,
      attributes: {}
    },
    {
      id: 2,
      type: "js",
      text: 'const a = "</script>";',
      pinned: true,
      hidden: false,
      mime: "module",
      output: null,
      attributes: {}
    }
  ]);
});

test("attributes are read as browsers read them", () => {
  const {cells} = readNotebook(nasty["with attributes that touch, repeat and say nothing"]!);
  expect(cells.map(({text: _, ...rest}) => rest)).toEqual([
    {
      id: 1,
      type: "js",
      pinned: true,
      hidden: true,
      mime: "module",
      output: null,
      attributes: {"data-x": "", a: ""}
    },
    {
      id: 2,
      type: "js",
      pinned: false,
      hidden: false,
      mime: "module",
      output: null,
      attributes: {'"odd': ""}
    }
  ]);
});

test("a type that is not known stays inert, and is not JavaScript", () => {
  const {cells} = readNotebook(nasty["with types that do not run"]!);
  expect(cells.map(({type, mime, attributes}) => ({type, mime, attributes}))).toEqual([
    {type: "raw", mime: "text/x-python", attributes: {output: "x"}},
    {type: "raw", mime: "module", attributes: {src: "x.js?a=b"}}
  ]);
});

test("every type is read, and the name that an attribute gives", () => {
  const {cells} = readNotebook(nasty["with every type, and names in every attribute"]!);
  expect(cells.map(({id, type, output}) => [id, type, output])).toEqual([
    [8, "json", "a"],
    [9, "csv", "cities"],
    [10, "csv", "again"],
    [3, "ojs", null],
    [11, "tex", null],
    [4, "dot", "graph"],
    [5, "sql", "rows"],
    [6, "raw", "loaded"],
    [7, "raw", null]
  ]);
});

test("another type takes its mime and keeps everything else; a word as id names data only", () => {
  const notebook = readNotebook(
    '<notebook><script id="a" type="text/csv" data-x>1</script></notebook>'
  );
  expect(notebook.cells[0]!.output).toBe("a");
  const other = setType(notebook, 1, "ojs");
  expect(other.cells[0]).toMatchObject({type: "ojs", output: null, attributes: {"data-x": ""}});
  expect(writeNotebook(other)).toContain(
    '<script id="a" type="application/vnd.observable.javascript" data-x>1</script>'
  );
});

test("names that objects have by themselves are names like others", () => {
  const {title, cells} = readNotebook(
    "<notebook><title>&constructor;</title><script type=constructor __proto__=x>1</script>"
  );
  expect(title).toBe("&constructor;");
  expect(cells[0]).toMatchObject({type: "raw", mime: "constructor"});
  expect(Object.entries(cells[0]!.attributes)).toEqual([["__proto__", "x"]]);
});

test("what stands in comments, styles, pictures and templates is not of the notebook", () => {
  const {title, cells} = readNotebook(
    `<notebook><!--><svg><title>A</title><svg/><script>a</script></svg><style><script></style>
    <template><script id=1>b</script></template><?x <script>?><title>Right</title>
    <!-- --!><script id=2 type=module>c</script><!-- <script>d</script>`
  );
  expect(title).toBe("Right");
  expect(cells.map(({id, text}) => ({id, text}))).toEqual([{id: 2, text: "c"}]);
});

test("cells have numbers of their own, whatever the file says", () => {
  const {cells} = readNotebook(nasty["with numbers twice, none and strange"]!);
  expect(cells.map(({id}) => id)).toEqual([1, 2, 3, 4, 5]);
  expect(cells[0]!.type).toBe("raw");
});

test.each([
  ["", "got 1 lines without <notebook>"],
  ["<p>not\none</p>", "got 2 lines without <notebook>"],
  ["<!-- <notebook> -->", "without <notebook>"],
  ["<script>'<notebook>'</script>", "without <notebook>"],
  ["</notebook>", "without <notebook>"],
  ["<notebook", "without <notebook>"],
  ["<notebook>\n<title>T</title>\r\n<script id=1>", "got <script> in line 3"],
  ["<notebook>\n<script id=1></script>\n<style>a", "got <style> in line 3"]
])("%j is not a notebook", (source, words) => {
  expect(() => readNotebook(source)).toThrow(NotebookError);
  expect(() => readNotebook(source)).toThrow(words);
});
