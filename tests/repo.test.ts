import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {expect, test} from "vitest";
import {isAllowed, packages, refused} from "../scripts/licences.js";
import {licencesPage} from "../scripts/licences-page.js";

const root = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const list = (folder: string, suffix: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), {recursive: true, encoding: "utf8"})
        .filter((name) => name.endsWith(suffix) && !name.includes("node_modules"))
        .map((name) => `${folder}/${name}`.replaceAll("\\", "/"))
    : [];

interface Manifest {
  readonly description?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifest = (folder: string): Manifest =>
  JSON.parse(read(join(folder, "package.json"))) as Manifest;

const workspaces = ["packages", "apps"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
);
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...list("docs", ".md"),
  ...list("models", ".md"),
  ...list("packages", ".md"),
  ...list("apps", ".md"),
  ...list("bench", ".md")
];

test("every package that is installed runs on the oldest Node that is named", () => {
  const {engines} = JSON.parse(read("package.json")) as {readonly engines: {readonly node: string}};
  const majors = (range: string): readonly number[] =>
    [...range.matchAll(/(?<![.\d])\d+/g)].map(([major]) => Number(major));
  const [oldest] = majors(engines.node);
  const {packages: installed} = JSON.parse(read("package-lock.json")) as {
    readonly packages: Readonly<Record<string, {readonly engines?: {readonly node?: string}}>>;
  };
  const newer = Object.entries(installed).filter(([, {engines: named}]) => {
    const found = majors(named?.node ?? "");
    return found.length > 0 && Math.min(...found) > oldest!;
  });
  expect(newer.map(([name]) => name)).toEqual([]);
});

test.each(workspaces)("%s says in one line what it is", (folder) => {
  expect(manifest(folder).description ?? "").toMatch(/^[A-Z].{20,200}\.$/);
});

test.each(documents)("%s: links to files and headings resolve", (document) => {
  expect(brokenLinks(document)).toEqual([]);
});

test("every notebook is linked in README.md", () => {
  const readme = read("README.md");
  expect(list("notebooks", ".html").filter((path) => !readme.includes(`](${path})`))).toEqual([]);
});

test("what is written down of the notebooks that come with Ecco is what they are", () => {
  const hashes = list("notebooks", ".html")
    .toSorted()
    .map((path) =>
      createHash("sha256")
        .update(readFileSync(join(root, path)))
        .digest("hex")
    );
  const written: unknown = JSON.parse(read("apps/cli/src/server/shipped-notebooks.json"));
  expect(written, "a notebook has changed: run node scripts/shipped.js").toEqual(hashes);
});

test("docs/dependencies.md gives a reason for each dependency, and for nothing else", () => {
  const sections = read("docs/dependencies.md").split(/^## /m).slice(1);
  const documented = sections.flatMap((section) => {
    const folder = /^(?:packages|apps)\/\S+/.exec(section)?.[0] ?? ".";
    return [...section.matchAll(/^\| (\S+) \| .{4,} \|$/gm)]
      .map(([, name]) => `${folder} ${name}`)
      .filter((row) => !row.endsWith(" package") && !row.endsWith(" ---"));
  });
  const named = [".", ...workspaces].flatMap((folder) => {
    const {dependencies, devDependencies} = manifest(folder);
    return Object.keys({...dependencies, ...devDependencies})
      .filter((name) => !name.startsWith("@ecco/"))
      .map((name) => `${folder} ${name}`);
  });
  expect(documented.toSorted()).toEqual(named.toSorted());
});

test("one version of each onnxruntime package, for npm and for pnpm; no install script is run", () => {
  const {packages: installed} = JSON.parse(read("package-lock.json")) as {
    packages: Readonly<Record<string, {readonly hasInstallScript?: boolean}>>;
  };
  const {overrides} = JSON.parse(read("package.json")) as {
    overrides: Record<string, string | Record<string, string>>;
  };
  const pnpm = read("pnpm-workspace.yaml");
  const everywhere = Object.entries(overrides).filter(([, version]) => typeof version === "string");
  for (const [name, version] of everywhere) {
    expect(Object.keys(installed).filter((path) => path.endsWith(`/${name}`))).toHaveLength(1);
    expect(pnpm).toContain(`  ${name}: ${version as string}\n`);
  }
  expect(everywhere).toHaveLength(3);
  expect(read(".npmrc")).toMatch(/^ignore-scripts=true$/m);
  for (const [path, {hasInstallScript}] of Object.entries(installed)) {
    const name = path.replace(/^.*node_modules\//, "");
    // fsevents is optional, of macOS alone, and has its binary inside.
    if (hasInstallScript && name !== "fsevents") expect(pnpm).toContain(`  ${name}: false\n`);
  }
});

test("every package has a licence that is allowed, and docs/licences.md lists it", () => {
  expect(refused()).toEqual([]);
  expect(read("docs/licences.md")).toBe(licencesPage());
  expect(packages().length).toBeGreaterThan(100);
});

test.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0-only)", true],
  ["(Apache-2.0 AND BSD-3-Clause)", true],
  ["(MIT AND GPL-3.0-only)", false],
  ["GPL-3.0-only", false],
  ["constructor", false],
  ["none", false]
])("a package under %s: allowed is %s", (licence, expected) => {
  expect(isAllowed(licence)).toBe(expected);
  const lines = refused([{name: "some", version: "1.0.0", licence, dev: false}]);
  expect(lines).toHaveLength(expected ? 0 : 1);
});

test("no text names another host to load something from", () => {
  const sources = [
    ...list("packages", ".ts"),
    ...list("apps", ".ts"),
    ...list("notebooks", ".html")
  ];
  const hosts =
    /(?:from|import|src=|href=|url\()\s*\(?["'`]?https?:\/\/(?:cdn\.|unpkg|esm\.|fonts\.|[\w.]*jsdelivr)/;
  expect(sources.filter((path) => hosts.test(read(path)))).toEqual([]);
});

/** Returns the links of a document that lead nowhere in the checkout. */
function brokenLinks(document: string): string[] {
  const text = read(document).replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)[^)]*\)|(?:src|href)="([^"]+)"/g)].map(
    (match) => match[1] ?? match[2] ?? ""
  );
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = "", heading] = target.split("#");
    const file = path === "" ? document : relative(root, join(root, dirname(document), path));
    if (!existsSync(join(root, file))) return true;
    return heading !== undefined && file.endsWith(".md") && !headings(file).includes(heading);
  });
}

/** Returns the ids that a Markdown file's headings get. */
function headings(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-")
  );
}
