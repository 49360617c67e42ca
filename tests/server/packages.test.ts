/** Packages that a notebook's author has installed: found, bundled, kept, and installed when the reader says so. */
import {existsSync, readdirSync} from "node:fs";
import {mkdir, realpath, stat, symlink, utimes} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import type {InstallRequest} from "../../apps/cli/src/server/modules/install-package.ts";
import type {Found} from "../../apps/cli/src/server/modules/module-site.ts";
import {labelOf} from "../../apps/editor/src/shell/frame-site.ts";
import {secret, Site} from "./site.ts";

const notebook = "<!doctype html><notebook></notebook>";
const json = (value: object): string => JSON.stringify(value);
const files: Readonly<Record<string, string>> = {
  "a.html": notebook,
  "deep/b.html": notebook,
  "deep/helper.js": 'import "./other.js";\nexport const a = 1;\n',
  "deep/other.js": "export {};\n",
  "node_modules/common/package.json": json({name: "common", version: "2.1.0"}),
  "node_modules/common/index.js":
    'exports.two = require("./two"); exports.mode = process.env.NODE_ENV; exports.shared = require("peer");',
  "node_modules/common/two.js": "module.exports = 2;",
  "node_modules/common/cli.js": 'require("fs").readFileSync("/etc/passwd");',
  "node_modules/@a/modern/package.json": json({
    name: "@a/modern",
    version: "1.0.0",
    type: "module",
    peerDependencies: {peer: "*"},
    exports: {".": {browser: "./web.js", default: "./node.js"}, "./part": "./part.js"}
  }),
  "node_modules/@a/modern/web.js":
    'import {one} from "peer";\nimport {part} from "@a/modern/part";\nexport const web = one + part;\nexport const program = new URL("./program.wasm", import.meta.url).href;\nimport "./look.css";\n',
  "node_modules/@a/modern/part.js": "export const part = 1;\n",
  "node_modules/@a/modern/look.css": "b {color: red}",
  "node_modules/@a/modern/program.wasm": "\0asm",
  "node_modules/peer/package.json": json({name: "peer", version: "0.3.1", main: "peer.js"}),
  "node_modules/peer/peer.js": "exports.one = 1;",
  "node_modules/broken/package.json": json({name: "broken", version: "1.0.0"}),
  "node_modules/broken/index.js": "exports.a = ;",
  "node_modules/sneaky/package.json": json({
    name: "sneaky",
    version: "1.0.0",
    main: "../../../outside/code.js"
  }),
  "node_modules/unread/package.json": "{",
  "deep/node_modules/common/package.json": json({name: "common", version: "3.0.0"}),
  "deep/node_modules/common/index.js": "exports.two = 3;"
};

let site: Site;
const installs: InstallRequest[] = [];
let install: (request: InstallRequest) => Promise<void> = () => Promise.resolve();

beforeAll(async () => {
  site = await Site.start(files);
  await site.put("outside/code.js", `module.exports = "${secret}";`);
  await site.put("outside/linked/package.json", json({name: "linked", version: "1.0.0"}));
  await symlink(
    join(site.folder, "outside/linked"),
    join(site.folder, "notebooks/node_modules/linked")
  );
  await site.server.close();
  await site.serve("notebooks", {
    trust: true,
    install: (request) => {
      installs.push(request);
      return install(request);
    }
  });
});
afterAll(() => site[Symbol.asyncDispose]());

async function modulesOf(path: string): Promise<{host: string; base: string}> {
  const {text} = await site.askApi(`files?for=${encodeURIComponent(path)}`, {method: "POST"});
  const {address} = JSON.parse(text) as {address: string};
  const label = await labelOf(identityOf(join(site.folder, "notebooks")), path);
  return {host: `${label}.localhost`, base: address.replace("/files/", "/modules/")};
}
async function ask(path: string, rest: string, headers: Readonly<Record<string, string>> = {}) {
  const {host, base} = await modulesOf(path);
  return site.ask(base + rest, {host, headers});
}
async function find(specifier: string, path = "a.html", by?: string): Promise<Found> {
  const query = new URLSearchParams({specifier, ...(by === undefined ? {} : {by})});
  return JSON.parse((await ask(path, `find?${query.toString()}`)).text) as Found;
}
type Package = Extract<Found, {kind: "package"}>;
async function codeOf(specifier: string, path?: string): Promise<string> {
  const found = (await find(specifier, path)) as Package;
  expect(found).toMatchObject({kind: "package"});
  return (await ask(path ?? "a.html", found.address)).text;
}

test("a package is found from the notebook's folder upwards, and its version is told when another was asked for", async () => {
  expect(await find("npm:common@2")).toMatchObject({
    kind: "package",
    by: "node_modules/common/package.json",
    notice: null
  });
  expect(await find("common", "deep/b.html")).toMatchObject({
    by: "deep/node_modules/common/package.json"
  });
  expect(await find("peer", "deep/b.html")).toMatchObject({by: "node_modules/peer/package.json"});
  expect(((await find("common@^1.4")) as Package).notice).toBe(
    "common@^1.4: version 2.1.0 of common is installed in node_modules/common"
  );
  expect(((await find("npm:peer@0.3.9")) as Package).notice).toBeNull();
  expect(((await find("npm:peer@0.2")) as Package).notice).toContain("0.3.1");
  for (const address of ["https://cdn.jsdelivr.net/npm/common@2/+esm", "https://esm.sh/common"])
    expect((await find(address)) as Package).toMatchObject({kind: "package", notice: null});
});

test("CommonJS becomes a module, in which it is told to be in production", async () => {
  const code = await codeOf("common");
  const text = code.replaceAll("globalThis[Symbol.for(", "globalThis[Symbol.for(");
  const module = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`
  )) as {default: object};
  expect(module.default).toEqual({two: 2, mode: "production", shared: {one: 1}});
});

test("a package shares its peers and its other parts with the page; files stay where they are", async () => {
  const found = (await find("@a/modern")) as Package;
  expect(found.peers.toSorted()).toEqual(["@a/modern/part", "peer"]);
  const code = await codeOf("@a/modern");
  expect(code).toContain(`loaded("${found.id}", "peer")`);
  expect(code).toContain('"../../files/node_modules/%40a/modern/');
  expect(code).not.toContain("node.js");
  expect(((await find("@a/modern/part")) as Package).peers).toEqual([]);
  const {headers, status} = await ask("a.html", "files/node_modules/@a/modern/program.wasm");
  expect([status, headers["content-type"]]).toEqual([200, "application/wasm"]);
});

test("a bundle is kept, and made anew when one of its packages changes", async () => {
  const kept = join(site.folder, "state/packages");
  const {id} = (await find("common")) as Package;
  const madeAt = (await stat(join(kept, id))).mtimeMs;
  await find("common");
  expect((await stat(join(kept, id))).mtimeMs).toBe(madeAt);
  const manifest = join(site.folder, "notebooks/node_modules/peer/package.json");
  await utimes(manifest, new Date(), new Date(Date.now() + 5000));
  await find("common");
  expect((await stat(join(kept, id))).mtimeMs).not.toBe(madeAt);
  expect(readdirSync(kept).every((name) => /^[\da-f]{32}$/.test(name))).toBe(true);
  expect(existsSync(join(site.folder, "notebooks/state"))).toBe(false);
});

test.each([
  ["broken", "broken, version 1.0.0, cannot be made a module of a page: "],
  [
    "common/none.js",
    "common/none.js, version 2.1.0, cannot be made a module of a page: the package has no none.js"
  ],
  ["sneaky", "sneaky has files that lie outside of the folder that is open"],
  ["linked", "node_modules/linked is a link that leads out of the folder that is open"],
  ["unread", "node_modules/unread/package.json cannot be read"]
])("%s is refused in words", async (specifier, message) => {
  const found = await find(specifier);
  expect(found).toMatchObject({kind: "problem"});
  expect((found as {message: string}).message).toContain(message);
  expect(json(found)).not.toContain(site.folder);
  expect(json(found)).not.toContain(secret);
});

test("what is not installed is told, with where it would be; names that are none are too", async () => {
  expect(await find("npm:gone@^2", "deep/b.html")).toEqual({
    kind: "absent",
    name: "gone",
    range: "^2",
    into: "deep/"
  });
  expect(await find("gone")).toMatchObject({into: "the opened folder"});
  for (const name of ["../outside", "..", "node_modules", "a b", "-x", ".hidden", "%2e%2e/x"])
    expect(["absent", "problem"], name).toContain((await find(name)).kind);
});

test("modules are for the page of their notebook, which imports them", async () => {
  const {base} = await modulesOf("a.html");
  const {host} = await modulesOf("deep/b.html");
  const rest = "find?specifier=common";
  expect((await site.ask(base + rest, {host})).status).toBe(404);
  expect((await site.ask(base + rest)).status).toBe(404);
  expect((await ask("a.html", rest)).status).toBe(200);
  for (const use of ["document", "iframe", "object", "embed", "frame"])
    expect((await ask("a.html", rest, {"sec-fetch-dest": use})).status, use).toBe(403);
  expect((await ask("a.html", rest, {"sec-fetch-site": "same-site"})).status).toBe(403);
  for (const path of ["packages/x/index.js", "packages/../../x", "nothing", "code/x/../../a.html"])
    expect((await ask("a.html", path)).status, path).not.toBe(200);
  const found = (await find("./helper.js", "deep/b.html")) as Extract<Found, {kind: "module"}>;
  const code = await ask("deep/b.html", found.address, {"sec-fetch-dest": "worker"});
  expect(code.headers["content-type"]).toBe("text/javascript;charset=utf-8");
  // A worker of it may do what the page may, and no more.
  expect(code.headers["content-security-policy"]).toContain("connect-src 'self' data: blob:");
  expect((await ask("deep/b.html", found.address, {"sec-fetch-dest": "empty"})).text).toBe(
    files["deep/helper.js"]
  );
});

test("the reader installs a package by name and version, and nobody else does", async () => {
  const root = await realpath(join(site.folder, "notebooks"));
  const lines = async (query: Readonly<Record<string, string>>) => {
    const search = new URLSearchParams(query).toString();
    const {text, status} = await site.askApi(`packages?${search}`, {method: "POST"});
    return {
      status,
      said: text
        .trim()
        .split("\n")
        .map((each) => JSON.parse(each) as unknown)
    };
  };
  install = async ({progress}) => progress(3);
  expect(await lines({beside: "deep/b.html", name: "@a/b", range: "^1.2"})).toEqual({
    status: 200,
    said: [{answers: 3}, {done: true}]
  });
  expect(installs.at(-1)).toMatchObject({
    root,
    notebook: "deep/b.html",
    name: "@a/b",
    range: "^1.2"
  });
  install = () => Promise.reject(new Error(`${root}: secret`));
  expect((await lines({beside: "a.html", name: "b"})).said).toEqual([
    {message: expect.stringContaining("npm failed") as unknown}
  ]);
  const count = installs.length;
  for (const [name, range] of [
    ["--global", "1"],
    ["../x", "1"],
    ["x", "file:../x"],
    ["x", "git+https://a.example/x"],
    ["x", "https://a.example/x.tgz"],
    ["x", "npm:y"],
    ["x", "../y"],
    ["x@1", "1"],
    ["a b", "1"],
    ["", "1"]
  ] as const)
    expect((await lines({beside: "a.html", name, range})).status, `${name} ${range}`).toBe(400);
  expect((await lines({beside: "../a.html", name: "x"})).status).toBe(400);
  const {host} = await modulesOf("a.html");
  expect(
    (await site.ask("/api/packages?beside=a.html&name=x", {host, method: "POST"})).status
  ).toBe(404);
  expect((await site.ask("/api/packages?beside=a.html&name=x", {method: "POST"})).status).toBe(403);
  expect(installs).toHaveLength(count);
});

test("an installation ends when nobody waits for it", async () => {
  await mkdir(join(site.folder, "notebooks/empty"), {recursive: true});
  const controller = new AbortController();
  const ended = new Promise<void>((resolve) => {
    install = ({signal}) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          resolve();
          reject(signal.reason as Error);
        });
        controller.abort();
      });
  });
  const asking = fetch(`${site.origin}/api/packages?beside=a.html&name=slow`, {
    method: "POST",
    headers: site.shell,
    signal: controller.signal
  }).then((response) => response.text());
  await expect(asking).rejects.toThrow();
  await ended;
});
