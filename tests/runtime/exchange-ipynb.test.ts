import {readNotebook} from "@ecco/runtime/document";
import {exportNotebook, importNotebook} from "@ecco/runtime/exchange";
import {expect, test} from "vitest";
import {cellLines} from "../../packages/runtime/src/exchange/ipynb/cell-lines.ts";
import {nasty} from "./document-files.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const imported = (file: unknown, name = "a.ipynb") =>
  importNotebook(name, bytes(typeof file === "string" ? file : JSON.stringify(file, null, 1)));

const cellsOf = (source: string) =>
  readNotebook(source).cells.map(({mime, text}) => [mime, text] as const);

const toIpynb = (source: string): string => exportNotebook(readNotebook(source), "a.ipynb");

const python = {
  kernelspec: {display_name: "Python 3", language: "python", name: "python3"},
  language_info: {name: "python"}
};

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/** As a student's notebook looks. */
const tides = {
  cells: [
    {
      cell_type: "markdown",
      metadata: {},
      source: [
        "# Tides of *Cuxhaven* #\n",
        "\n",
        "Two a day: $ h(t) $, and $\\{0, 1\\}$.\n",
        "\\begin{align}\n",
        "h &= a \\\\\n",
        "\\end{align}\n",
        "Costs ${price}, code `${x}`."
      ]
    },
    {
      cell_type: "markdown",
      metadata: {},
      attachments: {"a b.png": {"image/png": pixel}},
      source: "![map](attachment:a%20b.png) ![gone](attachment:no.png)"
    },
    {
      cell_type: "code",
      execution_count: 1,
      metadata: {},
      source: "print(1)\n",
      outputs: [
        {output_type: "stream", name: "stdout", text: ["1 < 2 ${y}\n"]},
        {
          output_type: "display_data",
          metadata: {},
          data: {"image/png": `${pixel}\n`, "text/plain": "<Figure>"}
        }
      ]
    },
    {
      cell_type: "code",
      execution_count: 2,
      metadata: {},
      source: "df",
      outputs: [
        {
          output_type: "execute_result",
          execution_count: 2,
          metadata: {},
          data: {"text/html": ["<table><tr><td>1</td></tr></table>"], "text/plain": "1"}
        },
        {output_type: "display_data", metadata: {}, data: {"application/vnd.widget": {a: 1}}}
      ]
    },
    {
      cell_type: "code",
      execution_count: null,
      metadata: {},
      source: "%%html\n<b>${1}</b>",
      outputs: []
    },
    {cell_type: "raw", metadata: {format: "text/latex"}, source: "\\newpage"},
    {cell_type: "raw", metadata: {format: "module"}, source: "alert(1)"},
    {cell_type: "error", metadata: {}, source: "?"}
  ],
  metadata: python,
  nbformat: 4,
  nbformat_minor: 4
};

test("a notebook of Jupyter: text, code that stays inert, pictures, what it printed, and what was not understood", () => {
  const {source, notices} = imported(tides);
  const read = readNotebook(source);
  expect(read.title).toBe("Tides of Cuxhaven");
  expect(cellsOf(source)).toEqual([
    [
      "text/markdown",
      "# Tides of *Cuxhaven* #\n\nTwo a day: $h(t)$, and $\\\\{0, 1\\}$.\n$$\n\\begin{align*}\nh &= a \\\\\n\\end{align*}\n$$\nCosts $\\{price}, code `$\\{x}`."
    ],
    ["text/markdown", `![map](data:image/png;base64,${pixel}) ![gone](attachment:no.png)`],
    ["text/x-python", "print(1)\n"],
    [
      "text/html",
      `<pre><code>1 &lt; 2 &#36;{y}</code></pre>\n<img alt="" src="data:image/png;base64,${pixel}">`
    ],
    ["text/x-python", "df"],
    ["text/html", "<table><tr><td>1</td></tr></table>"],
    ["text/html", "<b>&#36;{1}</b>"],
    ["text/latex", "\\newpage"],
    ["text/plain", "alert(1)"],
    ["text/plain", "?"]
  ]);
  const lines = JSON.stringify(tides, null, 1).split("\n");
  expect(notices.map(({what}) => what)).toEqual([
    'the picture "no.png" is not among the attachments of its cell',
    "an output is not kept: application/vnd.widget has no place here",
    'a cell of the unknown kind "error" is kept as text'
  ]);
  for (const {line} of notices) expect(lines[line! - 1]).toBe("  {");
  expect(notices.map(({line}) => line)).toEqual([...new Set(notices.map(({line}) => line))]);
});

test("what is imported, written again and imported again is the same file", () => {
  const {source} = imported(tides);
  expect(imported(toIpynb(source)).source).toBe(source);
});

test.each(Object.entries(nasty))("a file of ours comes back byte for byte: %s", (_, source) => {
  expect(imported(toIpynb(source))).toEqual({source, notices: []});
});

test("a file that is written is what Jupyter expects: nbformat 4.5, cells with ids, the kernel of most", () => {
  const source = `<!doctype html><notebook><title>T</title>
  <script id="4" type="text/markdown">a
b</script><script id="2" type="text/x-python">p</script><script id="9" type="text/x-python"></script><script type="module" id="3">1</script></notebook>`;
  const file = JSON.parse(toIpynb(source)) as Record<string, unknown>;
  expect(file).toMatchObject({nbformat: 4, nbformat_minor: 5, metadata: {title: "T", ...python}});
  expect(file["cells"]).toMatchObject([
    {cell_type: "markdown", id: "4", source: ["a\n", "b"]},
    {cell_type: "code", id: "2", source: ["p"], execution_count: null, outputs: []},
    {cell_type: "code", id: "9", source: []},
    {cell_type: "raw", id: "3", source: ["1"], metadata: {format: "module"}}
  ]);
});

test("cells that were changed, moved, added and taken away in Jupyter", () => {
  const source =
    '<notebook>\n  <title>T</title>\n  <!-- a -->\n  <script id="1" type="module">1</script>\n  <p>b</p>\n  <script id="2" type="text/markdown" hidden>\n    two\n  </script>\n</notebook>\n';
  const file = JSON.parse(toIpynb(source)) as {cells: Record<string, unknown>[]};
  const [one, two] = file.cells;
  file.cells = [
    {...two, source: ["two\n", "and"]},
    {cell_type: "code", metadata: {}, id: "x", source: "3", outputs: []},
    one!
  ];
  expect(imported(file).source).toBe(
    '<notebook>\n  <title>T</title>\n  <!-- a -->\n  <p>b</p>\n  <script id="2" type="text/markdown" hidden>\n    two\n    and\n  </script>\n  <script id="3" type="text/x-typescript">\n    3\n  </script>\n  <script id="1" type="module">1</script>\n</notebook>\n'
  );
});

test("metadata that makes no notebook is not used", () => {
  const file = JSON.parse(toIpynb(nasty["plain"]!)) as {
    cells: {metadata: {ecco: object}}[];
    metadata: {ecco: object};
  };
  const text = cellsOf(nasty["plain"]!);
  file.cells[0]!.metadata.ecco = {open: "<script>alert(1)</script>"};
  expect(cellsOf(imported(file).source)).toEqual(text);
  file.metadata.ecco = {head: "<notebook><script>", tail: ""};
  expect(cellsOf(imported(file).source).map(([, each]) => each)).toEqual(
    text.map(([, each]) => each)
  );
});

test("version 3: headings, several sheets, prompts and pictures", () => {
  const {source} = imported({
    metadata: {name: "Old"},
    nbformat: 3,
    nbformat_minor: 0,
    worksheets: [
      {cells: [{cell_type: "heading", level: 2, source: ["Waves"]}]},
      {
        cells: [
          {
            cell_type: "code",
            language: "python",
            input: ["x"],
            outputs: [
              {output_type: "pyout", png: pixel, text: ["y"]},
              {
                output_type: "pyerr",
                ename: "E",
                evalue: "v",
                traceback: ["\u001b[31mE: v\u001b[0m"]
              }
            ]
          }
        ]
      }
    ]
  });
  expect(readNotebook(source).title).toBe("Waves");
  expect(cellsOf(source)).toEqual([
    ["text/markdown", "## Waves"],
    ["text/x-python", "x"],
    ["text/html", `<img alt="" src="data:image/png;base64,${pixel}">\n<pre><code>E: v</code></pre>`]
  ]);
});

test.each([
  ["Deno", {kernelspec: {name: "deno", language: "typescript"}}, "text/x-typescript"],
  [
    "tslab for JavaScript",
    {kernelspec: {name: "jslab"}, language_info: {name: "javascript"}},
    "module"
  ],
  ["ijavascript", {language_info: {name: "javascript"}}, "module"],
  ["R", {kernelspec: {name: "ir", language: "R"}}, "text/x-r"],
  ["Julia", {language_info: {name: "julia"}}, "text/x-julia"]
])("the language of %s", (_, metadata, mime) => {
  const cells = [{cell_type: "code", metadata: {}, source: "1", outputs: []}];
  const {source} = imported({cells, metadata, nbformat: 4, nbformat_minor: 5});
  expect(cellsOf(source)).toEqual([[mime, "1"]]);
  expect(readNotebook(source).title).toBe("a");
});

test.each([
  [
    "no JSON",
    "# A title",
    /this is not JSON, as files of Jupyter are: .*; check that the file is whole/
  ],
  ["a file that is cut off", JSON.stringify(tides).slice(0, 900), /this is not JSON/],
  ["other JSON", {a: 1}, /not a notebook of Jupyter: got JSON without a list "cells"/],
  ["a list", [], /not a notebook of Jupyter/],
  ["version 2", {nbformat: 2, worksheets: []}, /got nbformat 2, expected 3 or 4/],
  ["another version", {nbformat: "x", cells: []}, /got nbformat "x", expected 3 or 4/]
])("%s: one message", (_, file, message) => {
  expect(() => imported(file)).toThrow(message);
});

test("cells that are none, and texts that are none, stop nothing", () => {
  const cells = [
    null,
    1,
    {cell_type: 1, source: {}},
    {cell_type: "code", source: [1, "a"], outputs: [null, {output_type: "stream"}]},
    {cell_type: "raw"}
  ];
  const {source} = imported({cells, metadata: null, nbformat: 4});
  expect(cellsOf(source).map(([, text]) => text)).toEqual(["", "", "", "a", ""]);
});

test("texts in UTF-16, with a byte order mark, with CRLF", () => {
  const text = JSON.stringify(tides, null, 1).replaceAll("\n", "\r\n");
  const {source} = imported(tides);
  const wide = (swap: boolean) => {
    const all = new Uint8Array(2 + text.length * 2);
    const view = new DataView(all.buffer);
    [...`\ufeff${text}`].forEach((char, at) => view.setUint16(at * 2, char.charCodeAt(0), !swap));
    return all;
  };
  for (const file of [bytes(text), bytes(`\ufeff${text}`), wide(false), wide(true)])
    expect(importNotebook("dir/A.IPYNB", file).source).toBe(source);
  expect(() => importNotebook("a.ipynb", wide(false).slice(2))).toThrow(
    /characters with the number 0/
  );
  expect(() => importNotebook("a.ipynb", new Uint8Array([0xff, 0xff]))).toThrow(
    /not text in UTF-8/
  );
});

test("outputs of more than 12 MB are not kept, and each is named by its size", () => {
  const text = "x".repeat(150_000);
  const output = {output_type: "stream", text: `${text}\n`};
  const big = {output_type: "display_data", data: {"image/png": "A".repeat(13_000_000)}};
  const {source, notices} = imported({
    cells: [{cell_type: "code", source: "a", outputs: [big, output]}],
    metadata: {},
    nbformat: 4
  });
  expect(notices).toEqual([
    {line: 3, what: "an output of 13.0 MB is not kept: all together may have 12 MB"}
  ]);
  expect(cellsOf(source)[1]![1]).toBe(`<pre><code>${text}</code></pre>`);
});

test("the lines of cells, whatever stands in their texts", () => {
  expect(
    cellLines(
      '{"cells": [\n{"source": "\\\\\\" {[ \\n"},\n\n{"cells": [{}], "a": "]"}\n], "x": [{}]}'
    )
  ).toEqual([2, 4]);
});

test("names without a known end say which there are", () => {
  expect(() => importNotebook("notes.docx", new Uint8Array())).toThrow(
    /got a file called "notes.docx", expected a name that ends in \.ipynb.* or \.html/
  );
});
