/** The names the server goes by, and what the sites behind them serve. */
import type {IncomingHttpHeaders} from "node:http";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {Site, ask, frameHost, raw} from "./site.ts";

let site: Site;
const model = "/models/atlas/model.safetensors";

beforeAll(async () => {
  site = await Site.start({"a.html": "<!doctype html><notebook></notebook>"});
});
afterAll(() => site[Symbol.asyncDispose]());

describe("the names it goes by", () => {
  test.each([
    "evil.example",
    "localhost.evil.example",
    "x.localhost",
    "xnb.localhost",
    "nb.localhost",
    "nb2.localhost",
    "nb-.localhost",
    "nb-0a1b20a1b20a1b20a1b.localhost",
    "nb-0a1b20a1b20a1b20a1b20.localhost",
    "nb-0a1b20a1b20a1b20a1bx.localhost",
    "NB-0A1B20A1B20A1B20A1B2.localhost",
    "nb-0a1b20a1b20a1b20a1b2-.localhost",
    "nb-0a1b20a1b20a1b20a1b2-x.localhost",
    "nb-0a1b20a1b20a1b20a1b2-12345.localhost",
    "nb-0a1b20a1b20a1b20a1b2-1-1.localhost",
    "nb-*.localhost",
    "*.localhost",
    "x.nb-0a1b20a1b20a1b20a1b2.localhost",
    "nb-0a1b20a1b20a1b20a1b2.x.localhost",
    "nb-0a1b20a1b20a1b20a1b2.localhost.",
    "nb-0a1b20a1b20a1b20a1b2.localhost.evil.example",
    "nb-0a1b20a1b20a1b20a1b2.127.0.0.1",
    "nb-0a1b20a1b20a1b20a1b2@localhost",
    "localhost@evil.example",
    "evil.example#localhost",
    "localhost.",
    "LOCALHOST",
    " localhost.evil.example",
    "localhost:1",
    "0.0.0.0",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[0:0:0:0:0:0:0:1]",
    "127.1",
    "127.0.0.2",
    "2130706433",
    "0x7f000001",
    "10.0.0.1"
  ])("%s: 421 for everything, also with the token", async (host) => {
    for (const path of ["/", `/?token=${site.token}`, "/api/notebooks", "/assets/a.js", model]) {
      const answer = await site.ask(path, {host, headers: site.shell});
      expect([path, answer.status]).toEqual([path, 421]);
      expect(answer.text).toContain(`this server is ${site.origin}`);
    }
  });

  test.each([
    ["another port", "localhost:1"],
    ["no port", "localhost"],
    ["a port and more", "localhost:PORT.evil.example"],
    ["an empty port", "localhost:"],
    ["a number with another port", "127.0.0.1:1"],
    ["a frame with another port", `${frameHost}:1`],
    ["an empty name", ""],
    ["two names in one", "localhost:PORT, evil.example"]
  ])("%s is another name", async (_, name) => {
    const host = name.replace("PORT", String(site.server.port));
    const answer = await raw(
      site.server.port,
      `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
    );
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
  });

  test.each([
    ["the own name first", ["localhost:PORT", "evil.example"]],
    ["the own name last", ["evil.example", "localhost:PORT"]],
    ["the own name twice", ["localhost:PORT", "localhost:PORT"]],
    ["shell and frame", [`localhost:PORT`, `${frameHost}:PORT`]],
    ["no name at all", []]
  ])("%s: refused", async (_, names) => {
    const {token} = site;
    const lines = names.map(
      (each) => `Host: ${each.replace("PORT", String(site.server.port))}\r\n`
    );
    for (const version of ["1.0", "1.1"]) {
      const answer = await raw(
        site.server.port,
        `GET /?token=${token} HTTP/${version}\r\n${lines.join("")}Connection: close\r\n\r\n`
      );
      expect(answer).toMatch(/^HTTP\/1\.1 4(00|21) /);
      expect(answer).not.toContain("<title>shell");
    }
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
  const host = frameHost;
  const policyOf = ({headers}: {readonly headers: IncomingHttpHeaders}): string =>
    headers["content-security-policy"] as string;

  test.each([
    host,
    host.replace(".", "-1."),
    host.replace(".", "-9999."),
    `nb-${"f".repeat(20)}.localhost`
  ])("%s is a notebook's site", async (name) => {
    const page = await site.ask("/", {host: name});
    expect([page.status, page.text]).toEqual([200, "<!doctype html><title>frame</title>"]);
    expect((await site.ask("/api/notebooks", {host: name, headers: site.shell})).status).toBe(404);
  });

  test("the frame's page needs no token, and has its own policy", async () => {
    const answer = await site.ask("/", {host});
    const policy = policyOf(answer);
    expect(policy).toMatch(/script-src 'self' blob: 'unsafe-eval'/);
    expect(policy).toContain(`frame-ancestors ${site.origin}`);
    expect(policy).toMatch(/default-src 'none'.*connect-src 'self' data: blob:/);
    expect(policy).not.toMatch(/\*|https?:(?!\/\/localhost)/);
    expect(answer.headers["connection-allowlist"]).toBe("(response-origin)");
    // Its workers have it from the files they are made of.
    const script = await site.ask("/assets/a.js", {host});
    expect(policyOf(script)).toBe(policy);
    expect(script.headers["connection-allowlist"]).toBe("(response-origin)");
  });

  test("the shell's policy evaluates nothing, and is in no frame", async () => {
    const answer = await site.ask(`/?token=${site.token}`);
    const policy = policyOf(answer);
    expect(policy).not.toMatch(/unsafe-eval|blob:/);
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).toContain(`; frame-src http://*.localhost:${site.server.port};`);
    expect(policy.match(/\*/g)).toHaveLength(1);
    expect(policy).toContain("frame-ancestors 'none'");
    // It would keep the notebook's frame away.
    expect(answer.headers["connection-allowlist"]).toBeUndefined();
  });

  test("the frame never gets the shell, nor is let in by a token", async () => {
    const {headers, text} = await site.ask(`/?token=${site.token}`, {host, headers: site.shell});
    expect(headers["set-cookie"]).toBeUndefined();
    expect(text).toBe("<!doctype html><title>frame</title>");
  });

  test.each(["info", "notebooks", "notebooks/a.html", "events", "models", "model?src=local:x"])(
    "the frame cannot reach /api/%s, token or not",
    async (path) => {
      for (const method of ["GET", "PUT", "POST", "DELETE", "OPTIONS"])
        for (const headers of [{}, site.shell]) {
          const answer = await site.ask(`/api/${path}`, {host, headers, method});
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
  });

  test.each(["localhost", host])("%s serves nothing else of the editor", async (name) => {
    for (const path of [
      "/index.html",
      "/frame.html",
      "/enter.html",
      "/%69ndex.html",
      "/index%2ehtml",
      "/assets/../index.html",
      "/assets/..%2findex.html",
      "/assets/page.html",
      "/assets/page.html/",
      "/assets",
      "/assets/",
      "/assets/b.js",
      "/assets/a.js/",
      "/.built-from",
      "/assets/../.built-from",
      "/favicon.ico",
      "//",
      "//assets/a.js",
      "/Assets/a.js",
      "/notebooks/a.html",
      "/a.html"
    ])
      expect([path, (await site.ask(path, {host: name, headers: site.shell})).status]).toEqual([
        path,
        404
      ]);
  });

  test.each<[string, string, Readonly<Record<string, string>>, number]>([
    ["localhost", "/", {"sec-fetch-dest": "serviceworker"}, 403],
    ["localhost", "/assets/a.js", {"service-worker": "script"}, 403],
    [host, "/assets/a.js", {"service-worker": "script"}, 403],
    [host, "/assets/a.js", {"sec-fetch-dest": "serviceworker"}, 403],
    [host, "/", {"sec-fetch-dest": "serviceworker"}, 403],
    [host, model, {"service-worker": "script"}, 403],
    // A notebook's page is no page of its own: nobody stands above it then.
    [host, "/", {"sec-fetch-dest": "document"}, 403],
    [host, "/", {"sec-fetch-dest": "frame"}, 403],
    [host, "/", {"sec-fetch-dest": "object"}, 403],
    [host, "/", {"sec-fetch-dest": "embed"}, 403],
    [host, "/", {"sec-fetch-dest": "iframe"}, 200],
    ...["document", "iframe", "script", "worker", "style", "image", "object", "embed", "font"].map(
      (use): [string, string, Readonly<Record<string, string>>, number] => [
        host,
        model,
        {"sec-fetch-dest": use, "sec-fetch-site": "same-origin"},
        403
      ]
    ),
    [host, model, {"sec-fetch-dest": "empty", "sec-fetch-site": "cross-site"}, 403],
    [host, model, {"sec-fetch-dest": "empty", "sec-fetch-site": "same-site"}, 403],
    [host, model, {"sec-fetch-dest": "empty", "sec-fetch-site": "none"}, 403],
    [host, model, {"sec-fetch-dest": "empty", "sec-fetch-site": "same-origin"}, 200]
  ])("%s%s for %j: %i", async (name, path, headers, status) => {
    expect((await site.ask(path, {host: name, headers})).status).toBe(status);
  });
});

describe("what others have written", () => {
  const texts: Readonly<Record<string, string>> = {
    "page.html": "<script>document.title = 'ran'</script>",
    "x.js": "self.ran = true",
    "x.mjs": "export {}",
    "x.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "x.css": "* {}",
    "x.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'/>",
    "x.xml": "<x/>",
    "x.json": "{}",
    "x.wasm": "",
    "x.pdf": "%PDF-1.4",
    "no-ending": "<html>"
  };

  test.each(Object.keys(texts))(
    "models/x/%s is bytes for a notebook, and for the shell nothing",
    async (name) => {
      await site.put(`models/x/${name}`, texts[name]!);
      const path = `/models/x/${name}`;
      const {status, headers} = await site.ask(path, {host: frameHost});
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        "content-type": "application/octet-stream",
        "x-content-type-options": "nosniff",
        "content-disposition": "attachment",
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin"
      });
      for (const headers of [{}, site.shell])
        expect((await site.ask(path, {headers})).status).toBe(404);
    }
  );

  test.each([
    "/fetched/",
    "/fetched/0123456789abcdef/model/",
    "/models/",
    "/models/atlas/config.json"
  ])("the shell's site has no %s", async (path) => {
    expect((await site.ask(path, {headers: site.shell})).status).toBe(404);
  });
});
