/** What imports of modules of a folder lead to, before any page loads them. */
import {mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {ModuleSite} from "../../apps/cli/src/server/modules/module-site.ts";

const files: Readonly<Record<string, string>> = {
  "helper.js": 'import {double} from "./sub/double";\nexport const four = double(2);\n',
  "sub/double.ts":
    'import type {Nothing} from "./nothing.ts";\ninterface A {a: number}\nexport const double = (x: number): number => x * 2;\n',
  "sub/up.mjs": 'export {four} from "../helper.js";\n',
  "sub/index.js": "export const index = 1;\n",
  "shared.js": "export const shared = {};\n",
  "one.js": 'import "./two.js";\nimport "./shared.js";\n',
  "two.js": 'import "./one.js";\nexport const lazy = () => import("./missing.js");\n',
  "data.json": '{"__proto__": 1, "a": "</script>\u2028"}',
  "bad.json": "{a: 1}",
  "broken.js": "const a = 1;\nlet b = ;\n",
  "broken.ts": "const a: number = 1;\nconst b: = 2;\n",
  "uses-broken.js": '\nimport "./broken.js";\n',
  "uses-missing.js": '\n\nimport {x} from "./sub/doubel.ts";\n',
  "uses-notebook.js": 'import "./a.html";\n',
  "uses-packages.js":
    'import d, {extent as e, "x-y" as z} from "npm:d3@7";\nimport * as all from "d3";\nexport {mean as average, max} from "d3";\nexport * as rest from "d3";\nimport "d3";\nimport whole, * as spaces from "d3";\nexport const line = 7;\n',
  "all-of-it.js": '\nexport * from "d3";\n',
  "latin.js": "",
  "table.csv": "a,b\n",
  "a.html": "<!doctype html><notebook></notebook>",
  ".hidden.js": "export {};",
  "out/of/reach.js": "export {};"
};

let folder: string;
let site: ModuleSite;
const put = (name: string, text: string | Uint8Array): void => {
  mkdirSync(dirname(join(folder, name)), {recursive: true});
  writeFileSync(join(folder, name), text);
};

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "ecco-modules-")));
  for (const [name, text] of Object.entries(files)) put(`notebooks/${name}`, text);
  put("notebooks/latin.js", Uint8Array.of(0x2f, 0x2f, 0xe9));
  put("outside/secret.js", "export const secret = 1;");
  symlinkSync(join(folder, "outside/secret.js"), join(folder, "notebooks/link.js"));
  site = new ModuleSite({
    root: join(folder, "notebooks"),
    kept: join(folder, "kept"),
    mayRun: () => Promise.resolve(false)
  });
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

async function found(specifier: string, by = "notebook.html") {
  const answer = await site.find(specifier, by);
  if (answer.kind !== "module") throw new Error(JSON.stringify(answer));
  return answer;
}
async function textOf(specifier: string, by?: string): Promise<string> {
  const [, name = "", ...path] = (await found(specifier, by)).address.split("/");
  return (await site.text(name, path.join("/")))!;
}

test("files are found by their place, without endings, above the notebook and from the top", async () => {
  expect((await found("./helper.js")).files).toEqual(["helper.js", "sub/double.ts"]);
  expect((await found("./helper")).address).toBe((await found("/helper.js")).address);
  expect((await found("../helper.js", "sub/notebook.html")).files).toContain("helper.js");
  expect((await found("./sub/double.js")).files).toEqual(["sub/double.ts"]);
  expect((await found("./sub/")).files).toEqual(["sub/index.js"]);
  expect((await found("./helper.js?v=2")).files).toContain("helper.js");
});

test("types are taken off, and what is only imported for its type is not looked for", async () => {
  expect(await textOf("./sub/double.ts")).toBe("\n\nexport const double = (x) => x * 2;\n");
});

test("imports lead to where modules are, each in its line", async () => {
  const text = await textOf("./helper.js");
  expect(text).toMatch(
    /^import \{double\} from "\.\.\/\.\.\/code\/[\da-f]{20}\/sub\/double\.ts";\nexport const four = double\(2\);\n$/
  );
  expect(await textOf("./up.mjs", "sub/notebook.html")).toContain('"../../../code/');
});

test("a module is called otherwise when its text changes, or that of one it imports", async () => {
  const before = await found("./helper.js");
  const other = await found("./shared.js");
  expect(await found("./helper.js")).toEqual(before);
  put("notebooks/sub/double.ts", `${files["sub/double.ts"]}// changed\n`);
  const after = await found("./helper.js");
  expect(after.address).not.toBe(before.address);
  expect(await found("./shared.js")).toEqual(other);
  put("notebooks/sub/double.ts", files["sub/double.ts"]!);
  expect(await found("./helper.js")).toEqual(before);
});

test("modules may import each other in a circle, as JavaScript allows it", async () => {
  expect((await found("./one.js")).files.toSorted()).toEqual(["one.js", "shared.js", "two.js"]);
  const [one, two] = [await textOf("./one.js"), await textOf("./two.js")];
  expect(one).toContain((await found("./two.js")).address.slice("code/".length));
  expect(two).toContain((await found("./one.js")).address.slice("code/".length));
});

test("packages are asked of the page, under the names that the module gives them", async () => {
  const text = await textOf("./uses-packages.js");
  expect(text.split("\n").findIndex((line) => line.includes("line = 7"))).toBe(6);
  const loads: unknown[] = [];
  const modules = {
    load: (...asked: unknown[]) => {
      loads.push(asked);
      return Promise.resolve({default: "D", extent: "E", "x-y": "Z", mean: "M", max: "X"});
    }
  };
  Object.defineProperty(globalThis, Symbol.for("ecco.modules"), {
    value: modules,
    configurable: true
  });
  const body = `${text.replaceAll(/^export \{([^}]*)\};/gm, "void ($1);").replaceAll(" as ", "+")}`;
  expect(body).toContain("line = 7");
  const address = `data:text/javascript,${encodeURIComponent(text)}`;
  expect(await import(/* @vite-ignore */ address)).toMatchObject({average: "M", max: "X", line: 7});
  expect(loads).toContainEqual(["npm:d3@7", "uses-packages.js", ["default", "extent", "x-y"]]);
  expect(loads).toContainEqual(["d3", "uses-packages.js", ["default"]]);
});

test("JSON is a module, whatever is in it", async () => {
  const text = await textOf("./data.json");
  const {default: data} = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`
  )) as {default: object};
  expect(JSON.stringify(data)).toBe(JSON.stringify(JSON.parse(files["data.json"]!)));
  expect(Object.hasOwn(data, "__proto__")).toBe(true);
});

test.each([
  ["./broken.js", "broken.js, line 2: unexpected token"],
  ["./broken.ts", "broken.ts, line 2: unexpected token"],
  ["./uses-broken.js", "broken.js, line 2: unexpected token"],
  [
    "./uses-missing.js",
    "uses-missing.js, line 3: ./sub/doubel.ts is not in sub/; it has double.ts"
  ],
  ["./uses-notebook.js", "uses-notebook.js, line 1: ./a.html is a notebook, and only cells import"],
  ["./all-of-it.js", 'all-of-it.js, line 2: export * from "d3" gives on names'],
  ["./helpr.js", "./helpr.js is not in the opened folder; it has helper.js,"],
  ["./no/where.js", "./no/where.js is not there: there is no folder no/"],
  ["./bad.json", "bad.json is not JSON: "],
  [
    "./table.csv",
    'table.csv is no module: an import reads JavaScript, TypeScript and JSON. Read other files with FileAttachment("./table.csv")'
  ],
  ["./latin.js", "latin.js is not text in UTF-8"],
  ["../outside/secret.js", "leads out of the folder that is open"],
  ["./../../outside/secret.js", "leads out of the folder that is open"],
  ["/../outside/secret.js", "leads out of the folder that is open"],
  ["./%2e%2e/outside/secret.js", "leads out of the folder that is open"],
  ["./.hidden.js", "is hidden"],
  ["./sub\\double.ts", "leads out of the folder that is open"],
  ["./a.html", "a.html has not been run here as it is"]
])("%s: %s", async (specifier, message) => {
  const answer = await site.find(specifier, "notebook.html");
  expect(answer).toMatchObject({kind: "problem"});
  expect((answer as {message: string}).message).toContain(message);
});

test("a link that leads out of the folder is not read", async () => {
  await expect(site.find("./link.js", "notebook.html")).rejects.toThrow("link.js is not here");
});
