/** Thousands of files: how often they are read and listed is counted, and saves wait for none of it. */
import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdir, mkdtemp, rm, utimes, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {nodeOptions} from "../../apps/cli/bin/node-options.js";
import {FolderList} from "../../apps/cli/src/server/folder-list.ts";
import {Lister} from "../../apps/cli/src/server/lister.ts";
import {Events, Site, match, notebook} from "./site.ts";
import {eventually} from "../eventually.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-many-"));
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const write = (count: number, text: (n: number) => string): Promise<unknown> =>
  Promise.all(Array.from({length: count}, (_, n) => writeFile(join(folder, `${n}.html`), text(n))));

test("a file is read once, and again when it has changed, also when it says that it has not", async () => {
  await write(200, (n) => notebook(`${n}`));
  const list = new FolderList(folder);
  expect(list.list(60_000)).toHaveLength(200);
  expect(list.reads).toBe(200);
  list.list(60_000);
  expect(list.reads).toBe(200);
  const time = new Date(1e12);
  await writeFile(join(folder, "7.html"), notebook("X"));
  await utimes(join(folder, "7.html"), time, time);
  await rm(join(folder, "8.html"));
  const found = list.list(60_000);
  expect(list.reads).toBe(201);
  expect(found.find(({path}) => path === "7.html")!.title).toBe("X");
  await writeFile(join(folder, "7.html"), notebook("Y"));
  await utimes(join(folder, "7.html"), time, time);
  expect(list.list(60_000).find(({path}) => path === "7.html")!.title).toBe("Y");
});

test("a list has a budget: titles it does not reach are the names of files, and are read later", async () => {
  await write(300, (n) => notebook(`title ${n}`));
  const list = new FolderList(folder);
  const first = list.list(-1);
  expect(first).toHaveLength(300);
  expect(list.reads).toBe(0);
  expect(first[1]).toMatchObject({path: "1.html", title: "1"});
  const found = new Map<string, unknown>();
  while (!list.isRead) for (const {path, entry} of list.readOn(5)) found.set(path, entry);
  expect(found.size).toBe(300);
  expect(found.get("299.html")).toMatchObject({title: "title 299"});
  expect(list.list(-1)[1]).toMatchObject({title: "title 1"});
  expect(list.reads).toBe(300);
});

test("tags that do not end hold no list: of a file no more than its beginning is read", async () => {
  await write(20, () => `<!doctype html><notebook>${"<a ".repeat(33_000)}`);
  await writeFile(join(folder, "endless.html"), `<notebook>${"<a ".repeat(6_000_000)}`);
  const lister = new Lister(folder);
  const found = await lister.list();
  expect(found.map(({title}) => title).toSorted()).toContain("endless");
  await lister.close();
});

test("however many ask, one list is made, and one more that waits", async () => {
  await write(100, (n) => notebook(`${n}`));
  const lister = new Lister(folder);
  const lists = await Promise.all(Array.from({length: 300}, () => lister.list()));
  expect(new Set(lists.map(({length}) => length))).toEqual(new Set([100]));
  expect(lister.counts).toEqual({lists: 2, reads: 100});
  await lister.close();
});

test("a folder that is gone is said, and does not end the server", async () => {
  const lister = new Lister(join(folder, "gone"));
  await expect(lister.list()).rejects.toThrow("the folder cannot be read: ENOENT");
  await mkdir(join(folder, "gone"));
  await expect(lister.list()).resolves.toEqual([]);
  await lister.close();
});

test("the worker keeps no process alive, and nothing starts it again once it is closed", async () => {
  const from = new URL("../../apps/cli/src/server/lister.ts", import.meta.url).href;
  const program = join(folder, "program.mjs");
  await writeFile(
    program,
    `const {Lister} = await import(${JSON.stringify(from)});
    console.log((await new Lister(${JSON.stringify(folder)}).list()).length);`
  );
  const child = spawn(process.execPath, [...nodeOptions, program], {
    stdio: ["ignore", "pipe", "inherit"]
  });
  const output: string[] = [];
  child.stdout.on("data", (text) => output.push(String(text)));
  const [code] = (await once(child, "close")) as [number];
  expect([code, output]).toEqual([0, ["0\n"]]);
  const lister = new Lister(folder);
  await lister.close();
  await expect(lister.list()).rejects.toThrow("closing");
});

test("a worker goes on to the folder of the next server, and says nothing of the last one", async () => {
  await write(300, (n) => notebook(`${n}`));
  const first = new Lister(folder);
  expect(await first.list()).toHaveLength(300);
  await first.close();
  const other = join(folder, "other");
  await mkdir(other);
  await writeFile(join(other, "a.html"), notebook("A"));
  const next = new Lister(other);
  const told: unknown[] = [];
  next.found = (changes) => told.push(changes);
  expect((await next.list()).map(({path}) => path)).toEqual(["a.html"]);
  expect(next.counts).toEqual({lists: 1, reads: 1});
  expect(await next.look(["7.html"])).toMatchObject([{path: "7.html", etag: null}]);
  expect(told).toEqual([]);
  await next.close();
});

test("300 files at once: told in few messages, with their titles, and no list is asked for", async () => {
  const names = Array.from({length: 300}, (_, n) => `${n}.html`);
  await using site = await Site.start(
    Object.fromEntries(names.map((name) => [name, notebook("old")]))
  );
  using events = await Events.listen(site);
  await Promise.all(names.map((name) => site.put(`notebooks/${name}`, notebook(`new ${name}`))));
  // A save between them waits for none of it.
  const saved = site.write("0.html", notebook("mine"), match(notebook("new 0.html")));
  expect((await saved).status).toBe(204);
  await eventually(() => {
    expect(new Set(events.seen.map(({path}) => path)).size).toBe(300);
    expect(events.entries.get("299.html")).toMatchObject({title: "new 299.html"});
    expect(events.entries.get("0.html")).toMatchObject({title: "mine"});
  });
  expect(events.messages).toBeLessThan(60);
});
