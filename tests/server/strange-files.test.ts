/** Files and names that no editor writes: each is listed, opened or refused in words, and none holds the server. */
import {execFileSync} from "node:child_process";
import {
  chmod,
  link,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile
} from "node:fs/promises";
import {createServer} from "node:net";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {Site, etagOf, match, notebook, secret} from "./site.ts";

const isPosix = process.platform !== "win32";
let site: Site;
beforeEach(async () => {
  site = await Site.start({"a.html": notebook("A")});
});
afterEach(() => site[Symbol.asyncDispose]());

const file = (path: string): string => join(site.folder, "notebooks", path);
const address = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
const fresh = {"if-none-match": "*"};

interface Entry {
  readonly path: string;
  readonly title: string;
  readonly problem?: string;
  readonly readOnly?: boolean;
}

async function list(): Promise<ReadonlyMap<string, Entry>> {
  const {status, text} = await site.askApi("notebooks");
  expect(status).toBe(200);
  const {notebooks} = JSON.parse(text) as {notebooks: readonly Entry[]};
  return new Map(notebooks.map((entry) => [entry.path, entry]));
}

/** Asks for a file, and says how it was refused. */
async function open(path: string): Promise<string> {
  const {status, text} = await site.askApi(`notebooks/${address(path)}`);
  expect(text).not.toContain(site.folder);
  expect(text).not.toContain(secret);
  return status === 200 ? "opens" : `${status}: ${(JSON.parse(text) as {message: string}).message}`;
}

/** A text of so many bytes in a script whose signs take up to three or four bytes each. */
const filled = (sign: string, bytes: number): string => {
  const around = "<!doctype html><notebook><title>Large</title><script id=1>\n";
  const count = Math.floor((bytes - 100) / Buffer.byteLength(sign));
  return `${around}${sign.repeat(count)}\n</script></notebook>`;
};

describe("sizes", () => {
  test.each([
    ["Latin", "x"],
    ["Cyrillic", "ж"],
    ["Chinese", "好"],
    ["emoji", "😀"],
    ["lines", "    x\n"]
  ])("20 MB of %s are listed, opened and saved", async (_, sign) => {
    const text = filled(sign, 20_000_000);
    const {status, headers} = await site.write("large.html", text, fresh);
    expect([status, headers.etag]).toEqual([204, etagOf(text)]);
    const answer = await site.askApi("notebooks/large.html");
    expect([answer.status, answer.text === text]).toEqual([200, true]);
    expect((await list()).get("large.html")).toMatchObject({title: "Large"});
    expect((await site.write("large.html", notebook("B"), match(text))).status).toBe(204);
  });

  test("more is listed, and told why it does not open; nothing of it is read into memory", async () => {
    await site.put("notebooks/large.html", notebook("Large"));
    await truncate(file("large.html"), 5_000_000_000);
    expect((await list()).get("large.html")).toMatchObject({
      title: "Large",
      problem: "5000.0 MB; notebooks open up to 20 MB"
    });
    expect(await open("large.html")).toMatch(/^413: large\.html: it has 5000\.0 MB/);
    const {status, text} = await site.write("large.html", notebook("B"), match("x"));
    expect([status, text]).toEqual([413, expect.stringContaining("20 MB")]);
    expect((await stat(file("large.html"))).size).toBe(5_000_000_000);
  });

  test("a title is found after much else, and a notebook without one has the name of its file", async () => {
    const cells = `<script>${"x".repeat(100_000)}</script>`;
    await site.put("notebooks/late.html", `<notebook>${cells}<title>Late</title>`);
    await site.put("notebooks/none.html", `<notebook>${cells.repeat(20)}`);
    await site.put("notebooks/behind.html", `<!--${" ".repeat(3_000_000)}--><notebook>`);
    await site.put("notebooks/page.html", `<!--${" ".repeat(3_000_000)}--><p>`);
    await site.put("notebooks/title.html", `<notebook><title>${"x".repeat(30_000)}</title>`);
    const found = await list();
    expect([...found.keys()]).toEqual([
      "a.html",
      "behind.html",
      "late.html",
      "none.html",
      "title.html"
    ]);
    expect(found.get("late.html")!.title).toBe("Late");
    expect(found.get("none.html")!.title).toBe("none");
    expect(found.get("title.html")!.title).toHaveLength(200);
  });
});

describe("texts", () => {
  test.each<[string, Uint8Array, string, RegExp]>([
    [
      "Latin-1",
      Buffer.from("<notebook><title>\u00fc</title>", "latin1"),
      "not written in UTF-8",
      /^422/
    ],
    [
      "UTF-16",
      Buffer.from("\ufeff<notebook><title>T</title>", "utf16le"),
      "not written in UTF-8",
      /^422/
    ],
    [
      "half a sign",
      Buffer.concat([Buffer.from("<notebook>"), Buffer.of(0xe2, 0x82)]),
      "not written in UTF-8",
      /^422/
    ],
    [
      "surrogates",
      Buffer.concat([Buffer.from("<notebook>"), Buffer.of(0xed, 0xa0, 0x80)]),
      "not written in UTF-8",
      /^422/
    ],
    ["a cell that does not end", Buffer.from("<notebook><script>"), "damaged", /^opens/]
  ])("%s is listed and told", async (_, bytes, problem, opened) => {
    await writeFile(file("x.html"), bytes);
    expect((await list()).get("x.html")).toMatchObject({title: "x", problem});
    expect(await open("x.html")).toMatch(opened);
    expect(await readFile(file("x.html"))).toEqual(bytes);
  });

  test("a zero within it is text like any other", async () => {
    await writeFile(file("x.html"), "<notebook><title>\0</title>ü");
    expect((await list()).get("x.html")).not.toHaveProperty("problem");
    expect(await open("x.html")).toBe("opens");
  });
});

describe.skipIf(!isPosix)("what is no file", () => {
  test("pipes, sockets and folders are not listed and not waited for", async () => {
    execFileSync("mkfifo", [file("pipe.html")]);
    await mkdir(file("folder.html"));
    const socket = createServer().listen(file("socket.html"));
    await symlink("pipe.html", file("link.html"));
    // More than there are threads: each that waits for a pipe would be one less for the files.
    const names = ["pipe.html", "socket.html", "folder.html", "link.html"];
    const answers = await Promise.all([...names, ...names, ...names].map((path) => open(path)));
    expect(new Set(answers)).toEqual(new Set(names.map((path) => `404: ${path} is not a file`)));
    for (const path of names)
      for (const headers of [fresh, match("")])
        expect((await site.write(path, notebook("B"), headers)).status).toBe(404);
    expect([...(await list()).keys()]).toEqual(["a.html"]);
    expect(await open("a.html")).toBe("opens");
    await new Promise((resolve) => socket.close(resolve));
  });

  test("links in circles, to nothing, to what is hidden, to other kinds of files", async () => {
    await site.put("notebooks/.git/hook.html", notebook("hidden"));
    await site.put("notebooks/notes.txt", notebook("text"));
    await symlink("one.html", file("two.html"));
    await symlink("two.html", file("one.html"));
    await symlink("self.html", file("self.html"));
    await symlink("nothing.html", file("nowhere.html"));
    await symlink(".git/hook.html", file("hook.html"));
    await symlink("notes.txt", file("text.html"));
    await symlink(".", file("around"));
    await symlink("/proc/self/environ", file("environ.html"));
    await symlink("/dev/zero", file("zero.html"));
    expect([...(await list()).keys()]).toEqual(["a.html"]);
    const answers = ["one", "self", "nowhere", "hook", "text", "environ", "zero"].map((name) =>
      open(`${name}.html`)
    );
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^40[34]: /);
    for (const name of ["one", "self", "nowhere", "hook", "text"])
      for (const headers of [fresh, match(notebook("hidden")), match(notebook("text"))])
        expect((await site.write(`${name}.html`, "x", headers)).status).toBeGreaterThanOrEqual(403);
    expect(await readFile(file(".git/hook.html"), "utf8")).toBe(notebook("hidden"));
    expect(await readFile(file("notes.txt"), "utf8")).toBe(notebook("text"));
    expect(await readdir(file("."))).not.toContain("nothing.html");
  });

  test("a second name of a file keeps what it had: writing replaces one name", async () => {
    await link(file("a.html"), file("b.html"));
    expect((await site.write("a.html", notebook("new"), match(notebook("A")))).status).toBe(204);
    expect(await readFile(file("b.html"), "utf8")).toBe(notebook("A"));
  });
});

describe("names", () => {
  const long = `${"n".repeat(250)}.html`;
  test.each([
    ["with signs of addresses", "a #1 ?x=%41&b+c;d.html"],
    ["with percent signs", "100%.html"],
    ["with encoded slashes in them", "a%2fb.html"],
    ["with spaces around", " x .html"],
    ["with dots", "x..html"],
    ["in Chinese and emoji", "笔记 😀.html"],
    ["from right to left", "\u202eשלום.html"],
    ["composed", "\u00e9.html"],
    ["decomposed", "e\u0301.html"],
    ["with quotes", `"'<b>.html`],
    ["with a line break", "a\nb.html"],
    ["as long as names may be", long],
    ["called like what objects have", "__proto__.html"],
    ["in a folder called like a notebook", "x.html/y.html"]
  ])("%s", async (_, path) => {
    await mkdir(file("x.html"));
    expect((await site.write(address(path), notebook("N"), fresh)).status).toBe(204);
    expect(await readFile(file(path), "utf8")).toBe(notebook("N"));
    expect((await list()).get(path)).toMatchObject({title: "N"});
    expect(await open(path)).toBe("opens");
    expect((await site.write(address(path), notebook("M"), match(notebook("N")))).status).toBe(204);
  });

  test.each([
    ["a byte too long", `${"n".repeat(251)}.html`, 400],
    ["too long a path", `${"n/".repeat(3000)}x.html`, 404],
    ["too long a name on the way", `${"n".repeat(300)}/x.html`, 400],
    ["a dot at the end", "x.html.", 400],
    ["a space at the end", "x.html ", 400],
    ["nothing before the dot", ".html", 400],
    ["a stream of Windows", "x.html:y", 400]
  ])("%s: refused", async (_, path, status) => {
    const answer = await site.write(address(path), notebook("N"), fresh);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain(site.folder);
    expect(await open(path)).toMatch(new RegExp(`^(${status}|400|404): `));
  });

  test.skipIf(process.platform !== "linux")("that are not UTF-8 are listed and told", async () => {
    await writeFile(
      Buffer.concat([Buffer.from(file("x")), Buffer.of(0xff), Buffer.from(".html")]),
      notebook("X")
    );
    expect((await list()).get("x\ufffd.html")).toMatchObject({problem: "its name is not UTF-8"});
    expect(await open("x\ufffd.html")).toMatch(/^404/);
  });
});

describe.skipIf(!isPosix)("read-only", () => {
  const protect = async (path: string, mode: number): Promise<void> => {
    await site.put(`notebooks/sub/${path}`, notebook("A"));
    await chmod(file(mode === 0o555 ? "sub" : `sub/${path}`), mode);
  };
  const release = (): Promise<void> => chmod(file("sub"), 0o755);

  test.each([
    ["a file", 0o444, "sub/x.html is read-only; make it writable"],
    ["a file for its owner alone", 0o400, "sub/x.html is read-only; make it writable"],
    ["a folder", 0o555, "the folder of sub/x.html is read-only; make it writable"]
  ])("%s stays so: listed, opened, and not written", async (_, mode, words) => {
    await protect("x.html", mode);
    expect((await list()).get("sub/x.html")).toMatchObject({readOnly: true});
    const {headers} = await site.askApi("notebooks/sub/x.html");
    expect(headers["x-ecco-read-only"]).toBe(mode === 0o555 ? "folder" : "file");
    const {status, text} = await site.write("sub/x.html", notebook("B"), match(notebook("A")));
    expect([status, text]).toEqual([403, expect.stringContaining(words)]);
    expect(await readFile(file("sub/x.html"), "utf8")).toBe(notebook("A"));
    expect(await readdir(file("sub"))).toEqual(["x.html"]);
    if (mode === 0o555)
      expect((await site.write("sub/new.html", notebook("B"), fresh)).text).toContain("read-only");
    await release();
    await chmod(file("sub/x.html"), 0o644);
    expect((await site.askApi("notebooks/sub/x.html")).headers).not.toHaveProperty(
      "x-ecco-read-only"
    );
    expect((await site.write("sub/x.html", notebook("B"), match(notebook("A")))).status).toBe(204);
  });

  test("what a link within the folder leads to is read-only by its own mode", async () => {
    await protect("x.html", 0o444);
    await symlink("sub/x.html", file("link.html"));
    expect((await list()).get("link.html")).toMatchObject({readOnly: true});
    expect((await site.write("link.html", "x", match(notebook("A")))).status).toBe(403);
  });

  test("bits that give a file's rights to others are not passed on", async () => {
    await chmod(file("a.html"), 0o6755);
    expect((await site.write("a.html", notebook("B"), match(notebook("A")))).status).toBe(204);
    expect((await stat(file("a.html"))).mode & 0o7777).toBe(0o755);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "its owner stays its owner where that is allowed",
    async () => {
      execFileSync("chown", ["65534:65534", file("a.html")]);
      expect((await site.write("a.html", notebook("B"), match(notebook("A")))).status).toBe(204);
      const {uid, gid} = await stat(file("a.html"));
      expect([uid, gid]).toEqual([65534, 65534]);
    }
  );
});

describe.skipIf(!isPosix)("races", () => {
  test("a link that is swapped again and again never leads out, whatever is asked", async () => {
    await site.put("outside/x.html", `<notebook><title>${secret}</title></notebook>`);
    await site.put("notebooks/real/x.html", notebook("inside"));
    const before = await readdir(join(site.folder, "outside"));
    let isOver = false;
    const swaps = (async (): Promise<number> => {
      let count = 0;
      for (; !isOver; count++) {
        const target = count % 2 ? file("real") : join(site.folder, "outside");
        await symlink(target, file("swap.tmp"));
        await rename(file("swap.tmp"), file("swap"));
      }
      return count;
    })();
    const inside = match(notebook("inside"));
    const outside = match(await readFile(join(site.folder, "outside/x.html"), "utf8"));
    const statuses = new Set<number>();
    for (let round = 0; round < 60; round++) {
      const answers = await Promise.all([
        site.askApi("notebooks/swap/x.html"),
        site.askApi("notebooks/swap/x.html"),
        site.write("swap/x.html", notebook("inside"), inside),
        site.write("swap/x.html", notebook("overwritten"), outside),
        site.write(`swap/new-${round}.html`, notebook("new"), fresh),
        site.askApi("notebooks")
      ]);
      for (const {status, text} of answers) {
        statuses.add(status);
        expect(text).not.toContain(secret);
      }
    }
    isOver = true;
    expect(await swaps).toBeGreaterThan(100);
    // Both ends were met.
    expect(statuses).toContain(403);
    expect([...statuses].some((status) => status < 300)).toBe(true);
    expect(await readdir(join(site.folder, "outside"))).toEqual(before);
    expect(await readFile(join(site.folder, "outside/x.html"), "utf8")).toContain(secret);
  });

  test("a folder that is gone while it is written into: refused in words, and nothing is left", async () => {
    await site.put("notebooks/sub/x.html", notebook("A"));
    const writes = Array.from({length: 20}, () =>
      site.write("sub/x.html", notebook("B".repeat(100_000)), match(notebook("A")))
    );
    await rm(file("sub"), {recursive: true, force: true}).catch(() => undefined);
    for (const {status} of await Promise.all(writes))
      expect([204, 403, 404, 409, 503]).toContain(status);
  });
});
