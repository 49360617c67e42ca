import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {ecco, eccoJson, expectOneLine} from "./ecco.ts";

const folder = mkdtempSync(join(tmpdir(), "ecco-notebook-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const at = (name: string): string => join(folder, name);
const welcome = "notebooks/00-welcome.html";

test("a notebook goes out and comes back byte for byte", async () => {
  const {code, stdout} = await ecco(["notebook", "export", welcome, "--out", at("w.ipynb")]);
  expect([code, stdout]).toEqual([0, `written to ${at("w.ipynb")}: 15 cells\n`]);
  const answer = await eccoJson(["notebook", "import", at("w.ipynb"), "--out", at("w.html")]);
  expect(answer).toEqual({out: at("w.html"), cells: 15, notices: []});
  expect(readFileSync(at("w.html"), "utf8")).toBe(readFileSync(welcome, "utf8"));
});

test("what was not understood is listed with its line", async () => {
  const cells = [{cell_type: "other", metadata: {}, source: "x"}];
  writeFileSync(at("o.ipynb"), JSON.stringify({cells, metadata: {}, nbformat: 4}, null, 1));
  const {code, stderr} = await ecco(["notebook", "import", at("o.ipynb"), "--out", at("o.html")]);
  expect(code).toBe(0);
  expect(stderr).toBe(`${at("o.ipynb")}:3: a cell of the unknown kind "other" is kept as text\n`);
});

test("a file that is there is written over only when that is asked for", async () => {
  const args = ["notebook", "export", welcome, "--out", at("there.ipynb")];
  writeFileSync(at("there.ipynb"), "mine");
  expectOneLine(await ecco(args), 1, /there\.ipynb: is already there; give --out another name, or/);
  expect(readFileSync(at("there.ipynb"), "utf8")).toBe("mine");
  expect((await ecco([...args, "--replace"])).code).toBe(0);
});

test.each<[string, readonly string[], number, RegExp]>([
  ["a file that is not there", ["import", "no.ipynb", "--out", at("1")], 2, /no\.ipynb: .*ENOENT/],
  ["a folder", ["import", folder, "--out", at("1")], 2, /cannot be read \(EISDIR\)/],
  ["an unknown end", ["import", "package.json", "--out", at("1")], 2, /expected a name that ends/],
  ["no notebook", ["export", "package.json", "--out", at("1.ipynb")], 2, /not a notebook: got/],
  ["an unknown format", ["export", welcome, "--out", at("1.docx")], 2, /1\.docx", expected/],
  ["no --out", ["export", welcome], 1, /required option '--out <file>' not specified/],
  ["no folder", ["export", welcome, "--out", at("a/1.ipynb")], 2, /cannot be written \(ENOENT\)/]
])("%s: one line, and the exit code", async (_, args, code, message) => {
  expectOneLine(await ecco(["notebook", ...args]), code, message);
});
