/** Folders and files of this computer: what is read, what is refused, and how much memory it takes. */
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openSource, SourceError} from "../../packages/engine/src/index.ts";
import type {OpenFile} from "../../packages/engine/src/sources/files.ts";
import {readAll} from "../../packages/engine/src/sources/read-files.ts";
import {readIndex} from "../../packages/engine/src/sources/shard-index.ts";
import {toFloat64} from "../../packages/engine/src/weights/safetensors.ts";
import {writeSafetensors} from "../../packages/engine/src/weights/write-safetensors.ts";

const fixture = (file: string): string =>
  fileURLToPath(new URL(`../fixtures/architectures/gpt2/${file}`, import.meta.url));

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "ecco-folders-"));
});
afterAll(() => rm(root, {recursive: true}));

/** Writes files, text or bytes, into a folder of their own. */
async function folderOf(
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>
): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, {recursive: true});
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
  return folder;
}

const tensor = (name: string, value: number) =>
  writeSafetensors([{name, dtype: "F32", shape: [1], data: [value]}]);
const index = (map: object): string => JSON.stringify({metadata: {}, weight_map: map});
const problem = (source: string): Promise<string> =>
  openSource(source).then(
    () => "opened",
    (error: unknown) => {
      expect(error).toBeInstanceOf(SourceError);
      return (error as Error).message;
    }
  );

describe("one file", () => {
  test("a .safetensors file is a model with the config.json beside it", async () => {
    const weights = await readFile(fixture("model.safetensors"));
    const config = await readFile(fixture("config.json"));
    const folder = await folderOf("tiny", {
      "config.json": config,
      "model.safetensors": tensor("other", 1),
      "fine-tuned.safetensors": weights
    });
    const found = await openSource(join(folder, "fine-tuned.safetensors"));
    expect(found.name).toBe("fine-tuned");
    expect(found.weights.size).toBeGreaterThan(10);
    expect((await openSource(join(folder, "model.safetensors"))).name).toBe("tiny");
    await rm(join(folder, "config.json"));
    expect(await problem(join(folder, "fine-tuned.safetensors"))).toMatch(/no config\.json/);
  });

  test("several to choose from are listed", async () => {
    const config = {"config.json": "{}"};
    const two = await folderOf("two", {
      ...config,
      "a.safetensors": tensor("a", 1),
      "b.safetensors": tensor("b", 1)
    });
    expect(await problem(two)).toMatch(/has 2 \.safetensors files .* name one of a\.s.*, b\.s/);
    const quants = await folderOf("quants", {...config, "a.Q4.gguf": "", "b.Q8.gguf": ""});
    expect(await problem(quants)).toMatch(/has 2 GGUF files, .* name one of a\.Q4\.gguf, b\.Q8/);
    const parts = await folderOf("parts", {
      "m-00001-of-00002.gguf": "",
      "m-00002-of-00002.gguf": ""
    });
    expect(await problem(parts)).toMatch(/a GGUF file in 2 parts, expected one file; merge them/);
  });

  test("a folder where a file should be is said", async () => {
    const folder = await folderOf("inner", {"config.json": "{}"});
    await mkdir(join(folder, "model.safetensors"));
    expect(await problem(folder)).toMatch(/model\.safetensors: got a folder.*, expected a file/);
  });
});

describe("shards", () => {
  const shards = (map: object, files: Readonly<Record<string, Uint8Array>>) => ({
    "config.json": "{}",
    "model.safetensors.index.json": index(map),
    ...files
  });

  test("are one model", async () => {
    const files = shards(
      {x: "1.safetensors", y: "2.safetensors"},
      {"1.safetensors": tensor("x", 3), "2.safetensors": tensor("y", 4)}
    );
    const {weights} = await openSource(await folderOf("shards", files));
    expect([...weights.values()].map((each) => toFloat64(each)[0])).toEqual([3, 4]);
  });

  test("hold what the index says, each where it says it", async () => {
    const swapped = shards(
      {x: "2.safetensors", y: "1.safetensors"},
      {"1.safetensors": tensor("x", 3), "2.safetensors": tensor("y", 4)}
    );
    expect(await problem(await folderOf("swapped", swapped))).toMatch(
      /1\.safetensors: holds tensor x, which .*index\.json puts into 2\.safetensors/
    );
    const lacking = shards(
      {x: "1.safetensors", y: "1.safetensors"},
      {"1.safetensors": tensor("x", 3)}
    );
    expect(await problem(await folderOf("lacking", lacking))).toMatch(
      /1\.safetensors: no tensor y, which .*index\.json puts here/
    );
    const twice = shards(
      {x: "1.safetensors", y: "2.safetensors", "y ": "2.safetensors"},
      {"1.safetensors": tensor("x", 3)}
    );
    expect(await problem(await folderOf("gone", twice))).toMatch(/no 2\.safetensors/);
  });

  test.each([
    "../a.safetensors",
    "a/b.safetensors",
    "a\\b.safetensors",
    "C:a.safetensors",
    "/a.safetensors",
    "..",
    ".hidden.safetensors",
    "https://host.test/a.safetensors",
    "model.safetensors.index.json",
    "a.safetensors\0",
    "",
    7,
    null,
    ["a.safetensors"]
  ])("%j is no shard", (name) => {
    expect(() => readIndex({weight_map: {x: name}}, "index")).toThrow(
      /^index: puts tensor x into .*, expected the plain name of a \.safetensors file beside it$/
    );
  });

  test.each([null, [], 3, {}, {weight_map: []}, {weight_map: {}}, {weight_map: "a"}])(
    "%j is no index",
    (said) => {
      expect(() => readIndex(said, "index")).toThrow("index: has no weight_map");
    }
  );

  test("are not without end", () => {
    const names = Array.from({length: 1025}, (_, i) => [`t${i}`, `${i}.safetensors`]);
    expect(() => readIndex({weight_map: Object.fromEntries(names)}, "index")).toThrow(
      "names 1025 files, expected at most 1024"
    );
  });

  test("of a host with few connections all come", async () => {
    const files = Object.fromEntries(
      Array.from({length: 9}, (_, i) => [`${i}.safetensors`, tensor(`t${i}`, i)])
    );
    const map = Object.fromEntries(Object.keys(files).map((file, i) => [`t${i}`, file]));
    const all: Readonly<Record<string, string | Uint8Array>> = shards(map, files);
    let open = 0;
    let most = 0;
    const server = createServer((request, response) => {
      const content = all[decodeURIComponent(request.url!.slice(1))];
      if (content === undefined) return void response.writeHead(404).end();
      response.writeHead(200, {"content-length": Buffer.byteLength(content)});
      if (request.method === "HEAD") return void response.end();
      most = Math.max(most, ++open);
      response.on("close", () => open--).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const {webFiles} = await import("../../packages/engine/src/sources/web.ts");
    const {openFolder} = await import("../../packages/engine/src/sources/open-folder.ts");
    const {planFiles} = await import("../../packages/engine/src/sources/plan-files.ts");
    const {port} = server.address() as AddressInfo;
    const at = webFiles(new URL(`http://127.0.0.1:${port}/`));
    const plan = await planFiles({files: at}, undefined);
    if (plan.kind !== "folder") throw new Error("expected a folder");
    const {weights} = await openFolder("nine", {files: at, ...plan}, {});
    expect([...weights.values()].map((each) => toFloat64(each)[0])).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8
    ]);
    expect(most).toBe(1);
    server.close();
  });
});

describe("memory", () => {
  const fileOf = (size: number | null, parts: readonly number[]): OpenFile => ({
    size,
    async *read() {
      for (const length of parts) yield new Uint8Array(length).fill(7);
    },
    close: () => Promise.resolve()
  });

  test("a file of a stated length is one buffer of that length", async () => {
    const bytes = await readAll(fileOf(10, [4, 6]), "x");
    expect([bytes.length, bytes.buffer.byteLength]).toEqual([10, 10]);
    expect((await readAll(fileOf(null, [4, 6]), "x")).length).toBe(10);
  });

  test("fewer or more bytes than stated are no file", async () => {
    await expect(readAll(fileOf(10, [4]), "x")).rejects.toThrow(
      "x: truncated: got 4 bytes, expected 10"
    );
    await expect(readAll(fileOf(10, [4, 7]), "x")).rejects.toThrow(
      "x: more bytes came than the 10 the host said"
    );
  });

  test.each([1e15, -1, 1.5, Number.NaN, Infinity])(
    "%d bytes are not believed, and not allocated",
    async (size) => {
      await expect(readAll(fileOf(size, []), "x")).rejects.toThrow(/^x: the host says .* bytes/);
    }
  );
});
