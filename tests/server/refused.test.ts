/** Requests as no page of the editor sends them: each is answered with its reason, and none ends the server. */
import {homedir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {SourceError} from "@ecco/engine";
import {Refusal} from "../../apps/cli/src/server/refusal.ts";
import {refusalOf} from "../../apps/cli/src/server/refusal-of.ts";
import {Site, frameHost, match, notebook, raw} from "./site.ts";

let site: Site;
beforeAll(async () => {
  site = await Site.start({"a.html": notebook("A"), "folder.html/b.html": notebook("B")});
});
afterAll(() => site[Symbol.asyncDispose]());

/** What no answer says of the computer. */
function expectNoPlace(text: string): void {
  for (const place of [site.folder, homedir(), "/tmp/", "node:", ".ts:", "    at "])
    expect(text).not.toContain(place);
}

const long = "x".repeat(300);
const longer = "y/".repeat(3000);

describe("names of files that are none", () => {
  test.each([
    long,
    `${long}.html`,
    `${longer}a.html`,
    ".html",
    "..html",
    "a.html/",
    "a.html/b.html",
    "folder.html",
    "nowhere/a.html",
    "%",
    "%zz.html",
    "%c3%28.html",
    "%00.html",
    "a%00.html",
    "a%0a.html",
    "a%2fb.html",
    "..%2fa.html",
    "%2e%2e/a.html",
    "a.html%20",
    "a.HTML",
    "a.html::$DATA",
    "con.html/x",
    "\u{feff}a.html",
    "%ed%a0%80.html",
    "__proto__.html/x",
    "constructor"
  ])("%s", async (name) => {
    const path = `/api/notebooks/${name}`;
    for (const method of ["GET", "PUT", "DELETE", "POST", "PATCH"]) {
      const headers = {...site.shell, ...match(notebook("A"))};
      const {status, text} = await site.ask(encodeURI(path).replaceAll("%25", "%"), {
        method,
        headers,
        ...(method === "PUT" ? {body: notebook("B")} : {})
      });
      expect(`${method} ${status}`).toMatch(/ 4\d\d$/);
      expect(text).toMatch(/^\{"message":"/);
      expectNoPlace(text);
    }
    expect((await site.askApi("notebooks/a.html")).text).toBe(notebook("A"));
  });
});

describe("models that are none", () => {
  test.each([
    "",
    "local:",
    "local:..",
    "local:../..",
    `local:${long}`,
    "local:a/b",
    "local:%00",
    "hf:",
    "hf:..",
    "hf:../x",
    "hf:a/../../x",
    `hf:${long}/${long}`,
    "constructor",
    "__proto__",
    "atlas",
    "/etc",
    "file:///etc/passwd",
    "//evil.example/x"
  ])("DELETE and GET of %s", async (src) => {
    for (const method of ["GET", "DELETE"]) {
      const query = new URLSearchParams({src}).toString();
      const {status, text} = await site.askApi(`model?${query}`, {method});
      expect(`${method} ${status}`).toMatch(/ (4\d\d|204)$/);
      expectNoPlace(text);
    }
  });
});

describe("requests as no browser sends them", () => {
  const lines = (first: string, ...more: readonly string[]): string =>
    [first, ...more, "Connection: close", "", ""].join("\r\n");
  const host = (): string => `Host: localhost:${site.server.port}`;
  const own = (): readonly string[] =>
    Object.entries(site.shell).map(([name, value]) => `${name}: ${value}`);
  const put = "PUT /api/notebooks/a.html HTTP/1.1";

  test.each<[string, () => string]>([
    ["a whole address", () => lines("GET http://localhost/ HTTP/1.1", host())],
    ["a whole address of another host", () => lines("GET http://evil.example/ HTTP/1.1", host())],
    ["a connection to another host", () => lines("CONNECT evil.example:80 HTTP/1.1", host())],
    ["a star", () => lines("OPTIONS * HTTP/1.1", host())],
    ["no address", () => lines("GET  HTTP/1.1", host())],
    ["a backslash", () => lines("GET \\api\\notebooks HTTP/1.1", host(), ...own())],
    ["a space in the address", () => lines("GET /api/note books HTTP/1.1", host(), ...own())],
    ["an unknown method", () => lines("BREW /api/notebooks HTTP/1.1", host(), ...own())],
    ["TRACE", () => lines("TRACE /api/notebooks HTTP/1.1", host(), ...own())],
    ["the second version", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    [
      "two lengths",
      () => `${lines(put, host(), ...own(), "Content-Length: 5", "Content-Length: 6")}hello`
    ],
    [
      "a length and chunks",
      () =>
        `${lines(put, host(), ...own(), "Content-Length: 5", "Transfer-Encoding: chunked")}0\r\n\r\nGET /`
    ],
    [
      "chunks of no size",
      () => `${lines(put, host(), ...own(), "Transfer-Encoding: chunked")}zz\r\nhello\r\n`
    ],
    ["a length below nothing", () => lines(put, host(), ...own(), "Content-Length: -1")],
    ["a header within a header", () => lines("GET /api/notebooks HTTP/1.1", host(), "x: a\rb: c")],
    ["a header that goes on", () => lines("GET /api/notebooks HTTP/1.1", host(), "x: a", " b")],
    ["a header without a name", () => lines("GET / HTTP/1.1", host(), ": x")],
    ["a space before the colon", () => lines("GET / HTTP/1.1", host(), "x-ecco-token : x")],
    ["headers of two megabytes", () => lines("GET / HTTP/1.1", host(), `x: ${"x".repeat(2e6)}`)],
    ["no request at all", () => "\r\n\r\n\u0000\u0001\u0002\r\n\r\n"],
    ["a greeting of TLS", () => "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"]
  ])("%s", async (_, text) => {
    const answer = await raw(site.server.port, text()).catch(() => "");
    expect(answer).toMatch(/^$|^HTTP\/1\.1 4\d\d /);
    expectNoPlace(answer);
    expect((await site.askApi("notebooks/a.html")).text).toBe(notebook("A"));
  });
});

describe("the token and the folder in strange places", () => {
  test.each<[string, (token: string, folder: string) => Readonly<Record<string, string>>, number]>([
    ["no token", (_, folder) => ({"x-ecco-folder": folder}), 403],
    ["no folder", (token) => ({"x-ecco-token": token}), 428],
    ["another folder", (token) => ({"x-ecco-token": token, "x-ecco-folder": "0".repeat(16)}), 409],
    ["an empty folder", (token) => ({"x-ecco-token": token, "x-ecco-folder": ""}), 409],
    [
      "a folder in other letters",
      (token, folder) => ({"x-ecco-token": token, "x-ecco-folder": `${folder.toUpperCase()}X`}),
      409
    ],
    [
      "two folders",
      (token, folder) => ({"x-ecco-token": token, "x-ecco-folder": `${folder}, ${folder}`}),
      409
    ],
    ["two tokens", (token, folder) => known(`${token}, ${token}`, folder), 403],
    ["a token with a space", (token, folder) => known(`${token}\u00a0`, folder), 403],
    ["the token in other letters", (token, folder) => known(token.toUpperCase(), folder), 403],
    ["half a token", (token, folder) => known(token.slice(1), folder), 403],
    [
      "the token as a cookie",
      (token, folder) => ({cookie: `x-ecco-token=${token}`, "x-ecco-folder": folder}),
      403
    ],
    [
      "the token as authorization",
      (token, folder) => ({authorization: `Bearer ${token}`, "x-ecco-folder": folder}),
      403
    ],
    [
      "the token of the hub",
      (token, folder) => ({...known("x", folder), "x-model-token": token}),
      403
    ],
    ["all as it should be", (token, folder) => known(token, folder), 200]
  ])("%s: %s", async (_, headers, status) => {
    const {"x-ecco-folder": folder = ""} = site.shell;
    for (const path of ["notebooks", "notebooks/a.html", "models"]) {
      const asked = {headers: headers(site.token, folder)};
      const answer = await site.ask(`/api/${path}?token=${site.token}`, asked);
      expect([path, answer.status]).toEqual([path, status]);
      // Who is not known is not told which folder it is.
      if (status === 403) expect(answer.headers["x-ecco-folder"]).toBeUndefined();
    }
  });

  const known = (token: string, folder: string): Readonly<Record<string, string>> => ({
    "x-ecco-token": token,
    "x-ecco-folder": folder
  });

  test("a write for another folder is refused, and its text not read", async () => {
    const body = notebook("of another folder");
    const headers = {...site.shell, ...match(notebook("A")), "x-ecco-folder": "0".repeat(16)};
    const answer = await site.ask("/api/notebooks/a.html", {method: "PUT", body, headers});
    expect([answer.status, answer.text]).toEqual([
      409,
      '{"message":"this address serves another folder now"}'
    ]);
    expect(answer.headers["x-ecco-folder"]).toBe(site.shell["x-ecco-folder"]);
    expect((await site.askApi("notebooks/a.html")).text).toBe(notebook("A"));
  });

  test("no answer sets a cookie, whoever asks for what", async () => {
    for (const host of ["localhost", frameHost, "127.0.0.1", "evil.example"])
      for (const path of ["/", `/?token=${site.token}`, "/api/info", "/assets/a.js", "/models/x"])
        for (const headers of [{}, site.shell]) {
          const answer = await site.ask(path, {host, headers});
          expect(answer.headers["set-cookie"]).toBeUndefined();
        }
  });

  test.each(["http://evil.example", "null", "", "http://localhost", "https://localhost:PORT"])(
    "a page of %s with token and folder: 403",
    async (origin) => {
      const headers = {...site.shell, origin: origin.replace("PORT", String(site.server.port))};
      for (const method of ["GET", "PUT", "DELETE"])
        expect((await site.ask("/api/notebooks/a.html", {method, headers})).status).toBe(403);
    }
  );

  test("another notebook's page asks the editor's site: nothing", async () => {
    const origin = `http://${frameHost}:${site.server.port}`;
    for (const more of [{origin}, {origin, ...known(site.token, site.shell["x-ecco-folder"]!)}])
      for (const path of ["notebooks", "info", "models", "events"]) {
        const headers = {...more, "sec-fetch-site": "cross-site"};
        expect((await site.ask(`/api/${path}`, {headers})).status).toBe(403);
        // Nor is it allowed to ask what it may ask.
        const before = await site.ask(`/api/${path}`, {
          method: "OPTIONS",
          headers: {...headers, "access-control-request-headers": "x-ecco-token"}
        });
        expect(before.status).toBe(403);
        expect(before.headers["access-control-allow-origin"]).toBeUndefined();
      }
  });
});

describe("what goes wrong is answered in one place", () => {
  const places = ["/home/reader", "/home/reader/secret folder"];
  test.each<[string, unknown, number, string]>([
    ["a refusal", new Refusal(418, "no"), 418, "no"],
    [
      "an error of a model",
      new SourceError("x is not in /home/reader/secret folder/y: choose it again"),
      422,
      "x is not in …/y: choose it again"
    ],
    ["a refusal with a place", new Refusal(404, "/home/reader/z is gone"), 404, "…/z is gone"],
    ["half a character", new URIError("URI malformed"), 400, "the address is not written as"],
    ["a long name", system("ENAMETOOLONG"), 400, "a name is longer than"],
    ["a full disk", system("ENOSPC"), 507, "the disk is full"],
    ["a file of others", system("EACCES"), 403, "this user may not read or write it"],
    [
      "what nobody foresaw",
      new TypeError("/home/reader/secret folder: x is not a function"),
      500,
      "the server failed"
    ],
    ["a code of every object", {code: "constructor"}, 500, "the server failed"],
    ["no error", undefined, 500, "the server failed"],
    ["a text", "/home/reader", 500, "the server failed"]
  ])("%s", (_, error, status, message) => {
    const refusal = refusalOf(error, places);
    expect(refusal.status).toBe(status);
    expect(refusal.message).toContain(message);
    expect(refusal.message).not.toContain("/home/reader");
  });

  function system(code: string): Error {
    return Object.assign(new Error(`${code}: open '${join("/home/reader", "x")}'`), {code});
  }
});
