import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import type {CellOutcome, NotebookOutcome} from "../../apps/cli/src/headless/notebook-run.ts";
import {findBrowser} from "../../scripts/browser.js";
import {ecco} from "../cli/ecco.ts";
import {notebookOf} from "./editor-host.ts";

const folder = mkdtempSync(join(tmpdir(), "ecco-run-test-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const env = {ECCO_BROWSER: findBrowser() ?? ""};

/** Writes a notebook into the folder; returns its path. */
function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const python = '  <script id="10" type="text/x-python">\n    print(1)\n  </script>\n';
const markdown =
  '  <script id="11" type="text/markdown">\n    One ${(() => { throw new Error("of a part"); })()} and ![a picture](absent.png)\n  </script>\n';

const mixed = write(
  "mixed.html",
  notebookOf(
    "const later = new Promise((resolve) => setTimeout(resolve, 1500, 5)), list = [1, 2];",
    "later * 2",
    "const a = 1;\nabsent(a);",
    "a + 1",
    'display("one"); display({two: 2});',
    "const k = view(Inputs.range([0, 1], {value: 0.25}));",
    "now",
    "visibility().then(() => html`<p style='margin-top: 3000px'>seen <b>here</b></p>`)",
    "localStorage.length"
  ).replace("</notebook>", `${python}${markdown}</notebook>`)
);
write("sub-never.html", notebookOf("await new Promise(() => {})"));

/** Returns what a line of `--json` says. */
const read = (line: string): NotebookOutcome & {readonly file: string} =>
  JSON.parse(line) as NotebookOutcome & {readonly file: string};

test("run prints one object a notebook, with states, values, errors and pictures; Ctrl-C ends the browser", async () => {
  const pictures = join(folder, "pictures");
  const {code, stdout, stderr} = await ecco(
    ["notebook", "run", mixed, join(folder, "sub-never.html"), "--json", "--pictures", pictures],
    {
      env,
      started: (child) => child.stdout!.once("data", () => child.kill("SIGINT"))
    }
  );
  expect({code, stderr: stderr.split("\n").at(-2)}).toEqual({
    code: 130,
    stderr: "ecco: interrupted"
  });
  const [line, ...rest] = stdout.trim().split("\n");
  expect(rest).toEqual([]);
  const {file, problem, timedOut, cells} = read(line!);
  expect({file, problem, timedOut}).toEqual({file: mixed, problem: null, timedOut: false});
  const known: readonly Partial<CellOutcome>[] = [
    {name: "later, list", type: "js", state: "ok", value: {later: 5, list: [1, 2]}, error: null},
    {state: "ok", value: 10},
    {state: "error", value: null},
    {state: "error", value: null},
    {state: "ok", value: ["one", {two: 2}]},
    {state: "ok", value: {k: 0.25}},
    {state: "ok", value: expect.any(Number) as number},
    {state: "ok", value: {type: "element", tag: "p", text: "seen here"}},
    {state: "ok", value: 0},
    {type: "text/x-python", state: "inert", value: null, error: null},
    {type: "md", state: "error", value: null}
  ];
  expect(cells).toMatchObject(known.map((cell, index) => ({id: index + 1, ...cell})));
  const absent = {message: expect.stringMatching(/^absent is not defined/) as string, cell: 3};
  expect(cells[2]!.error).toEqual({...absent, line: 2, column: 1});
  expect(cells[3]!.error).toEqual({...absent, line: null, column: null});
  expect(cells[10]!.error!.message).toMatch(/^of a part; .*absent\.png/);
  expect(cells[0]!.picture).toBeNull();
  const png = readFileSync(cells[1]!.picture!);
  expect([...png.subarray(1, 4)]).toEqual([..."PNG"].map((letter) => letter.charCodeAt(0)));
});

test("check names file, cell and line of each error, and what did not rest in its time", async () => {
  const all = mkdtempSync(join(folder, "checked-"));
  writeFileSync(join(all, "good.html"), notebookOf("1 + 1"));
  writeFileSync(join(all, "never.html"), notebookOf("await new Promise(() => {})"));
  writeFileSync(join(all, "bad.html"), notebookOf("1", "\nnope"));
  const {code, stdout} = await ecco(["notebook", "check", all, "--timeout", "2"], {env});
  const words = "nope is not defined: no cell defines it, and it is not in the library";
  expect(stdout.trim().split("\n")).toEqual([
    "bad.html: 2 cells, 1 ok, 1 error",
    `  bad.html cell 2 line 2:1 [nope]: ${words}`,
    "good.html: 1 cell, 1 ok",
    "never.html: 1 cell, 1 pending; its time was over before it rested",
    expect.stringMatching(/: 3 notebooks, 1 with errors, 1 that did not rest in time$/)
  ]);
  expect(code).toBe(1);
});
