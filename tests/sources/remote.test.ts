import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {
  describeRemote,
  fetchRemote,
  listModelsIn,
  loadModel,
  removeModel
} from "../../packages/engine/src/index.ts";
import type {Store} from "../../packages/engine/src/index.ts";
import {deferred} from "../../packages/engine/src/deferred.ts";
import {withRemote} from "../../packages/engine/src/sources/remote/remote-source.ts";
import {cacheFolder, nodeStore} from "../../packages/engine/src/sources/remote/node-store.ts";
import {speedometer} from "../../packages/engine/src/sources/remote/speed.ts";
import {hubServer} from "./hub-server.ts";
import type {HubServer} from "./hub-server.ts";

const fixture = (file: string): Uint8Array =>
  new Uint8Array(
    readFileSync(fileURLToPath(new URL(`../fixtures/architectures/gpt2/${file}`, import.meta.url)))
  );
const weights = fixture("model.safetensors");
const config = fixture("config.json");

let hub: HubServer;
let store: Store;
let root: string;
beforeEach(async () => {
  hub = await hubServer();
  root = mkdtempSync(join(tmpdir(), "ecco-store-"));
  store = nodeStore(root);
  for (const place of ["somebody/tiny", "plain"]) {
    hub.files.set(`${place}/config.json`, config);
    hub.files.set(`${place}/model.safetensors`, weights);
  }
});
afterEach(() => hub.close());

const path = "somebody/tiny/model.safetensors";
const options = () => ({store, hub: hub.url, delay: 1, attempts: 3}) as const;
const bring = (source = "hf:somebody/tiny") => fetchRemote(source, options());
const bytesOf = async ({folder}: {folder: string}): Promise<Uint8Array> =>
  new Uint8Array(readFileSync(join(root, folder, "model.safetensors")));
const requests = (method = "GET"): readonly (string | undefined)[] =>
  hub.asked
    .filter((each) => each.method === method && each.path.endsWith("model.safetensors"))
    .map(({headers}) => headers.range);

/** As hosts answer that do not say, or not to pages of others, which version they have. */
const withoutVersions: typeof fetch = async (...request) => {
  const {body, status, headers} = await fetch(...request);
  const said = new Headers(headers);
  said.delete("etag");
  return new Response(body, {status, headers: said});
};

describe("the hub", () => {
  test("a model comes once, runs, and is found again without the hub", async () => {
    const seen: [number, number | null][] = [];
    const model = await loadModel("hf:somebody/tiny", {
      store,
      hub: hub.url,
      backend: "reference",
      progress: (loaded, total) => seen.push([loaded, total])
    });
    expect(model.info).toMatchObject({name: "tiny", revision: hub.commit, architecture: "gpt2"});
    expect((await model.run({ids: [5, 6, 7]})).sites.get("logits")!.shape).toEqual([3, 83]);
    model.dispose();
    const total = config.length + weights.length;
    expect(seen.at(-1)).toEqual([total, total]);
    const count = requests().length;
    const again = await describeRemote("hf:somebody/tiny", options());
    expect(again.cached).not.toBeNull();
    await hub.close();
    const notices: string[] = [];
    const offline = await fetchRemote("hf:somebody/tiny", {
      ...options(),
      notice: (message) => notices.push(message)
    });
    expect(offline.record.revision).toBe(hub.commit);
    expect(notices).toEqual([expect.stringContaining("the hub is not reached")]);
    expect(requests().length).toBe(count);
    hub = await hubServer();
  });

  test("what it costs is told before a byte of the weights comes", async () => {
    const found = await describeRemote("hf:somebody/tiny", options());
    expect(found.files.map(({name, size}) => [name, size])).toEqual([
      ["config.json", config.length],
      ["model.safetensors", weights.length]
    ]);
    expect(found.cached).toBeNull();
    expect(requests()).toEqual([]);
  });

  test.each(["", "null", "7", "{", '{"etag": {}}', '{"etag": 1}'])(
    "what was kept of a part with %j beside it comes anew",
    async (text) => {
      const {folder} = await describeRemote("hf:somebody/tiny", options());
      mkdirSync(join(root, folder), {recursive: true});
      writeFileSync(join(root, folder, "model.safetensors.part"), "wrong");
      writeFileSync(join(root, folder, "model.safetensors.part.json"), text);
      expect(await bytesOf(await bring())).toEqual(weights);
    }
  );

  test("a file of another hash is thrown away", async () => {
    const wrong = weights.slice();
    wrong[wrong.length - 1]! ^= 1;
    await describeRemote("hf:somebody/tiny", options());
    hub.troubles.set(path, [{kind: "change", bytes: wrong}]);
    await expect(bring()).rejects.toThrow(/its SHA-256 is \w+, expected \w+/);
    expect(existsSync(join(root, "hub/somebody--tiny", hub.commit, "model.safetensors"))).toBe(
      false
    );
  });

  test.each([
    [401, /wants to know who asks .* give an access token/],
    [403, /accept the model's conditions on its page/],
    [404, /is the name right\? A private one needs an access token/]
  ])("status %i is explained", async (status, message) => {
    hub.troubles.set("api somebody/tiny", [{kind: "status", status}]);
    await expect(bring()).rejects.toThrow(message);
  });

  test("the token goes to the hub, and to no host it sends on to", async () => {
    const other = await hubServer();
    other.files.set("elsewhere", weights);
    hub.troubles.set(path, [
      {kind: "redirect", to: `${other.url.replace("127.0.0.1", "localhost")}/elsewhere`}
    ]);
    await expect(
      fetchRemote("hf:somebody/tiny", {...options(), token: "hf_secret"})
    ).rejects.toThrow(/sends on to http:\/\/localhost:\d+, expected nothing but http:\/\/127/);
    expect(hub.asked.every(({headers}) => headers.authorization === "Bearer hf_secret")).toBe(true);
    expect(other.asked.length).toBe(0);
    await other.close();
  });

  test("several GGUF files are to be told apart; a named one comes alone", async () => {
    hub.files.set("some/quants/a.Q4_0.gguf", weights);
    hub.files.set("some/quants/b.Q8_0.gguf", weights);
    await expect(bring("hf:some/quants")).rejects.toThrow(
      "hf:some/quants/a.Q4_0.gguf, hf:some/quants/b.Q8_0.gguf"
    );
    const {record} = await bring("hf:some/quants/b.Q8_0.gguf");
    expect(record).toMatchObject({name: "b.Q8_0", file: "b.Q8_0.gguf"});
    await expect(bring("hf:some/quants/c.gguf")).rejects.toThrow("one of a.Q4_0.gguf, b.Q8_0.gguf");
  });

  test.each(["hf:", "hf:one", "hf:a/b/../../etc", "hf:a/b@x/.git/config"])(
    "%s is not a source",
    async (source) => {
      await expect(bring(source)).rejects.toThrow("expected hf:owner/name");
    }
  );
});

describe("connections", () => {
  test("what breaks off is gone on with", async () => {
    hub.troubles.set(path, [
      {kind: "break", after: 1000},
      {kind: "break", after: 2000}
    ]);
    const model = await bring();
    expect(Buffer.compare(await bytesOf(model), weights)).toBe(0);
    const [first, second, third] = requests();
    expect(first).toBeUndefined();
    expect(second).toMatch(/^bytes=\d+-$/);
    expect(Number(third!.slice(6, -1))).toBeGreaterThan(Number(second!.slice(6, -1)));
  });

  test("the next process goes on where the last one stopped", async () => {
    hub.troubles.set(
      path,
      Array.from({length: 4}, () => ({kind: "break", after: 500}) as const)
    );
    await expect(fetchRemote("hf:somebody/tiny", {...options(), attempts: 0})).rejects.toThrow(
      /what came is kept/
    );
    hub.troubles.delete(path);
    hub.asked.length = 0;
    const model = await fetchRemote("hf:somebody/tiny", {...options(), store: nodeStore(root)});
    expect(requests()).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect(Buffer.compare(await bytesOf(model), weights)).toBe(0);
  });

  test("two versions are never mixed", async () => {
    const other = weights.slice().reverse();
    const plain = `plain/model.safetensors`;
    hub.troubles.set(plain, [
      {kind: "break", after: 1000},
      {kind: "change", bytes: other}
    ]);
    const model = await bring(`${hub.url}/plain/`);
    expect(Buffer.compare(await bytesOf(model), other)).toBe(0);
  });

  test("a host that knows no ranges is asked for all of it again", async () => {
    hub.troubles.set(path, [{kind: "break", after: 1000}, {kind: "no ranges"}]);
    expect(Buffer.compare(await bytesOf(await bring()), weights)).toBe(0);
  });

  test("fewer bytes than announced are never taken for the file", async () => {
    hub.troubles.set(path, [{kind: "short", by: 100}]);
    await expect(bring()).rejects.toThrow(/the host sends \d+ bytes, expected \d+/);
    const plain = "plain/model.safetensors";
    hub.troubles.set(
      plain,
      Array.from({length: 9}, () => ({kind: "short", by: 100}) as const)
    );
    await expect(bring(`${hub.url}/plain/`)).rejects.toThrow(/bytes|broke off/);
  });

  test("a length beyond all files is refused before anything is allocated", async () => {
    const plain = "plain/model.safetensors";
    hub.troubles.set(plain, [{kind: "claim", length: "1000000000000000"}]);
    await expect(bring(`${hub.url}/plain/`)).rejects.toThrow(
      /the host s\w+ 1000000000000000 bytes/
    );
  });

  test("a busy host is waited for, as long as it asks", async () => {
    hub.troubles.set(path, [
      {kind: "status", status: 429, retryAfter: "0"},
      {kind: "status", status: 503}
    ]);
    expect(Buffer.compare(await bytesOf(await bring()), weights)).toBe(0);
    hub.troubles.set(
      "plain/model.safetensors",
      Array.from({length: 9}, () => ({kind: "status", status: 503}) as const)
    );
    await expect(bring(`${hub.url}/plain/`)).rejects.toThrow(
      /the host is busy \(status 503\); tried 4 times/
    );
  });

  test("stops when told to, also while it waits", async () => {
    hub.troubles.set(path, [{kind: "status", status: 503, retryAfter: "30"}]);
    const controller = new AbortController();
    const running = fetchRemote("hf:somebody/tiny", {...options(), signal: controller.signal});
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await expect(running).rejects.toThrow("enough");
  });

  test("two who want the same model bring it once", async () => {
    const models = await Promise.all([bring(), bring()]);
    for (const model of models) expect(Buffer.compare(await bytesOf(model), weights)).toBe(0);
    expect(requests().length).toBe(1);
  });

  test("a lock that nobody holds any more is taken", async () => {
    const {folder} = await describeRemote("hf:somebody/tiny", options());
    const {mkdirSync, utimesSync} = await import("node:fs");
    mkdirSync(join(root, folder), {recursive: true});
    const lock = join(root, folder, "model.safetensors.lock");
    writeFileSync(lock, "");
    utimesSync(lock, 1, 1);
    expect(Buffer.compare(await bytesOf(await bring()), weights)).toBe(0);
  });
});

describe("addresses", () => {
  test("a folder and a file are kept as long as their version is the same", async () => {
    await bring(`${hub.url}/plain/`);
    const count = requests().length;
    expect((await bring(`${hub.url}/plain`)).record.name).toBe("plain");
    expect(requests().length).toBe(count);
    const other = weights.slice().reverse();
    hub.files.set("plain/model.safetensors", other);
    expect(Buffer.compare(await bytesOf(await bring(`${hub.url}/plain/`)), other)).toBe(0);
  });

  test("what was brought of no version stays until it is read; who comes at the same time takes it too", async () => {
    const address = `${hub.url}/plain/`;
    const unnamed = {...options(), fetch: withoutVersions};
    const [isRead, goOn, waits] = [deferred<void>(), deferred<void>(), deferred<void>()];
    const first = withRemote(address, unnamed, async (model) => {
      isRead.resolve();
      await goOn.promise;
      return bytesOf(model);
    });
    await isRead.promise;
    expect((await describeRemote(address, unnamed)).cached).toBeNull();
    const alone: Store["alone"] = (path, work, signal) => {
      if (path.endsWith(".model")) waits.resolve();
      return store.alone(path, work, signal);
    };
    const second = withRemote(address, {...unnamed, store: {...store, alone}}, bytesOf);
    await waits.promise;
    goOn.resolve();
    for (const bytes of await Promise.all([first, second]))
      expect(Buffer.compare(bytes, weights)).toBe(0);
    const count = requests().length;
    const other = `${hub.url}/other/`;
    hub.files.set("other/config.json", config);
    hub.files.set("other/model.safetensors", weights);
    await Promise.all([1, 2, 3].map(() => withRemote(other, unnamed, bytesOf)));
    expect(requests().length).toBe(count + 1);
  });

  test("what is missing is named", async () => {
    await expect(bring(`${hub.url}/nothing/`)).rejects.toThrow("no config.json");
    await expect(bring(`${hub.url}/nothing.gguf`)).rejects.toThrow("not there (status 404)");
    await expect(bring("http://127.0.0.1:9/x.gguf")).rejects.toThrow(/not reached/);
  });

  test.each([
    "../secret.safetensors",
    "/etc/passwd",
    "https://evil.test/x.safetensors",
    "a/b.safetensors",
    "model.safetensors.index.json"
  ])("an index that names %s is refused", async (name) => {
    hub.files.delete("plain/model.safetensors");
    const index = {weight_map: {a: name}};
    hub.files.set(
      "plain/model.safetensors.index.json",
      new TextEncoder().encode(JSON.stringify(index))
    );
    await expect(bring(`${hub.url}/plain/`)).rejects.toThrow("each a plain name beside it");
  });
});

describe("the store", () => {
  test("lists and removes what it has, and names it when asked for something else", async () => {
    await bring();
    const [model] = await listModelsIn(store);
    expect(model!.record).toMatchObject({src: "hf:somebody/tiny", revision: hub.commit});
    await expect(removeModel(store, "hf:somebody/else")).rejects.toThrow(
      "there are hf:somebody/tiny"
    );
    await removeModel(store, "hf:somebody/tiny");
    expect(await listModelsIn(store)).toEqual([]);
    expect(readdirSync(join(root, "hub/somebody--tiny"))).toEqual(["refs.json"]);
  });

  test("begins with what was used last", async () => {
    const order = async (): Promise<string[]> =>
      (await listModelsIn(store)).map(({record}) => record.src.replace(hub.url, ""));
    const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
    await bring();
    await later();
    await bring(`${hub.url}/plain/`);
    expect(await order()).toEqual(["/plain/", "hf:somebody/tiny"]);
    await later();
    await bring();
    expect(await order()).toEqual(["hf:somebody/tiny", "/plain/"]);
  });

  test("lies where the environment says", () => {
    const {ECCO_CACHE, XDG_CACHE_HOME} = process.env;
    process.env.ECCO_CACHE = "/a";
    expect(cacheFolder()).toBe("/a");
    delete process.env.ECCO_CACHE;
    process.env.XDG_CACHE_HOME = "/b";
    expect(cacheFolder()).toBe(join("/b", "ecco"));
    Object.assign(process.env, {ECCO_CACHE, XDG_CACHE_HOME});
    if (ECCO_CACHE === undefined) delete process.env.ECCO_CACHE;
    if (XDG_CACHE_HOME === undefined) delete process.env.XDG_CACHE_HOME;
  });

  test("the speed is of the last seconds", () => {
    let now = 0;
    const speed = speedometer(() => now);
    speed(0, 10_000);
    now = 1000;
    expect(speed(2000, 10_000)).toEqual({rate: 2000, remaining: 4});
    now = 20_000;
    speed(2000, 10_000);
    now = 21_000;
    expect(speed(3000, 10_000).rate).toBeCloseTo(1000, 0);
  });
});
