/** What lies in the opened folder, for notebooks that run: each on its own site, and nothing of it as a page. */
import {createHash} from "node:crypto";
import {rm, symlink, utimes} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import {Site, frameHost, notebook, secret} from "./site.ts";
import type {Answer, Asked} from "./site.ts";

let site: Site;
const written = new Date("2024-05-06T07:08:09Z");

beforeAll(async () => {
  site = await Site.start({
    "a.html": notebook("A"),
    "data.csv": "a,b\n1,2\n",
    "data 2.csv": "a\n",
    "photo.png": "\x89PNG",
    "page.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "helper.js": "export const a = 1;\n",
    "helper.ts": "export const a: number = 1;\n",
    "style.css": "p { color: red }",
    "film.mp4": "0123456789",
    noending: "bytes",
    ".env": secret,
    ".git/config": secret,
    "sub/b.html": notebook("B"),
    "sub/ä %.json": "[1]"
  });
  const folder = join(site.folder, "notebooks");
  await utimes(join(folder, "data.csv"), written, written);
  await symlink(join(site.folder, "outside"), join(folder, "leads-out"));
  await symlink(join(site.folder, "outside/secret.txt"), join(folder, "leads-out.txt"));
  await symlink(join(folder, ".env"), join(folder, "leads-to-hidden.txt"));
  await symlink(join(folder, "data.csv"), join(folder, "leads-in.csv"));
  await symlink(join(folder, "nowhere"), join(folder, "leads-nowhere.txt"));
});
afterAll(() => site[Symbol.asyncDispose]());

/** Name of a notebook's own site. */
function hostOf(path: string): string {
  const identity = identityOf(join(site.folder, "notebooks"));
  const hash = createHash("sha256").update(`${identity}/${path}`).digest("hex");
  return `nb-${hash.slice(0, 20)}.localhost`;
}

async function grant(path: string): Promise<string> {
  const query = new URLSearchParams({for: path}).toString();
  const {text} = await site.askApi(`files?${query}`, {method: "POST"});
  return (JSON.parse(text) as {address: string}).address;
}

/** Asks for a file as the page of a notebook does. */
async function read(path: string, asked: Asked = {}, by = "a.html"): Promise<Answer> {
  return site.ask((await grant(by)) + path, {host: hostOf(by), ...asked});
}

test("a file comes with its own type, length and time, whole or in parts", async () => {
  const whole = await read("data.csv");
  expect(whole).toMatchObject({
    status: 200,
    text: "a,b\n1,2\n",
    headers: {
      "content-type": "text/csv;charset=utf-8",
      "content-length": "8",
      "last-modified": written.toUTCString(),
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "accept-ranges": "bytes"
    }
  });
  const {etag = ""} = whole.headers;
  expect((await read("data.csv", {headers: {"if-none-match": etag}})).status).toBe(304);
  const part = await read("film.mp4", {headers: {range: "bytes=2-4"}});
  expect(part).toMatchObject({status: 206, text: "234"});
  expect(await read("film.mp4", {method: "HEAD"})).toMatchObject({
    status: 200,
    text: "",
    headers: {"content-length": "10", "content-type": "video/mp4"}
  });
  expect((await read("leads-in.csv")).text).toBe("a,b\n1,2\n");
  expect((await read("sub/%C3%A4%20%25.json", {}, "sub/b.html")).text).toBe("[1]");
});

test.each([
  ["photo.png", "image/png"],
  ["page.svg", "image/svg+xml"],
  ["style.css", "text/css;charset=utf-8"],
  ["helper.js", "text/javascript;charset=utf-8"],
  ["helper.ts", "text/plain;charset=utf-8"],
  ["sub/b.html", "text/html;charset=utf-8"],
  ["noending", "application/octet-stream"]
])("%s is %s, and runs nothing as a page", async (path, type) => {
  const {headers} = await read(path);
  expect(headers["content-type"]).toBe(type);
  const policy = headers["content-security-policy"]!;
  // A worker of a script has the policy of the notebook's page; all others have a sandbox.
  if (path === "helper.js") expect(policy).toContain("connect-src 'self' data: blob:;");
  else expect(policy).toMatch(/^sandbox; default-src 'none';/);
  for (const use of ["document", "iframe", "frame", "embed", "object", "sharedworker", "xslt"])
    expect((await read(path, {headers: {"sec-fetch-dest": use}})).status).toBe(403);
});

test.each(["cross-site", "same-site", "none"])(
  "a page of another site (%s) reads nothing",
  async (from) => {
    const headers = {"sec-fetch-site": from, "sec-fetch-dest": "image"};
    expect((await read("photo.png", {headers})).status).toBe(403);
  }
);

test("the page of a notebook that runs stands in its folder, and only the editor shows it", async () => {
  for (const by of ["a.html", "sub/b.html"]) {
    const page = await read(by.includes("/") ? "sub/" : "", {}, by);
    expect(page).toMatchObject({status: 200, text: "<!doctype html><title>frame</title>"});
    expect(page.headers["content-security-policy"]).toContain("frame-ancestors http://localhost:");
  }
  expect((await read("", {headers: {"sec-fetch-dest": "document"}})).status).toBe(403);
});

describe("what is not served", () => {
  test.each([
    ".env",
    ".git/config",
    "sub/../.env",
    "%2e%2e/outside/secret.txt",
    "sub/%2e%2e/%2e%2e/%2e%2e/outside/secret.txt",
    "..%2f..%2foutside%2fsecret.txt",
    "%2fetc%2fpasswd",
    "a%00.csv",
    "sub%5cb.html",
    "leads-out/secret.txt",
    "leads-out.txt",
    "leads-to-hidden.txt",
    "leads-nowhere.txt",
    "sub",
    "constructor",
    `${"x".repeat(300)}.csv`
  ])("%s", async (path) => {
    const answer = await read(path);
    expect([403, 404]).toContain(answer.status);
    expect(answer.text).not.toContain(secret);
    expect(answer.text).not.toContain(site.folder);
  });

  test("anything without an address that was made, or on the site of another notebook", async () => {
    const address = await grant("a.html");
    const asked = [
      site.ask(`/files/${"0".repeat(32)}/data.csv`, {host: hostOf("a.html")}),
      site.ask("/files//data.csv", {host: hostOf("a.html")}),
      site.ask("/files/constructor/data.csv", {host: hostOf("a.html")}),
      site.ask("/data.csv", {host: hostOf("a.html")}),
      site.ask(`${address}data.csv`, {host: hostOf("sub/b.html")}),
      site.ask(`${address}data.csv`, {host: frameHost}),
      site.ask(`${address}data.csv`)
    ];
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(404);
    expect(await grant("sub/b.html")).not.toBe(address);
    expect((await read("data.csv", {method: "PUT"})).status).toBe(405);
  });

  test("an address for who does not bring the token", async () => {
    expect((await site.ask("/api/files?for=a.html", {method: "POST"})).status).toBe(403);
    expect((await site.askApi("files", {method: "POST"})).status).toBe(400);
    const elsewhere = {method: "POST", host: hostOf("a.html"), headers: site.shell};
    expect((await site.ask("/api/files?for=a.html", elsewhere)).status).toBe(404);
  });
});

test("a notebook that was stopped reads on at its other site", async () => {
  const host = hostOf("a.html").replace(".", "-2.");
  expect((await read("data.csv", {host})).text).toBe("a,b\n1,2\n");
});

test("of a file that is not there it is said which folder, and what lies there under a name like it", async () => {
  const words = async (path: string): Promise<string> =>
    (JSON.parse((await read(path)).text) as {message: string}).message;
  expect(await words("dat.csv")).toMatch(
    /^dat\.csv is not in the folder gallery; it has data\.csv, /
  );
  expect(await words("sub/x.json")).toBe(
    "x.json is not in the folder gallery/sub; it has ä %.json, b.html"
  );
  expect(await words("none/x.csv")).toBe("x.csv is not here: there is no folder gallery/none");
  expect(await words("sub")).toBe("sub is a folder in gallery; expected the name of a file");
  expect(await words("leads-out.txt")).toContain("leads out of the folder that is open");
});

test("a folder that is taken away", async () => {
  await using other = await Site.start({"a.html": notebook("A"), "data.csv": "a"});
  const {text} = await other.askApi("files?for=a.html", {method: "POST"});
  const {address} = JSON.parse(text) as {address: string};
  const identity = identityOf(join(other.folder, "notebooks"));
  const hash = createHash("sha256").update(`${identity}/a.html`).digest("hex");
  await rm(join(other.folder, "notebooks"), {recursive: true});
  const host = `nb-${hash.slice(0, 20)}.localhost`;
  expect((await other.ask(`${address}data.csv`, {host})).status).toBe(404);
});
