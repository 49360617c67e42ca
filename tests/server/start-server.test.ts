import {symlink} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {Site, frameHost, raw, secret} from "./site.ts";

let site: Site;
const model = "/models/atlas/model.safetensors";

beforeAll(async () => {
  site = await Site.start({"a.html": "<!doctype html><notebook></notebook>"});
  for (const folder of ["notebooks", "models", "editor"]) {
    await symlink(join(site.folder, "outside"), join(site.folder, folder, "way-out"));
    await symlink(join(site.folder, "models-of-others"), join(site.folder, folder, "near"));
    await symlink(
      join(site.folder, "outside/secret.html"),
      join(site.folder, folder, "link-out.html")
    );
    await symlink(
      join(site.folder, "outside/secret.txt"),
      join(site.folder, folder, "link-out.txt")
    );
  }
});
afterAll(() => site[Symbol.asyncDispose]());

describe("who is let in", () => {
  test("the token opens the page, and no cookie is set", async () => {
    const {pathname, search, origin} = new URL(site.server.url);
    expect(origin).toBe(site.origin);
    for (const path of [pathname + search, `/?open=a.html&token=${site.token}`]) {
      const page = await site.ask(path);
      expect([page.status, page.text]).toEqual([200, "<!doctype html><title>shell</title>"]);
      expect(page.headers["set-cookie"]).toBeUndefined();
    }
  });

  test.each<[string, string, Readonly<Record<string, string>>?]>([
    ["nothing", "/"],
    ["a wrong token", "/?token=wrong"],
    ["an empty token", "/?token="],
    ["a wrong token and the right one", "/?token=wrong&token=TOKEN"],
    ["the right token twice", "/?token=TOKEN&token=TOKEN"],
    ["the token and more", "/?token=TOKENx"],
    ["half of the token", "/?token=HALF"],
    ["the token in other letters", "/?token=UPPER"],
    ["the token under another name", "/?Token=TOKEN"],
    ["the token as the query", "/?TOKEN"],
    ["the token in a cookie", "/", {cookie: "ecco-PORT=TOKEN; token=TOKEN; ecco-token=TOKEN"}],
    ["the token in a header", "/", {"x-ecco-token": "TOKEN", authorization: "Bearer TOKEN"}],
    ["the token as a password", "/", {authorization: "Basic TOKEN"}],
    ["the token in the referrer", "/", {referer: "http://localhost:PORT/?token=TOKEN"}]
  ])("%s: 403, and what to do instead", async (_, path, headers = {}) => {
    const {token} = site;
    const fill = (text: string): string =>
      text
        .replaceAll("TOKEN", token)
        .replace("HALF", token.slice(0, 16))
        .replace("UPPER", token.toUpperCase())
        .replace("PORT", String(site.server.port));
    const filled = Object.entries(headers).map(([name, value]) => [name, fill(value)]);
    const answer = await site.ask(fill(path), {
      headers: Object.fromEntries(filled) as Record<string, string>
    });
    expect([answer.status, answer.text]).toEqual([403, "<!doctype html><title>enter</title>"]);
    expect(answer.headers["content-type"]).toMatch(/^text\/html/);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  test("the page for strangers is never taken from before, nor in parts", async () => {
    const {headers} = await site.ask("/");
    for (const asked of [{"if-none-match": headers.etag!}, {range: "bytes=0-3"}])
      expect((await site.ask("/", {headers: asked})).status).toBe(403);
  });

  test("two starts have two tokens", async () => {
    await using other = await Site.start();
    expect(other.token).not.toBe(site.token);
    expect(other.token).toMatch(/^[\w-]{32}$/);
    expect((await other.ask(`/?token=${site.token}`)).status).toBe(403);
  });

  test("a page that only reads is not posted to", async () => {
    const headers = {...site.shell};
    for (const path of ["/", "/assets/a.js", model])
      expect((await site.ask(path, {method: "POST", headers})).status).toBe(405);
  });
});

describe("files in parts", () => {
  const part = async (range: string, more: Readonly<Record<string, string>> = {}) => {
    const {status, headers, text} = await site.ask(model, {
      host: frameHost,
      headers: {range, ...more}
    });
    return [status, headers["content-range"], status === 416 ? "" : text] as const;
  };

  test.each<[string, string, string]>([
    ["bytes=2-4", "bytes 2-4/10", "234"],
    ["bytes=0-0", "bytes 0-0/10", "0"],
    ["bytes=7-", "bytes 7-9/10", "789"],
    ["bytes=7-99", "bytes 7-9/10", "789"],
    ["bytes=-3", "bytes 7-9/10", "789"],
    ["bytes=-99", "bytes 0-9/10", "0123456789"]
  ])("%s: 206 %s", async (range, written, text) => {
    expect(await part(range)).toEqual([206, written, text]);
  });

  test.each(["bytes=10-", "bytes=99-100", "bytes=-0"])("%s: 416", async (range) => {
    expect(await part(range)).toEqual([416, "bytes */10", ""]);
  });

  test.each(["bytes=-", "lines=1-2", "bytes=0-1,4-5", "bytes=a-b"])(
    "%s is not understood: the whole file",
    async (range) => {
      expect(await part(range)).toEqual([200, undefined, "0123456789"]);
    }
  );

  test("If-Range: a part of the same file, or the whole of another", async () => {
    const {etag} = (await site.ask(model, {host: frameHost})).headers;
    expect(await part("bytes=2-4", {"if-range": etag!})).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await part("bytes=2-4", {"if-range": '"other"'})).toEqual([
      200,
      undefined,
      "0123456789"
    ]);
  });

  test("what a browser has already is not sent again, until it changes", async () => {
    const path = "/models/atlas/config.json";
    const {etag} = (await site.ask(path, {host: frameHost})).headers;
    const again = await site.ask(path, {host: frameHost, headers: {"if-none-match": etag!}});
    expect([again.status, again.text, again.headers.etag]).toEqual([304, "", etag]);
    await site.put("models/atlas/config.json", '{"model_type": "gpt2", "n_layer": 12}');
    const changed = await site.ask(path, {host: frameHost, headers: {"if-none-match": etag!}});
    expect([changed.status, changed.text]).toEqual([200, '{"model_type": "gpt2", "n_layer": 12}']);
    expect(changed.headers.etag).not.toBe(etag);
  });

  test("HEAD says how long it is, and sends nothing", async () => {
    const {status, headers, text} = await site.ask(model, {host: frameHost, method: "HEAD"});
    expect([status, headers["content-length"], text]).toEqual([200, "10", ""]);
    expect(headers["accept-ranges"]).toBe("bytes");
  });

  test("an empty file is empty", async () => {
    const {status, headers, text} = await site.ask("/models/atlas/empty.bin", {host: frameHost});
    expect([status, headers["content-length"], text]).toEqual([200, "0", ""]);
  });
});

describe("nothing from outside", () => {
  const up = "../outside/secret";
  /** Ways out, `.txt` or `.html` at their ends. */
  const ways = [
    up,
    `atlas/../${up}`,
    "%2e%2e/outside/secret",
    "%2E%2E%2Foutside%2Fsecret",
    "..%2foutside%2fsecret",
    "..%5coutside%5csecret",
    "..\\outside\\secret",
    "a%00/../../outside/secret",
    "%2e%2e%00/outside/secret",
    "/../outside/secret",
    "%252e%252e/outside/secret",
    "way-out/secret",
    "near/secret",
    "./way-out/secret",
    "link-out",
    "link%2dout"
  ];
  const absolute = (): readonly string[] =>
    ["", "/"].map((lead) => lead + encodeURIComponent(join(site.folder, "outside/secret")));

  test.each(["/models/", "/", "/assets/", "/api/notebooks/"])("from %s", async (base) => {
    for (const end of [".txt", ".html", ".html%00.txt", ".txt%00.html"]) {
      for (const way of [...ways, ...absolute()]) {
        for (const host of ["localhost", frameHost]) {
          const answer = await site.ask(base + way + end, {host, headers: site.shell});
          const got = `${host}${base}${way}${end}: ${answer.status}`;
          expect(answer.text, got).not.toContain(secret);
          expect([400, 403, 404], got).toContain(answer.status);
        }
      }
    }
  });

  test("the same ways do reach a file that is within", async () => {
    // Were this not so, the test above would prove nothing.
    for (const way of ["%61tlas/config.json", "atlas%2fconfig.json", "x/../atlas/config.json"])
      expect((await site.ask(`/models/${way}`, {host: frameHost})).status).toBe(200);
  });

  test.each(["%", "%zz", "%c3%28"])("%s is not an address: 400", async (path) => {
    for (const [host, base] of [
      [frameHost, "/models/"],
      [frameHost, "/fetched/0123456789abcdef/"],
      [frameHost, "/assets/"],
      ["localhost", "/assets/"],
      ["localhost", "/api/notebooks/"]
    ] as const)
      expect((await site.ask(base + path, {host, headers: site.shell})).status).toBe(400);
  });

  test.each(["//", "//[", "http://["])("a request for %s is refused", async (path) => {
    const answer = await raw(
      site.server.port,
      `GET ${path} HTTP/1.1\r\nHost: localhost:${site.server.port}\r\nConnection: close\r\n\r\n`
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40\d /);
  });
});
