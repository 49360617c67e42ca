import {symlink} from "node:fs/promises";
import {connect} from "node:net";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {Site, ask, secret} from "./site.ts";

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

describe("the names it goes by", () => {
  test.each([
    "evil.example",
    "localhost.evil.example",
    "x.localhost",
    "xnb.localhost",
    "nb2x.localhost",
    "nb.localhost.evil.example",
    "localhost.",
    "10.0.0.1"
  ])("%s: 421 for everything, also with the token", async (host) => {
    for (const path of ["/", `/?token=${site.token}`, "/api/notebooks", "/assets/a.js", model]) {
      const answer = await site.ask(path, {host, headers: site.shell});
      expect([path, answer.status]).toEqual([path, 421]);
      expect(answer.text).toContain(`this server is ${site.origin}`);
    }
  });

  test("localhost with another port is another name", async () => {
    const answer = await site.ask("/", {headers: {...site.shell, host: "localhost:1"}});
    expect(answer.status).toBe(421);
  });

  test("a request without Host is refused", async () => {
    const answer = await raw("GET / HTTP/1.0\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
  });

  test.each(["127.0.0.1", "[::1]"])("%s leads to localhost, token and all", async (host) => {
    const path = `/?token=${site.token}`;
    const {status, headers} = await site.ask(path, {host});
    expect([status, headers.location]).toEqual([308, site.origin + path]);
    const elsewhere = await site.ask("//evil.example/x", {host});
    expect(new URL(elsewhere.headers.location!).origin).toBe(site.origin);
  });

  test("both addresses of this machine answer, where there are two", async () => {
    const {port} = site.server;
    try {
      expect((await ask(port, "/assets/a.js", {address: "::1"})).status).toBe(200);
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toMatch(/EADDRNOTAVAIL|EAFNOSUPPORT/);
    }
  });
});

describe("the two sites", () => {
  const host = "nb.localhost";
  const policyOf = async (asked: Parameters<Site["ask"]>[1]): Promise<string> =>
    (await site.ask("/", asked)).headers["content-security-policy"] as string;

  test("frames after the first have names of their own, and are frames as well", async () => {
    const [first, third] = await Promise.all(
      [host, "nb3.localhost"].map((name) => site.ask("/", {host: name, headers: site.shell}))
    );
    expect(third!.text).toBe("<!doctype html><title>frame</title>");
    const policy = "content-security-policy";
    expect(third!.headers[policy]).toBe(first!.headers[policy]);
    const answer = await site.ask("/api/notebooks", {host: "nb3.localhost", headers: site.shell});
    expect(answer.status).toBe(404);
  });

  test("the frame's page needs no token, and has its own policy", async () => {
    const {status, text} = await site.ask("/", {host});
    expect([status, text]).toEqual([200, "<!doctype html><title>frame</title>"]);
    const policy = await policyOf({host});
    expect(policy).toMatch(/script-src 'self' blob: 'unsafe-eval'/);
    expect(policy).toContain(`frame-ancestors ${site.origin}`);
    expect(policy).toMatch(/default-src 'none'.*connect-src 'self' data: blob:/);
    expect(policy).not.toMatch(/\*|https?:(?!\/\/localhost)/);
  });

  test("the shell's policy evaluates nothing, and is in no frame", async () => {
    const policy = (await site.ask(`/?token=${site.token}`)).headers[
      "content-security-policy"
    ] as string;
    expect(policy).not.toMatch(/unsafe-eval|blob:/);
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).toContain(`; frame-src http://*.localhost:${site.server.port};`);
    expect(policy.match(/\*/g)).toHaveLength(1);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test("the frame never gets the shell, nor is let in by a token", async () => {
    const {headers, text} = await site.ask(`/?token=${site.token}`, {host, headers: site.shell});
    expect(headers["set-cookie"]).toBeUndefined();
    expect(text).not.toContain("shell");
  });

  test.each(["info", "notebooks", "notebooks/a.html", "events"])(
    "the frame cannot reach /api/%s, token or not",
    async (path) => {
      for (const headers of [{}, site.shell]) {
        const answer = await site.ask(`/api/${path}`, {host, headers});
        expect([answer.status, answer.text]).toEqual([
          404,
          '{"message":"notebooks cannot reach files"}'
        ]);
      }
    }
  );

  test.each(["localhost", host])("%s serves what the pages are made of", async (name) => {
    const {status, text, headers} = await site.ask("/assets/a.js", {host: name});
    expect([status, text]).toEqual([200, "export const a = 1;\n"]);
    expect(headers["content-type"]).toMatch(/^text\/javascript/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cross-origin-embedder-policy"]).toBe("credentialless");
    for (const page of ["/index.html", "/frame.html", "/%69ndex.html", "/index%2ehtml"])
      expect((await site.ask(page, {host: name, headers: site.shell})).status).toBe(404);
    expect((await site.ask("/assets", {host: name})).status).toBe(404);
    expect((await site.ask("/assets/b.js", {host: name})).status).toBe(404);
  });
});

describe("files in parts", () => {
  const part = async (range: string, more: Readonly<Record<string, string>> = {}) => {
    const {status, headers, text} = await site.ask(model, {headers: {range, ...more}});
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
    const {etag} = (await site.ask(model)).headers;
    expect(await part("bytes=2-4", {"if-range": etag!})).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await part("bytes=2-4", {"if-range": '"other"'})).toEqual([
      200,
      undefined,
      "0123456789"
    ]);
  });

  test("what a browser has already is not sent again, until it changes", async () => {
    const path = "/models/atlas/config.json";
    const {etag} = (await site.ask(path)).headers;
    const again = await site.ask(path, {headers: {"if-none-match": etag!}});
    expect([again.status, again.text, again.headers.etag]).toEqual([304, "", etag]);
    await site.put("models/atlas/config.json", '{"model_type": "gpt2", "n_layer": 12}');
    const changed = await site.ask(path, {headers: {"if-none-match": etag!}});
    expect([changed.status, changed.text]).toEqual([200, '{"model_type": "gpt2", "n_layer": 12}']);
    expect(changed.headers.etag).not.toBe(etag);
  });

  test("HEAD says how long it is, and sends nothing", async () => {
    const {status, headers, text} = await site.ask(model, {method: "HEAD"});
    expect([status, headers["content-length"], text]).toEqual([200, "10", ""]);
    expect(headers["accept-ranges"]).toBe("bytes");
  });

  test("an empty file is empty", async () => {
    const {status, headers, text} = await site.ask("/models/atlas/empty.bin");
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
        const answer = await site.ask(base + way + end, {headers: site.shell});
        const got = `${base}${way}${end}: ${answer.status}`;
        expect(answer.text, got).not.toContain(secret);
        expect([400, 403, 404], got).toContain(answer.status);
      }
    }
  });

  test("the same ways do reach a file that is within", async () => {
    // Were this not so, the test above would prove nothing.
    for (const way of ["%61tlas/config.json", "atlas%2fconfig.json", "x/../atlas/config.json"])
      expect((await site.ask(`/models/${way}`)).status).toBe(200);
  });

  test.each(["%", "%zz", "%c3%28"])("%s is not an address: 400", async (path) => {
    for (const base of ["/models/", "/", "/api/notebooks/"])
      expect((await site.ask(base + path, {headers: site.shell})).status).toBe(400);
  });

  test.each(["//", "//[", "http://["])("a request for %s is refused", async (path) => {
    const answer = await raw(
      `GET ${path} HTTP/1.1\r\nHost: localhost:${site.server.port}\r\nConnection: close\r\n\r\n`
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40\d /);
  });
});

/** Sends these very bytes, and returns what comes back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(site.server.port, "127.0.0.1", () => socket.write(text));
    socket.setEncoding("utf8").on("data", (part) => (answer += part));
    socket.on("end", () => resolve(answer)).on("error", reject);
  });
}
