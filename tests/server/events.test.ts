/** What the server tells of changes, whoever makes them. */
import {mkdir, rm, symlink, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {afterEach, beforeEach, expect, test} from "vitest";
import {Events, Site, etagOf, match, notebook} from "./site.ts";
import {eventually} from "../eventually.ts";

let site: Site;
beforeEach(async () => {
  site = await Site.start({"a.html": notebook("A")});
});
afterEach(() => site[Symbol.asyncDispose]());

const file = (path: string): string => join(site.folder, "notebooks", path);

const next = async (events: Events, path: string, etag: string | null): Promise<void> => {
  await eventually(() => expect(events.seen.at(-1)).toEqual({path, etag}));
};

test("a change by another program, a new file, a deleted one", async () => {
  using events = await Events.listen(site);
  await writeFile(file("a.html"), notebook("by hand"));
  await next(events, "a.html", etagOf(notebook("by hand")));
  await site.put("notebooks/sub/new.html", notebook("N"));
  await next(events, "sub/new.html", etagOf(notebook("N")));
  await rm(file("a.html"));
  await next(events, "a.html", null);
});

test("an own write is told with the etag its answer had; its temporary file is not", async () => {
  using events = await Events.listen(site);
  const {headers} = await site.write("a.html", notebook("B"), match(notebook("A")));
  await next(events, "a.html", headers.etag!);
  await wait(300);
  expect(new Set(events.seen.map(({path}) => path))).toEqual(new Set(["a.html"]));
  expect(new Set(events.seen.map(({etag}) => etag))).toEqual(new Set([headers.etag]));
});

test("what is no notebook's business is not told", async () => {
  using events = await Events.listen(site);
  for (const path of ["notes.txt", ".hidden.html", ".git/x.html", "node_modules/x.html"])
    await site.put(`notebooks/${path}`, "x");
  await site.put("notebooks/last.html", "x");
  await next(events, "last.html", etagOf("x"));
  expect(new Set(events.seen.map(({path}) => path))).toEqual(new Set(["last.html"]));
});

test("what cannot be read is not told to be gone", async () => {
  using events = await Events.listen(site);
  await writeFile(file("a.html"), Uint8Array.of(0x3c, 0xff, 0xfe));
  await writeFile(file("last.html"), "x");
  await next(events, "last.html", etagOf("x"));
  await wait(300);
  expect(events.seen.filter(({path}) => path === "a.html")).toEqual([]);
  expect(events.entries.get("a.html")).toBeNull();
});

test.skipIf(process.platform === "win32")(
  "links in circles end neither the server nor its events",
  async () => {
    await site.server.close();
    await symlink("circle.html", file("circle.html"));
    await symlink(".", file("around"));
    await site.serve();
    using events = await Events.listen(site);
    await writeFile(file("a.html"), notebook("C"));
    await eventually(() =>
      expect(events.seen).toContainEqual({path: "a.html", etag: etagOf(notebook("C"))})
    );
    await symlink("later.html", file("later.html"));
    await writeFile(file("a.html"), notebook("D"));
    await eventually(() =>
      expect(events.seen).toContainEqual({path: "a.html", etag: etagOf(notebook("D"))})
    );
    expect((await site.askApi("notebooks/circle.html")).status).toBeGreaterThanOrEqual(400);
    expect((await site.askApi("info")).status).toBe(200);
  }
);

test("what a link leads to is told by its own name only: the link is not followed", async () => {
  await mkdir(file("real"));
  await symlink(file("real"), file("alias"));
  await site.server.close();
  await site.serve();
  using events = await Events.listen(site);
  await site.put("notebooks/real/x.html", "x");
  await next(events, "real/x.html", etagOf("x"));
  await wait(300);
  expect(new Set(events.seen.map(({path}) => path))).toEqual(new Set(["real/x.html"]));
});

test("the folder itself may be a link", async () => {
  await site.server.close();
  await symlink(join(site.folder, "notebooks"), join(site.folder, "link"));
  await site.serve("link");
  using events = await Events.listen(site);
  expect((await site.askApi("notebooks")).text).toContain('"path":"a.html"');
  const {headers} = await site.write("a.html", notebook("B"), match(notebook("A")));
  await next(events, "a.html", headers.etag!);
});

test("everybody who listens is told, and the end of the server ends the line", async () => {
  using first = await Events.listen(site);
  using second = await Events.listen(site);
  await writeFile(file("a.html"), notebook("C"));
  for (const events of [first, second]) await next(events, "a.html", etagOf(notebook("C")));
  await site.server.close();
  await expect(site.ask("/")).rejects.toThrow(/ECONNREFUSED/);
  await site.serve();
});
