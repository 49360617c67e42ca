/** Two servers, each a process of its own, on one folder: of writes of the same version exactly one wins. */
import {execFileSync} from "node:child_process";
import {existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync} from "node:fs";
import {lstat, mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile} from "node:fs/promises";
import {hostname, tmpdir} from "node:os";
import {createHash} from "node:crypto";
import {basename, join} from "node:path";
import {afterAll, beforeAll, beforeEach, expect, test} from "vitest";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import {kill, start} from "./server-process.ts";
import type {Running} from "./server-process.ts";
import {ask, etagOf, notebook} from "./site.ts";
import type {Answer} from "./site.ts";

let folder = "";
let servers: readonly Running[] = [];
const file = (name: string): string => join(folder, "notebooks", name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-two-"));
  await mkdir(join(folder, "notebooks"));
  servers = await Promise.all([start(folder), start(folder)]);
});
afterAll(async () => {
  await Promise.all(servers.map(({child}) => kill(child)));
  await rm(folder, {recursive: true, force: true});
});
beforeEach(async () => {
  for (const name of await readdir(file("."))) await rm(file(name), {recursive: true});
});

const put = (
  {url}: Running,
  name: string,
  body: string,
  headers: Readonly<Record<string, string>>
): Promise<Answer> =>
  ask(Number(url.port), `/api/notebooks/${name}`, {
    method: "PUT",
    body,
    headers: {
      "x-ecco-token": url.searchParams.get("token")!,
      "x-ecco-folder": identityOf(join(folder, "notebooks")),
      origin: url.origin,
      ...headers
    }
  });

/** Names of the locks of a file, as the server gives them. */
const lockOf = (name: string): string =>
  file(`.ecco-${createHash("sha256").update(name).digest("hex").slice(0, 16)}.lock`);
const pipe = (): string => {
  const path = join(folder, "pipe");
  if (!existsSync(path)) execFileSync("mkfifo", [path]);
  return path;
};
const sparse = (path: string): void => {
  writeFileSync(path, "{}");
  truncateSync(path, 5_000_000_000);
};
const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** Without a lock nearly every one of them goes wrong. */
const rounds = process.env["ECCO_EVERYTHING"] === "1" ? 200 : 60;

test(`${rounds} times two writes of one version: exactly one wins each, and the other gets what it wrote`, async () => {
  let current = notebook("0");
  await writeFile(file("a.html"), current);
  for (let round = 1; round <= rounds; round++) {
    const texts = servers.map((_, at) => notebook(`${round} by ${at}`));
    const headers = {"if-match": etagOf(current)};
    const answers = await Promise.all(
      servers.map((server, at) => put(server, "a.html", texts[at]!, headers))
    );
    const won = answers.map(({status}) => status === 204);
    expect(won.filter(Boolean), `round ${round}`).toHaveLength(1);
    current = texts[won.indexOf(true)]!;
    expect(await readFile(file("a.html"), "utf8")).toBe(current);
    const lost = answers[won.indexOf(false)]!;
    expect([lost.status, JSON.parse(lost.text)]).toMatchObject([409, {text: current}]);
  }
  expect(await readdir(file("."))).toEqual(["a.html"]);
});

test("100 writes of one version at once, and of one new file: exactly one wins", async () => {
  await writeFile(file("a.html"), notebook("A"));
  for (const [name, headers] of [
    ["a.html", {"if-match": etagOf(notebook("A"))}],
    ["new.html", {"if-none-match": "*"}]
  ] as const) {
    const texts = Array.from({length: 100}, (_, at) => notebook(`${at}`));
    const answers = await Promise.all(
      texts.map((text, at) => put(servers[at % 2]!, name, text, headers))
    );
    const winners = texts.filter((_, at) => answers[at]!.status === 204);
    expect(winners).toEqual([await readFile(file(name), "utf8")]);
    // One that has waited too long says so, and is tried again.
    for (const {status} of answers) expect([204, 409, 503]).toContain(status);
  }
  expect((await readdir(file("."))).toSorted()).toEqual(["a.html", "new.html"]);
});

test.each([
  ["of a process that has ended", {host, pid: 2 ** 22 + 1}, 0],
  ["of the server's own number, from before it started", null, 0],
  ["of another computer, long ago", {host: "0".repeat(8), pid: 1}, 3600],
  ["of a process that lives, long ago: its number was given again", {host, pid: process.pid}, 3600],
  ["that was never written, long ago", "", 3600],
  ["with strange words, from the future", "{}", -3600]
])("a lock %s holds nobody up", async (_, owner, age) => {
  await writeFile(file("a.html"), notebook("A"));
  const text =
    typeof owner === "string"
      ? owner
      : JSON.stringify({...(owner ?? {host, pid: servers[0]!.child.pid}), time: 0, id: "x"});
  await writeFile(lockOf("a.html"), text);
  const time = new Date(Date.now() - age * 1000);
  await utimes(lockOf("a.html"), time, time);
  const headers = {"if-match": etagOf(notebook("A"))};
  expect((await put(servers[0]!, "a.html", notebook("B"), headers)).status).toBe(204);
  expect(await readdir(file("."))).toEqual(["a.html"]);
});

/** What may lie in the place of a lock, and is none. */
const strange: readonly (readonly [what: string, make: (path: string) => void])[] = [
  ["a pipe", (path: string) => execFileSync("mkfifo", [path])],
  ["a folder", (path: string) => mkdirSync(join(path, "in it"), {recursive: true})],
  ["a link to a pipe", (path: string) => symlinkSync(pipe(), path)],
  ["a link in a circle", (path: string) => symlinkSync(path, path)],
  ["a file of gigabytes", (path: string) => sparse(path)]
];
const isPosix = process.platform !== "win32";

test.runIf(isPosix).each(strange)("%s in the place of a lock holds nobody up", async (_, make) => {
  await writeFile(file("a.html"), notebook("A"));
  make(lockOf("a.html"));
  const long = new Date(Date.now() - 3_600_000);
  // What is no file is no lock, however new.
  if ((await lstat(lockOf("a.html"))).isFile()) await utimes(lockOf("a.html"), long, long);
  const headers = {"if-match": etagOf(notebook("A"))};
  expect((await put(servers[0]!, "a.html", notebook("B"), headers)).status).toBe(204);
  expect(await readdir(file("."))).not.toContain(basename(lockOf("a.html")));
});

test.runIf(isPosix)("none of it holds a start up", async () => {
  for (const [what, make] of strange) make(lockOf(what));
  const {child} = await start(folder);
  await kill(child);
});

test("a lock that somebody holds is waited for, then said; nothing is written", async () => {
  await writeFile(file("a.html"), notebook("A"));
  await writeFile(lockOf("a.html"), JSON.stringify({host, pid: process.pid, time: 0, id: "x"}));
  const headers = {"if-match": etagOf(notebook("A"))};
  const {status, text} = await put(servers[0]!, "a.html", notebook("B"), headers);
  expect([status, text]).toEqual([503, expect.stringContaining("written by another Ecco")]);
  expect(await readFile(file("a.html"), "utf8")).toBe(notebook("A"));
  await rm(lockOf("a.html"));
  expect((await put(servers[0]!, "a.html", notebook("B"), headers)).status).toBe(204);
});

test("a server that starts does not take away what another one is writing", async () => {
  const mine = `.ecco-${host}-${process.pid}-01234567-89ab-cdef-0123-456789abcdef.tmp`;
  const dead = `.ecco-${host}-${2 ** 22 + 1}-01234567-89ab-cdef-0123-456789abcdef.tmp`;
  const lock = JSON.stringify({host, pid: process.pid, time: 0, id: "x"});
  await writeFile(file(mine), "");
  await writeFile(file(dead), "");
  await writeFile(lockOf("a.html"), lock);
  const {child} = await start(folder);
  expect(new Set(await readdir(file(".")))).toEqual(
    new Set([mine, lockOf("a.html").split("/").at(-1)])
  );
  await kill(child);
});
