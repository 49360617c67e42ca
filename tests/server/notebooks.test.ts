import {
  chmod,
  mkdir,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  truncate,
  writeFile
} from "node:fs/promises";
import {connect} from "node:net";
import {join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {Site, etagOf, frameHost, match, notebook, secret} from "./site.ts";

let site: Site;
beforeEach(async () => {
  site = await Site.start({"a.html": notebook("A")});
});
afterEach(() => site[Symbol.asyncDispose]());

const file = (path: string): string => join(site.folder, "notebooks", path);
const onDisk = (path: string): Promise<string> => readFile(file(path), "utf8");
const fresh = {"if-none-match": "*"};

describe("who may ask", () => {
  const reads = ["/api/notebooks", "/api/notebooks/a.html", "/api/info", "/api/events"];
  const refused = async (path: string, headers: Readonly<Record<string, string>>) => {
    const {status, text} = await site.ask(path, {headers});
    expect([path, status]).toEqual([path, 403]);
    expect(text).not.toContain("<notebook>");
  };

  test.each(reads)("%s: no token, no answer", async (path) => {
    await refused(path, {});
    await refused(path, {origin: site.origin});
    await refused(`${path}?token=${site.token}`, {});
    await refused(path, {...site.shell, "x-ecco-token": "wrong"});
  });

  test.each(reads)("%s: not for the pages of others", async (path) => {
    const {origin: _, ...known} = site.shell;
    const frame = site.origin.replace("localhost", frameHost);
    for (const origin of ["http://evil.example", frame, "null", `${site.origin}.evil.example`])
      await refused(path, {...known, origin});
    for (const site of ["cross-site", "same-site", "none"])
      await refused(path, {...known, "sec-fetch-site": site});
  });

  test("the shell's own page is answered", async () => {
    for (const headers of [site.shell, {...site.shell, "sec-fetch-site": "same-origin"}]) {
      const {status, text} = await site.ask("/api/notebooks/a.html", {headers});
      expect([status, text]).toEqual([200, notebook("A")]);
    }
  });

  test("a write has to say where it comes from", async () => {
    const {origin = "", ...known} = site.shell;
    const put = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (
        await site.ask("/api/notebooks/a.html", {
          method: "PUT",
          body: notebook("B"),
          headers: {...match(notebook("A")), ...headers}
        })
      ).status;
    expect(await put({...known})).toBe(403);
    expect(await put({origin})).toBe(403);
    expect(await put({...known, origin: "http://evil.example"})).toBe(403);
    expect(await put({...known, origin, "sec-fetch-site": "cross-site"})).toBe(403);
    expect(await onDisk("a.html")).toBe(notebook("A"));
    expect(await put({...known, origin})).toBe(204);
  });

  test("what is not there to be asked is 404", async () => {
    for (const path of ["", "nothing", "info/x", "events/", "__proto__", "constructor"])
      expect([path, (await site.askApi(path)).status]).toEqual([path, 404]);
    for (const method of ["POST", "DELETE", "PATCH"])
      expect((await site.askApi("notebooks/a.html", {method})).status).toBe(404);
    expect(await onDisk("a.html")).toBe(notebook("A"));
  });
});

describe("what is there", () => {
  const list = async (): Promise<readonly (readonly [string, string])[]> => {
    const {text} = await site.askApi("notebooks");
    const {folder, notebooks} = JSON.parse(text) as {
      folder: string;
      notebooks: {path: string; title: string; bytes: number; problem?: string}[];
    };
    expect(folder).toBe("gallery");
    for (const {path, bytes} of notebooks) expect(bytes).toBe((await stat(file(path))).size);
    return notebooks.map(({path, title, problem}) => [path, problem ?? title]);
  };

  test("notebooks of all folders in natural order, and nothing else", async () => {
    await rm(file("a.html"));
    const put = (path: string, text: string): Promise<void> => site.put(`notebooks/${path}`, text);
    for (const path of ["10-b.html", "2-a.html", "deep/er/x.html", "Ärger & co.html"])
      await put(path, notebook(path.toUpperCase().replace("&", "&amp;")));
    await put("untitled.html", "<!doctype html><notebook></notebook>");
    await put("damaged.html", "<!doctype html><notebook><script id=1>cut off");
    await put("page.html", "<!doctype html><p>no notebook</p>");
    await put("notes.txt", notebook("text"));
    await put(".hidden.html", notebook("hidden"));
    await put(".git/x.html", notebook("hidden"));
    await put("node_modules/x.html", notebook("theirs"));
    await put("deep/node_modules/x.html", notebook("theirs"));
    await mkdir(file("folder.html"));
    await put("large.html", notebook("large") + " ".repeat(19_000_000));
    await put("larger.html", notebook("larger"));
    await truncate(file("larger.html"), 100_000_000);
    expect(await list()).toEqual([
      ["2-a.html", "2-A.HTML"],
      ["10-b.html", "10-B.HTML"],
      ["Ärger & co.html", "ÄRGER & CO.HTML"],
      ["damaged.html", "damaged"],
      ["deep/er/x.html", "DEEP/ER/X.HTML"],
      ["large.html", "large"],
      ["larger.html", "100.0 MB; notebooks open up to 20 MB"],
      ["untitled.html", "untitled"]
    ]);
  });

  test("a link is a notebook when it stays in the folder; of others not even the title is read", async () => {
    await symlink(join(site.folder, "outside/secret.html"), file("out.html"));
    await symlink(join(site.folder, "nowhere.html"), file("broken.html"));
    await symlink(file("a.html"), file("z.html"));
    expect(await list()).toEqual([
      ["a.html", "A"],
      ["z.html", "A"]
    ]);
    expect((await site.askApi("notebooks")).text).not.toContain(secret);
  });

  test("what the server says about itself", async () => {
    const {text} = await site.askApi("info");
    expect(JSON.parse(text)).toEqual({
      folder: "gallery",
      identity: expect.stringMatching(/^[\da-f]{16}$/),
      version: "1.2.3",
      open: null,
      models: [{name: "atlas", architecture: "gpt2", bytes: 10}],
      trusted: null
    });
  });

  test("a notebook is its bytes, and its etag is their sha256", async () => {
    const text = "<!doctype html>\r\n<notebook><title>Ü\t€ 😀</title></notebook>\r\n\r\n";
    await site.put("notebooks/sub folder/ü&#.html", text);
    const path = ["sub folder", "ü&#.html"].map(encodeURIComponent).join("/");
    const answer = await site.askApi(`notebooks/${path}`);
    expect([answer.status, answer.text, answer.headers.etag]).toEqual([200, text, etagOf(text)]);
    // Opened by itself it must not be a page of the shell's origin.
    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    expect(answer.headers["content-disposition"]).toBe("attachment");
    expect(answer.headers["content-security-policy"]).toMatch(/default-src 'none'/);
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  test.each<[string, number]>([
    ["b.html", 404],
    ["no/b.html", 404],
    ["a.html/b.html", 404],
    ["folder.html", 404],
    ["a.txt", 400],
    ["", 400],
    [".a.html", 400],
    ["x//a.html", 400]
  ])("%s: %i, in words", async (path, status) => {
    await mkdir(file("folder.html"));
    const answer = await site.askApi(`notebooks/${path}`);
    expect([answer.status, typeof JSON.parse(answer.text).message]).toEqual([status, "string"]);
    expect(answer.text).not.toContain(site.folder);
  });
});

describe("writing", () => {
  test("the version that was read is replaced, and the answer names the new one", async () => {
    const next = notebook("Ü".repeat(100_000));
    const {status, headers} = await site.write("a.html", next, match(notebook("A")));
    expect([status, headers.etag]).toEqual([204, etagOf(next)]);
    expect(await onDisk("a.html")).toBe(next);
    expect((await site.askApi("notebooks/a.html")).headers.etag).toBe(etagOf(next));
    expect(await readdir(file("."))).toEqual(["a.html"]);
  });

  test("a mark at the beginning stays, bytes that are no text are refused, not replaced", async () => {
    const marked = `\ufeff${notebook("B")}`;
    await writeFile(file("a.html"), marked);
    expect((await site.ask("/api/notebooks/a.html", {headers: site.shell})).text).toBe(marked);
    const bytes = Buffer.from([0x3c, 0x6e, 0xff, 0xfe, 0x00]);
    await writeFile(file("a.html"), bytes);
    const {status, text} = await site.ask("/api/notebooks/a.html", {headers: site.shell});
    expect(status).toBe(422);
    expect(text).toContain("a.html is not written in UTF-8");
    expect(await readFile(file("a.html"))).toEqual(bytes);
  });

  test("another version on disk: 409 with what is there, which stays", async () => {
    await site.put("notebooks/a.html", notebook("theirs"));
    const {status, text} = await site.write("a.html", notebook("mine"), match(notebook("A")));
    expect([status, JSON.parse(text)]).toEqual([
      409,
      {
        message: expect.any(String),
        etag: etagOf(notebook("theirs")),
        text: notebook("theirs"),
        known: false
      }
    ]);
    expect(await onDisk("a.html")).toBe(notebook("theirs"));
    expect(await readdir(file("."))).toEqual(["a.html"]);
  });

  test("the file is gone: 409, and it does not come back", async () => {
    await rm(file("a.html"));
    const {status, text} = await site.write("a.html", notebook("mine"), match(notebook("A")));
    expect([status, JSON.parse(text)]).toMatchObject([409, {etag: null, text: null}]);
    expect(await readdir(file("."))).toEqual([]);
  });

  test("a new file is written where there is none, also in folders that are there", async () => {
    await mkdir(file("sub"));
    expect((await site.write("sub/new.html", notebook("N"), fresh)).status).toBe(204);
    expect(await onDisk("sub/new.html")).toBe(notebook("N"));
    const {status, text} = await site.write("a.html", notebook("N"), fresh);
    expect([status, JSON.parse(text)]).toMatchObject([409, {text: notebook("A")}]);
    expect(await onDisk("a.html")).toBe(notebook("A"));
    expect((await site.write("no/new.html", notebook("N"), fresh)).status).toBe(404);
  });

  test("which version is replaced has to be said: 428", async () => {
    for (const headers of [{}, {"if-none-match": etagOf("x")}]) {
      const {status, text} = await site.write("a.html", notebook("N"), headers);
      expect([status, text]).toEqual([428, expect.stringContaining("If-Match")]);
    }
    expect(await onDisk("a.html")).toBe(notebook("A"));
  });

  test("more than 20 MB: 413, whether the length was said before or not", async () => {
    const body = "x".repeat(40_000_000);
    const lengths: readonly Readonly<Record<string, string>>[] = [
      {"content-length": String(body.length)},
      {"transfer-encoding": "chunked"}
    ];
    for (const length of lengths) {
      const {status, text} = await site.write("a.html", body, {...match(notebook("A")), ...length});
      expect([status, text]).toEqual([413, expect.stringContaining("20 MB")]);
    }
    expect(await onDisk("a.html")).toBe(notebook("A"));
    const most = body.slice(0, 20_000_000);
    expect((await site.write("a.html", most, match(notebook("A")))).status).toBe(204);
  });

  test.each<[string, number]>([
    ["a.txt", 400],
    ["a", 400],
    ["a.html%00", 400],
    ["..%2fa.html", 400],
    ["%2e%2e/a.html", 404],
    ["..%5ca.html", 400],
    [".a.html", 400],
    [".git/a.html", 400],
    ["x/", 400],
    ["way-out/new.html", 403],
    ["way-out/secret.html", 403],
    ["out.html", 403],
    ["a.html/b.html", 404],
    [`${"x".repeat(300)}.html`, 400]
  ])("%s is not written: %i", async (path, status) => {
    await symlink(join(site.folder, "outside"), file("way-out"));
    await symlink(join(site.folder, "outside/secret.html"), file("out.html"));
    const before = await Promise.all([readdir(file(".")), readdir(join(site.folder, "outside"))]);
    for (const headers of [fresh, match(await readFile(file("out.html"), "utf8"))])
      expect((await site.write(path, "overwritten", headers)).status).toBe(status);
    expect(await onDisk("out.html")).toContain(secret);
    expect(await Promise.all([readdir(file(".")), readdir(join(site.folder, "outside"))])).toEqual(
      before
    );
  });

  test("a link that leads nowhere does not make a file outside", async () => {
    await symlink(join(site.folder, "outside/new.html"), file("link.html"));
    await site.write("link.html", notebook("N"), fresh);
    expect(await readdir(join(site.folder, "outside"))).toEqual(["secret.html", "secret.txt"]);
  });

  test("a link within the folder stays a link", async () => {
    await symlink(file("a.html"), file("link.html"));
    expect((await site.write("link.html", notebook("B"), match(notebook("A")))).status).toBe(204);
    expect([await onDisk("a.html"), await readdir(file("."))]).toEqual([
      notebook("B"),
      ["a.html", "link.html"]
    ]);
  });

  test.skipIf(process.platform === "win32")("who may read a file stays as it was", async () => {
    for (const mode of [0o600, 0o640, 0o755]) {
      await chmod(file("a.html"), mode);
      const before = await onDisk("a.html");
      expect((await site.write("a.html", notebook(`${mode}`), match(before))).status).toBe(204);
      expect((await stat(file("a.html"))).mode & 0o777).toBe(mode);
    }
  });

  test("of many writes of the same version exactly one wins, and the others get what it wrote", async () => {
    for (let round = 0; round < 10; round++) {
      const before = await onDisk("a.html");
      const texts = Array.from({length: 6}, (_, i) =>
        notebook(`${round}/${i} ${"x".repeat(5000)}`)
      );
      const answers = await Promise.all(
        texts.map((text) => site.write("a.html", text, match(before)))
      );
      const winners = texts.filter((_, i) => answers[i]!.status === 204);
      expect(winners).toEqual([await onDisk("a.html")]);
      for (const {status, text} of answers)
        if (status !== 204) expect([status, JSON.parse(text).text]).toEqual([409, winners[0]]);
    }
    expect(await readdir(file("."))).toEqual(["a.html"]);
  });

  test("of many new files of the same name exactly one is written", async () => {
    const texts = Array.from({length: 6}, (_, i) => notebook(`new ${i}`));
    const answers = await Promise.all(texts.map((text) => site.write("new.html", text, fresh)));
    expect(answers.filter(({status}) => status === 409)).toHaveLength(5);
    expect(await onDisk("new.html")).toBe(texts[answers.findIndex(({status}) => status === 204)]);
  });

  test("a writer who goes away in the middle leaves the file as it was", async () => {
    const socket = connect(site.server.port, "127.0.0.1");
    socket.on("error", () => undefined);
    const own = Object.entries(site.shell).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `PUT /api/notebooks/a.html HTTP/1.1\r\nHost: localhost:${site.server.port}\r\n` +
        `${own.join("")}If-Match: ${etagOf(notebook("A"))}\r\n` +
        `Content-Length: 1000\r\n\r\n<!doctype html>half`
    );
    await wait(100);
    socket.destroy();
    await wait(100);
    expect([await onDisk("a.html"), await readdir(file("."))]).toEqual([notebook("A"), ["a.html"]]);
    // And the server is still there.
    expect((await site.write("a.html", notebook("B"), match(notebook("A")))).status).toBe(204);
  });
});

test("what a killed server was writing is gone after the next start; the rest stays", async () => {
  const left = ".ecco-01234567-89ab-cdef-0123-456789abcdef.tmp";
  for (const name of [left, `sub/${left}`, ".ecco-notes.tmp", `x${left}`])
    await site.put(`notebooks/${name}`, "x");
  await site.server.close();
  await site.serve();
  expect((await readdir(file("."), {recursive: true})).toSorted()).toEqual(
    [".ecco-notes.tmp", "a.html", "sub", `x${left}`].toSorted()
  );
});
