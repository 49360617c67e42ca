import {readFileSync} from "node:fs";
import {join} from "node:path";
import {createRuntime} from "@ecco/runtime";
import type {NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {optionalNames} from "../../packages/runtime/src/library/optional-packages.ts";
import {admits, readSpecifier} from "../../packages/runtime/src/compile/specifier.ts";
import {generators} from "../../packages/runtime/src/library/generators/index.ts";
import {packageLoaders} from "../../packages/runtime/src/library/package-loaders.ts";
import {d3Parts, isShipped, packageReleases} from "../../packages/runtime/src/library/packages.ts";
import {standardLibrary} from "../../packages/runtime/src/library/standard-library.ts";

const root = join(import.meta.dirname, "../..");
const manifestOf = (
  name: string
): {version: string; license: string; dependencies?: Record<string, string>} =>
  JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as never;

let notebook: NotebookRuntime;
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  notebook = createRuntime();
});
afterEach(() => {
  notebook.dispose();
  vi.restoreAllMocks();
});
const valueOf = (text: string): Promise<unknown> => {
  notebook.define({id: 1, type: "js", text: `const value = ${text};`});
  return notebook.value("value");
};

test.each([
  ["d3.max([1, 5, 2])", 5],
  ["typeof Plot.plot", "function"],
  ["_.chunk([1, 2, 3], 2)", [[1, 2], [3]]],
  ["_([1, 2]).map((x) => x + 1).value()", [2, 3]],
  ["aq.table({a: [1, 2]}).derive({b: (d) => d.a + 1}).array('b')", [2, 3]],
  ["typeof topojson.feature + typeof topojson.topology", "functionfunction"],
  ["[...Generators.range(1, 7, 2)]", [1, 3, 5]],
  ["await Promises.delay(0, 4)", 4],
  ["await Files.text(new Blob(['a']))", "a"]
])("a cell knows %s", async (text, expected) => {
  expect(await valueOf(text)).toEqual(expected);
});

test("a name of the library that a cell defines is the cell's, and the library's again when it is gone", async () => {
  expect(await valueOf("typeof d3.max")).toBe("function");
  notebook.define({id: 2, type: "js", text: "const d3 = {max: 1};"});
  expect(await notebook.value("value")).toBe("number");
  notebook.remove(2);
  expect(await notebook.value("value")).toBe("function");
});

test.each([
  "d3",
  "npm:d3",
  "npm:d3@7",
  "npm:d3@7.9.2/+esm",
  "https://cdn.jsdelivr.net/npm/d3@7/+esm",
  "https://esm.sh/d3",
  "d3-array",
  "npm:d3-array@3"
])("a cell imports %s from what is installed", async (name) => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  notebook.define({id: 1, type: "js", text: `import {max} from "${name}";`});
  expect(((await notebook.value("max")) as (values: number[]) => number)([1, 3, 2])).toBe(3);
  expect(await valueOf(`await import("${name}").then(({min}) => min([2, 1]))`)).toBe(1);
  expect(warned).not.toHaveBeenCalled();
});

test("names of a CommonJS package are there by themselves and as the default", async () => {
  notebook.define({
    id: 1,
    type: "js",
    text: 'import _, {chunk} from "npm:lodash";\nconst same = _.chunk === chunk;'
  });
  expect(await notebook.value("same")).toBe(true);
});

test("another version than the one that is asked for is told of", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  expect(await valueOf('typeof (await import("npm:d3@5")).max')).toBe("function");
  expect(warned.mock.calls).toEqual([["npm:d3@5: version 7 of d3 comes with Ecco"]]);
});

test.each([
  ["npm:he", "npm:he does not come with Ecco; a cell can import @huggingface/transformers"],
  ["./helper.js", "./helper.js is a file, and this page has no folder to read it from; a cell"],
  ["constructor", "constructor does not come with Ecco; a cell"]
])("%s cannot be imported, and the reason is said", (name, message) => {
  const [diagnostic] = notebook.define({id: 1, type: "js", text: `import x from "${name}";`});
  expect(diagnostic!.message).toContain(message);
  expect(diagnostic!.message).toContain(" d3,");
  expect(diagnostic!.message).not.toContain("d3-array");
});

test("each package's release is the one that is installed, and all parts of d3 lead to it", () => {
  const names = Object.keys(packageReleases) as (keyof typeof packageReleases)[];
  for (const name of names) {
    const {version} = manifestOf(name);
    const release = packageReleases[name];
    expect(version.startsWith(`${release}.`), `${name} ${version}`).toBe(true);
    // Of 0.x every second number is another interface.
    expect(release.split("."), name).toHaveLength(version.startsWith("0.") ? 2 : 1);
  }
  expect(Object.keys(packageLoaders).toSorted()).toEqual(names.toSorted());
  expect(d3Parts.toSorted()).toEqual(Object.keys(manifestOf("d3").dependencies!).toSorted());
  expect([isShipped("d3"), isShipped("toString"), isShipped("he")]).toEqual([true, false, false]);
});

test.each([
  ["npm:@observablehq/plot@0.6", "@observablehq/plot", "0.6", null],
  ["d3@^7.1", "d3", "^7.1", null],
  ["@observablehq/plot", "@observablehq/plot", null, null],
  ["npm:d3/dist/d3.js", "d3", null, "dist/d3.js"],
  ["react-dom@19/client", "react-dom", "19", "client"],
  ["https://cdn.jsdelivr.net/npm/d3@7/+esm", "d3", "7", null],
  ["https://cdn.jsdelivr.net/npm/@a/b@1.2/c/d.js/+esm", "@a/b", "1.2", "c/d.js"],
  ["https://esm.sh/he@1", "he", "1", null],
  ["./d3", "./d3", null, null],
  ["https://example.org/d3", "https://example.org/d3", null, null],
  ["node:fs", "node:fs", null, null]
])("%s names %s", (text, name, range, part) => {
  expect(readSpecifier(text)).toEqual({name, range, part});
});

test.each([
  [null, "7", true],
  ["latest", "7", true],
  ["7", "7", true],
  ["^7.9.1", "7", true],
  ["7.x", "7", true],
  ["5", "7", false],
  ["70", "7", false],
  ["0.6.11", "0.6", true],
  ["0", "0.6", true],
  ["0.5", "0.6", false],
  [">=5 <8", "7", true]
])("%s admits release %s: %s", (range, release, expected) => {
  expect(admits(range, release)).toBe(expected);
});

test("generators: none of a queue is left out, others are made of others", async () => {
  const queued = generators.queue<number>((add) => [1, 2, 3].forEach(add));
  const next = async (): Promise<unknown> => await queued.next().value;
  expect([await next(), await next(), await next()]).toEqual([1, 2, 3]);
  let add!: (value: number) => number;
  let ended = 0;
  const later = generators.queue<number>((given) => {
    add = given;
    return () => void ended++;
  });
  const first = later.next().value;
  expect([add(5), add(6)]).toEqual([5, 6]);
  expect([await first, await later.next().value]).toEqual([5, 6]);
  later.return();
  expect(ended).toBe(1);
  const {range, filter, map, valueAt, disposable} = generators;
  expect([...filter(range(6), (x) => x % 2)]).toEqual([1, 3, 5]);
  expect([...map(range(3), (x, index) => x * 10 + index)]).toEqual([0, 11, 22]);
  expect([valueAt(range(5), 2), valueAt(range(5), 9), valueAt(range(5), -1)]).toEqual([
    2,
    undefined,
    undefined
  ]);
  const gone: string[] = [];
  const held = disposable("a", (value) => gone.push(value));
  expect([held.next(), held.next()]).toEqual([
    {done: false, value: "a"},
    {done: true, value: undefined}
  ]);
  held.return();
  expect(gone).toEqual(["a"]);
});

const names = (cell: string): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name!);

test("docs/notebooks.md says of every name what it is, with the licence of its package", () => {
  const page = readFileSync(join(root, "docs/notebooks.md"), "utf8");
  const [text] = /^## The library$[^]*?(?=^## )/m.exec(page)!;
  const rows = [...text.matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]*)\| ([^|]*)\|$/gm)]
    .map(([, ...cells]) => cells.map((cell) => cell!.trim()) as [string, string, string, string])
    .filter(([name]) => name.startsWith("`"));
  const absent = [...text.matchAll(/^\| (`[^|]+) \| [^|]+ \| ([^|]+) \|$/gm)];
  const known = Object.keys(standardLibrary({} as Element)).filter((name) => /^\w+$/.test(name));
  const ofRun = ["display", "view", "invalidation", "visibility", "require", "ecco"];
  const described = [...rows, ...absent.map(([, ...cells]) => cells)];
  expect(described.flatMap(([cell]) => names(cell!)).toSorted()).toEqual(
    [...known, ...ofRun].toSorted()
  );
  for (const [name, , packages, licence] of rows)
    for (const each of packages.split(", ").filter(Boolean))
      expect(licence, `${name} ${each}`).toBe(manifestOf(each).license);
  const imported = [...page.matchAll(/^\| ([@a-z][^ |]*) \| ([\d.]+) \|$/gm)];
  const releases = Object.entries(packageReleases).filter(([name]) => !name.startsWith("d3-"));
  expect(imported.map(([, name, release]) => [name, release])).toEqual(releases);
});

test.each(Object.entries(optionalNames))(
  "%s is said to be made of packages",
  async (name, made) => {
    const packages = made.packages.map((each) => each.replace(/(?<=.)@[^@]*$/, ""));
    await expect(valueOf(name)).rejects.toThrow(
      `${name} does not come with Ecco: it is made of the package${packages.length > 1 ? "s" : ""} ${packages.join(", ")}`
    );
    const text = readFileSync(join(root, "docs/notebooks.md"), "utf8");
    const row = text.split("\n").find((line) => names(line.split(" | ")[0]!).includes(name));
    expect(row).toContain(`| ${packages.join(", ")} |`);
  }
);
