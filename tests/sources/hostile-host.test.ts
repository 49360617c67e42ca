/** Hosts that mean no good: what they send ends, is what was said, and goes where it belongs. */
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeEach, describe, expect, test, vi} from "vitest";
import {describeRemote, fetchRemote, nameRemote} from "../../packages/engine/src/index.ts";
import {download} from "../../packages/engine/src/sources/remote/download.ts";
import type {RemoteFile} from "../../packages/engine/src/sources/remote/download.ts";
import {parseRecord} from "../../packages/engine/src/sources/remote/model-record.ts";
import {isFileName, isModelName} from "../../packages/engine/src/sources/remote/names.ts";
import {nodeStore} from "../../packages/engine/src/sources/remote/node-store.ts";
import type {RequestOne} from "../../packages/engine/src/sources/remote/node-request.ts";
import type {Part, Store} from "../../packages/engine/src/sources/remote/store.ts";

const root = mkdtempSync(join(tmpdir(), "ecco-hostile-"));
let store: Store;
beforeEach(() => {
  rmSync(root, {recursive: true, force: true});
  store = nodeStore(root);
});
afterAll(() => rmSync(root, {recursive: true, force: true}));

/** Bytes without end; says how many were taken. */
function endless(): {readonly body: ReadableStream<Uint8Array>; readonly taken: () => number} {
  let taken = 0;
  const chunk = new Uint8Array(1 << 20).fill(32);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += chunk.length;
      controller.enqueue(chunk);
    }
  });
  return {body, taken: () => taken};
}

type Answers = Readonly<Record<string, () => Response>>;
/** Answers by the last part of the path; others are not there. */
const host =
  (answers: Answers): RequestOne =>
  (url) =>
    Promise.resolve(
      (answers[url.pathname.split("/").at(-1)!] ?? (() => new Response(null, {status: 404})))()
    );
const json = (value: unknown, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(value), {headers: {"content-type": "application/json", ...headers}});
const sized = (bytes: number): Response =>
  new Response("x", {headers: {"content-length": String(bytes), etag: '"1"'}});
const address = "http://models.example/m/";
const quick = {attempts: 0, delay: 1} as const;

describe("answers end", () => {
  test.each([
    ["modules.json", {"config.json": () => sized(2), "model.safetensors": () => sized(2)}],
    ["model.safetensors.index.json", {"config.json": () => sized(2)}]
  ])("%s without end", async (name, others: Answers) => {
    const {body, taken} = endless();
    // Asked first for its length, then for itself.
    let asked = 0;
    const request = host({
      ...others,
      [name]: () => (asked++ === 0 ? sized(2) : new Response(body as ReadableStream))
    });
    await expect(describeRemote(address, {store, request})).rejects.toThrow(
      /more than \d+ bytes came/
    );
    expect(taken()).toBeLessThan(40_000_000);
  });

  test("a listing without end says nothing", async () => {
    const {body, taken} = endless();
    const request = host({
      "": () =>
        new Response(body as ReadableStream, {headers: {"content-type": "application/json"}})
    });
    await expect(describeRemote(address, {store, request})).rejects.toThrow("no config.json");
    expect(taken()).toBeLessThan(4_000_000);
  });

  test("the hub's description without end, and its list with ever more pages", async () => {
    const {body, taken} = endless();
    const options = {store, hub: "http://hub.example"};
    const long = host({
      main: () =>
        new Response(body as ReadableStream, {headers: {"content-type": "application/json"}})
    });
    await expect(describeRemote("hf:a/b", {...options, request: long})).rejects.toThrow(
      "more than 16000000 bytes"
    );
    expect(taken()).toBeLessThan(20_000_000);
    let pages = 0;
    const turning: RequestOne = (url) => {
      if (!url.pathname.includes("/tree/"))
        return Promise.resolve(
          json({_id: "1", id: "a/b", sha: "0".repeat(40), tags: [], siblings: []})
        );
      pages++;
      return Promise.resolve(
        json([], {link: `<http://hub.example${url.pathname}?p=${pages}>; rel="next"`})
      );
    };
    await expect(describeRemote("hf:a/b", {...options, request: turning})).rejects.toThrow(
      "more than 50 pages"
    );
    expect(pages).toBeLessThan(51);
  });

  const part = (): Part & {readonly kept: () => number} => {
    let length = 0;
    return {
      get length() {
        return length;
      },
      append: (bytes) => Promise.resolve(void (length += bytes.length)),
      empty: () => Promise.resolve(void (length = 0)),
      digest: () => Promise.resolve(""),
      commit: () => Promise.resolve(),
      close: () => Promise.resolve(),
      kept: () => length
    };
  };
  const file = (name: string, size: number | null): RemoteFile => ({
    name,
    url: address + name,
    size,
    etag: null,
    sha256: null
  });
  test("a tokenizer without end", async () => {
    const {body, taken} = endless();
    const own = part();
    const get = (() => Promise.resolve(new Response(body as ReadableStream))) as typeof fetch;
    await expect(
      download(own, {etag: null}, file("tokenizer.json", null), {fetch: get, ...quick})
    ).rejects.toThrow("the host does not say how long it is, and more than 134217728 bytes came");
    expect([own.kept(), taken() < 150_000_000]).toEqual([0, true]);
  });
  test("more than was said", async () => {
    const {body, taken} = endless();
    const own = part();
    const get = (() => Promise.resolve(new Response(body as ReadableStream))) as typeof fetch;
    await expect(
      download(own, {etag: null}, file("model.safetensors", 1000), {fetch: get, ...quick})
    ).rejects.toThrow("more bytes came than the 1000 announced");
    expect([own.kept(), taken() < 10_000_000]).toEqual([0, true]);
  });
  test.each([
    ["tokenizer.json", 2 ** 40],
    ["config.json", 2 ** 28],
    ["model.safetensors", 2 ** 39]
  ])("%s of %d bytes is not begun", async (name, size) => {
    const get = vi.fn<typeof fetch>();
    await expect(
      download(part(), {etag: null}, file(name, size), {fetch: get, ...quick})
    ).rejects.toThrow("the host says");
    expect(get).not.toHaveBeenCalled();
  });
});

describe("sizes are those that were agreed to", () => {
  const files: Answers = {"config.json": () => sized(2), "model.safetensors": () => sized(1000)};
  test.each([
    ["larger than agreed to", files, 1001],
    [
      "of a size that is no longer said",
      {...files, "model.safetensors": () => new Response("x")},
      1e9
    ]
  ])("%s: nothing is downloaded", async (_, answers: Answers, most) => {
    const request = host(answers);
    await expect(fetchRemote(address, {store, request, most, ...quick})).rejects.toThrow(
      "that were agreed to"
    );
    expect(await store.list("web")).toEqual([]);
  });
  test.each(["-5", "abc", "1e9", "9".repeat(30)])("a length of %s is none", async (length) => {
    const request = host({
      ...files,
      "model.safetensors": () => new Response("x", {headers: {"content-length": length}})
    });
    const {files: found} = await describeRemote(address, {store, request});
    expect(found.find(({name}) => name === "model.safetensors")!.size).toBeNull();
  });
  test("more than the disk has room for is said before a byte comes", async () => {
    const full = {...store, room: () => Promise.resolve(100_000_500)};
    const request = vi.fn(host(files));
    await expect(fetchRemote(address, {store: full, request, ...quick})).rejects.toThrow(
      "needs 1 MB, and 101 MB are free on this computer's disk; free some, then open it again"
    );
    const weights = request.mock.calls.filter(
      ([url, {method}]) => method === "GET" && url.pathname.endsWith(".safetensors")
    );
    expect(weights).toEqual([]);
    expect(await store.list("web")).toEqual([]);
  });
});

describe("a source has one version here", () => {
  test.each([
    ["that comes", true],
    ["that breaks off", false]
  ])("of a host that has another one each time, %s", async (_, comes) => {
    for (let n = 0; n < 5; n++) {
      const headers = {"content-length": "3", etag: `"${n}"`};
      const file = (): Response => new Response(comes ? "abc" : "ab", {headers});
      const request = host({"m.gguf": file});
      const bringing = fetchRemote("http://models.example/m.gguf", {store, request, ...quick});
      await (comes ? bringing : bringing.catch(() => undefined));
    }
    expect((await store.list("web")).length).toBe(1);
  });
  test("of the hub, whichever commit it is at", async () => {
    for (let n = 0; n < 3; n++) {
      const tree = [{type: "file", path: "m.gguf", size: 3, oid: "1"}];
      const info = {_id: "1", id: "a/b", sha: String(n).repeat(40), tags: [], siblings: []};
      const request: RequestOne = (url) =>
        Promise.resolve(
          url.pathname.includes("/tree/")
            ? json(tree)
            : url.pathname.includes("/resolve/")
              ? new Response("abc")
              : json(info)
        );
      await fetchRemote("hf:a/b", {store, hub: "http://hub.example", request, ...quick});
    }
    expect(await store.list("hub/a--b")).toEqual(["2".repeat(40), "refs.json"]);
  });
  test("of two models whose names meet in one folder, each is what it is called", async () => {
    const commit = "0".repeat(40);
    const record = {
      src: "hf:a/b--c",
      name: "evil",
      revision: commit,
      file: null,
      files: [],
      time: ""
    };
    await store.writeText(`hub/a--b--c/${commit}/ecco-model.json`, JSON.stringify(record));
    await store.writeText("hub/a--b--c/refs.json", JSON.stringify({main: commit}));
    const request: RequestOne = () => Promise.reject(new Error("offline"));
    const options = {store, hub: "http://hub.example", request};
    expect((await describeRemote("hf:a/b--c", options)).name).toBe("evil");
    await expect(describeRemote("hf:a--b/c", options)).rejects.toThrow("not reached");
    await expect(describeRemote(`hf:a--b/c@${commit}`, options)).rejects.toThrow("not reached");
  });
});

describe("what the hub says leads nowhere else", () => {
  const hub =
    (sha: string, tree: readonly object[]): RequestOne =>
    (url) =>
      Promise.resolve(
        url.pathname.includes("/tree/")
          ? json(tree)
          : json({_id: "1", id: "a/b", sha, tags: [], siblings: []})
      );
  const fine = [{type: "file", path: "config.json", size: 2, oid: "1"}];
  test.each(["../../local/x", "..", "main", "", "0".repeat(39), "0".repeat(39) + "/"])(
    "a commit called %j",
    async (sha) => {
      const options = {store, hub: "http://hub.example", request: hub(sha, fine)};
      await expect(describeRemote("hf:a/b", options)).rejects.toThrow("the hub names no commit");
    }
  );
  test.each([
    "../../x.gguf",
    "..\\..\\x.gguf",
    "/etc/x.gguf",
    "ecco-model.json",
    "nul.gguf",
    "a\0.gguf"
  ])("a file called %j is none of the model's", async (path) => {
    const tree = [
      ...fine,
      {type: "file", path, size: 2, oid: "1"},
      {type: "file", path: "m.gguf", size: 2, oid: "1"}
    ];
    const options = {store, hub: "http://hub.example", request: hub("0".repeat(40), tree)};
    const {files} = await describeRemote("hf:a/b", options);
    expect(files.map(({name}) => name)).toEqual(["m.gguf"]);
  });
  test.each([
    "{",
    "null",
    "[]",
    '{"main": "../../local/x"}',
    '{"main": 1}',
    '{"__proto__": {"main": "x"}}'
  ])("references that say %s say nothing", async (text) => {
    await store.writeText("hub/a--b/refs.json", text);
    const request: RequestOne = () => Promise.reject(new Error("offline"));
    await expect(
      describeRemote("hf:a/b", {store, hub: "http://hub.example", request})
    ).rejects.toThrow("not reached");
  });
});

test("names are the same on every system", () => {
  for (const name of [
    "model.gguf",
    "Own Name.Q4.gguf",
    "own #1.gguf",
    "模型.gguf",
    "a-b_c",
    "x".repeat(200)
  ])
    expect([name, isFileName(name)]).toEqual([name, true]);
  for (const name of ["1_Pooling/config.json", "quants/m.gguf"])
    expect(isFileName(name)).toBe(true);
  for (const name of [
    "a/../b",
    "a//b",
    "/a",
    "a/",
    "a/ecco-model.json",
    "com1.gguf",
    "x".repeat(201),
    "é".normalize("NFD")
  ])
    expect([name, isFileName(name)]).toEqual([name, false]);
  expect([isModelName("a/b"), isModelName("a.lock"), isModelName("a")]).toEqual([
    false,
    false,
    true
  ]);
});

test("a record of the hub names the model of its folder, and one of the web an address", () => {
  const record = (src: string): string =>
    JSON.stringify({src, name: "x", revision: null, file: null, files: [], time: ""});
  const said = (src: string, folder: string): boolean => parseRecord(record(src), folder) !== null;
  expect(said("hf:a/b@main/x.gguf", "hub/a--b/0")).toBe(true);
  expect(said("hf:a/c", "hub/a--b/0")).toBe(false);
  expect(said("https://host.example/x", "web/0")).toBe(true);
  expect(said("local:x", "web/0")).toBe(false);
  expect(said("local:..", "local/..")).toBe(false);
});

test("what a source names is said without asking anybody", () => {
  expect(nameRemote("hf:a/b@v1/q/m.gguf", {hub: "https://huggingface.co", token: "t"})).toEqual({
    src: "hf:a/b@v1/q/m.gguf",
    host: "huggingface.co",
    address: "https://huggingface.co/a/b/tree/v1/q/m.gguf",
    isPrivate: false,
    token: true
  });
  expect(nameRemote("http://[::ffff:7f00:1]:80/x#y")).toMatchObject({
    address: "http://[::ffff:7f00:1]/x",
    isPrivate: true
  });
});
