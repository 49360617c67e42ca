import {execFileSync} from "node:child_process";
import {
  chmod,
  mkdir,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile
} from "node:fs/promises";
import {join} from "node:path";
import {expect, test} from "vitest";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import {notebook, Site} from "./site.ts";

const draft = (text: string): string => JSON.stringify({text, base: '"0"', time: 1});
const at = (path: string): string => `drafts?${new URLSearchParams({path}).toString()}`;
const placeOf = (site: Site): string =>
  join(site.folder, "state/drafts", identityOf(join(site.folder, "notebooks")));

test("a draft is kept outside the folder, for its user only, and dropped", async () => {
  await using site = await Site.start({"a.html": notebook("A")});
  expect((await site.askApi(at("a.html"))).text).toBe("null");
  const text = "\uD83D half, 汉, </script>\r\n\0";
  expect((await site.askApi(at("a.html"), {method: "PUT", body: draft(text)})).status).toBe(204);
  expect(JSON.parse((await site.askApi(at("a.html"))).text)).toEqual({
    text,
    base: '"0"',
    own: false,
    time: 1
  });
  const [file] = await readdir(placeOf(site));
  expect((await stat(join(placeOf(site), file!))).mode & 0o777).toBe(0o600);
  expect((await stat(placeOf(site))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(site.folder, "notebooks"))).toEqual(["a.html"]);
  await site.askApi(at("a.html"), {method: "DELETE"});
  expect((await site.askApi(at("a.html"))).text).toBe("null");
});

test("at another port the same folder offers it, and the start says so; another folder does not", async () => {
  await using site = await Site.start({"a.html": notebook("A")});
  await site.put("other/a.html", notebook("A"));
  await site.askApi(at("a.html"), {method: "PUT", body: draft("typed")});
  await site.askApi(at("b\u001B[2J.html?"), {method: "PUT", body: draft("typed")});
  await site.server.close();
  const said: string[] = [];
  await site.serve("notebooks", {say: (words) => said.push(words)});
  expect(said).toEqual([
    "text that was not saved is kept of a.html, b�[2J.html: open it to take it up"
  ]);
  expect((await site.askApi(at("a.html"))).text).toContain("typed");
  await site.server.close();
  await site.serve("other");
  const headers = {"x-ecco-folder": identityOf(join(site.folder, "other"))};
  expect((await site.askApi(at("a.html"), {headers})).text).toBe("null");
});

test.each([
  ["no path", "drafts", "PUT", draft("a"), 400],
  ["an endless path", at("a".repeat(5000)), "PUT", draft("a"), 400],
  ["no JSON", at("a.html"), "PUT", "{", 400],
  ["half a character in the bytes", at("a.html"), "PUT", new Uint8Array([0xff]), 400],
  ["a list", at("a.html"), "PUT", "[]", 400],
  ["no text", at("a.html"), "PUT", '{"base": null, "time": 1}', 400],
  ["a time that is none", at("a.html"), "PUT", '{"text": "", "base": null, "time": "1"}', 400],
  ["another method", at("a.html"), "POST", draft("a"), 404]
] as const)("%s is refused, and nothing is kept", async (_, path, method, body, status) => {
  await using site = await Site.start();
  expect((await site.askApi(path, {method, body})).status).toBe(status);
  expect(await readdir(join(site.folder, "state")).catch(() => [])).not.toContain("drafts");
});

test.each(["../../../outside/secret.txt", "/etc/passwd", "a\0b", "..", "CON", "a".repeat(4096)])(
  "a name is only a name: %j",
  async (path) => {
    await using site = await Site.start();
    await site.askApi(at(path), {method: "PUT", body: draft("mine")});
    expect(JSON.parse((await site.askApi(at(path))).text)).toMatchObject({text: "mine"});
    const names = await readdir(placeOf(site));
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^[\da-f]{64}\.json$/);
  }
);

test("what lies there is not believed: another name, damaged, a link that leads elsewhere", async () => {
  await using site = await Site.start();
  await site.askApi(at("a.html"), {method: "PUT", body: draft("mine")});
  const [name] = await readdir(placeOf(site));
  const file = join(placeOf(site), name!);
  for (const text of ["{", "null", '{"path": "b.html", "text": "", "base": null, "time": 1}']) {
    await writeFile(file, text);
    expect((await site.askApi(at("a.html"))).text).toBe("null");
  }
  await site.put("outside/target.txt", "theirs");
  await mkdir(join(site.folder, "state/drafts"), {recursive: true});
  await site.askApi(at("a.html"), {method: "DELETE"});
  await symlink(join(site.folder, "outside/target.txt"), file);
  await site.askApi(at("a.html"), {method: "PUT", body: draft("mine")});
  // The link is replaced, not followed.
  expect(await readFile(join(site.folder, "outside/target.txt"), "utf8")).toBe("theirs");
});

test.skipIf(process.platform === "win32")(
  "a pipe, a link without end, a draft that others may write: not read, and no start waits for them",
  async () => {
    await using site = await Site.start();
    await site.askApi(at("a.html"), {method: "PUT", body: draft("mine")});
    const [name] = await readdir(placeOf(site));
    const file = join(placeOf(site), name!);
    await chmod(file, 0o666);
    expect((await site.askApi(at("a.html"))).text).toBe("null");
    for (const make of [
      () => execFileSync("mkfifo", [file]),
      () => symlink("/dev/zero", file),
      () => mkdir(file)
    ]) {
      await rm(file, {recursive: true});
      await make();
      await site.server.close();
      await site.serve();
      expect((await site.askApi(at("a.html"))).text).toBe("null");
    }
  }
);

test("a file in the place of their folder is said in words", async () => {
  await using site = await Site.start();
  await mkdir(join(placeOf(site), ".."), {recursive: true});
  await writeFile(placeOf(site), "");
  const {status, text} = await site.askApi(at("a.html"), {method: "PUT", body: draft("mine")});
  expect([status, text]).toEqual([404, expect.stringContaining("something else lies")]);
});

test("what a killed server was writing goes with a later start", async () => {
  await using site = await Site.start();
  await mkdir(placeOf(site), {recursive: true});
  for (const name of ["old.tmp", "new.tmp"]) await writeFile(join(placeOf(site), name), "");
  await utimes(join(placeOf(site), "old.tmp"), 1, 1);
  await site.server.close();
  await site.serve();
  expect(await readdir(placeOf(site))).toEqual(["new.tmp"]);
});

test("there is an end: of how many, and of how many bytes", async () => {
  await using site = await Site.start();
  await mkdir(placeOf(site), {recursive: true});
  for (let n = 0; n < 200; n++) await writeFile(join(placeOf(site), `${n}.json`), "{}");
  const {status, text} = await site.askApi(at("a.html"), {method: "PUT", body: draft("mine")});
  expect([status, text]).toEqual([507, expect.stringContaining("too many drafts")]);
  const large = new Uint8Array(48_000_001);
  expect((await site.askApi(at("b.html"), {method: "PUT", body: large})).status).toBe(413);
});

test("nobody else reads or writes drafts: no token, no folder, a notebook's frame", async () => {
  await using site = await Site.start();
  await site.askApi(at("a.html"), {method: "PUT", body: draft("mine")});
  const path = `/api/${at("a.html")}`;
  expect((await site.ask(path)).status).toBe(403);
  expect((await site.ask(path, {host: "nb.localhost", headers: site.shell})).text).not.toContain(
    "mine"
  );
  const headers = {"x-ecco-folder": "another"};
  expect((await site.askApi(at("a.html"), {headers, method: "DELETE"})).status).toBe(409);
  expect((await site.askApi(at("a.html"))).text).toContain("mine");
});
