/** A folder on a web server that holds a GGUF file: found where the server says what it has, or by its usual name. */
import {mkdtempSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openSource} from "../../packages/engine/src/sources/open-source.ts";
import {planFiles} from "../../packages/engine/src/sources/plan-files.ts";
import {fetchRemote} from "../../packages/engine/src/sources/remote/remote-source.ts";
import {nodeStore} from "../../packages/engine/src/sources/remote/node-store.ts";
import {listWebFolder} from "../../packages/engine/src/sources/web-listing.ts";
import {webFiles} from "../../packages/engine/src/sources/web.ts";
import {small} from "../weights/small-gguf.ts";

const html = "text/html;charset=utf-8";
const json = "application/json";
const config = '{"model_type": "llama"}';
const gguf = small();

/** Folders by what their server answers for the folder itself; null: nothing. */
const folders: Readonly<
  Record<string, {readonly files: readonly string[]; readonly listing?: readonly [string, string]}>
> = {
  usual: {files: ["config.json", "model.gguf"]},
  json: {
    files: ["config.json", "Own Name.Q4.gguf"],
    listing: [json, '["config.json", "Own Name.Q4.gguf", "sub/other.gguf"]']
  },
  objects: {files: ["own.gguf"], listing: [json, '[{"name": "own.gguf", "type": "file"}]']},
  python: {
    files: ["own #1.gguf"],
    listing: [html, '<li><a href="own%20%231.gguf">own #1.gguf</a></li><a href="sub/">sub/</a>']
  },
  nginx: {
    files: ["own.gguf"],
    listing: [
      html,
      '<a href="../">../</a><a class=x href=/nginx/own.gguf>own</a><a href="http://127.0.0.1:1/a.gguf">'
    ]
  },
  page: {files: ["config.json", "model.gguf"], listing: [json, '{"not": "a list"}']},
  several: {files: ["a.gguf", "b.gguf"], listing: [json, '["a.gguf", "b.gguf"]']},
  other: {
    files: ["config.json", "weights.safetensors"],
    listing: [json, '["config.json", "weights.safetensors"]']
  },
  unknown: {files: ["config.json", "own.gguf"]}
};

const asked: string[] = [];
const server = createServer((request, response) => {
  const [, folder = "", name = ""] = decodeURIComponent(
    new URL(request.url!, "http://x").pathname
  ).split("/");
  asked.push(`${folder}/${name}`);
  const known = folders[folder];
  const isThere = known?.files.includes(name);
  const [type, body] = isThere
    ? ["application/octet-stream", name.endsWith(".gguf") ? gguf : config]
    : (name === "" && known?.listing) || [null, ""];
  if (type === null) return void response.writeHead(404).end();
  response
    .writeHead(200, {"content-type": type, "content-length": Buffer.byteLength(body)})
    .end(body);
});
let host = "";
const store = nodeStore(mkdtempSync(join(tmpdir(), "ecco-web-")));
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const plan = (folder: string) =>
  planFiles({files: webFiles(new URL(`${host}/${folder}/`))}, undefined);

test.each([
  ["usual", "model.gguf"],
  ["json", "Own Name.Q4.gguf"],
  ["objects", "own.gguf"],
  ["python", "own #1.gguf"],
  ["nginx", "own.gguf"],
  ["page", "model.gguf"]
])("%s: the GGUF file is found, with what lies beside it, as on disk", async (folder, name) => {
  expect(await plan(folder)).toEqual({kind: "gguf", gguf: name, alone: false});
  // And so where all that is needed is brought here first.
  const {record, files} = await fetchRemote(`${host}/${folder}/`, {store, attempts: 1});
  expect(record.files.map((file) => file.name)).toEqual(folders[folder]!.files);
  expect(await planFiles({files}, undefined)).toEqual({kind: "gguf", gguf: name, alone: false});
});

test("several files are told apart, safetensors of another name are read, and none is said with what to do", async () => {
  await expect(plan("several")).rejects.toThrow("name one of a.gguf, b.gguf");
  await expect(openSource(`${host}/several/`, {store})).rejects.toThrow("name one of a.gguf");
  const {weights} = (await plan("other")) as {weights: {names: readonly string[]}};
  expect(weights.names).toEqual(["weights.safetensors"]);
  const told =
    /no model\.safetensors; expected .* or with model\.gguf; .* is named itself, …\/NAME\.gguf/;
  await expect(openSource(`${host}/unknown/`, {store, attempts: 1})).rejects.toThrow(told);
});

test("a host is asked for its listing only where the usual files are missing; what is no listing is none", async () => {
  asked.length = 0;
  await plan("usual");
  expect(asked).toEqual([
    "usual/model.safetensors",
    "usual/model.safetensors.index.json",
    "usual/",
    "usual/model.gguf"
  ]);
  expect(await listWebFolder(new URL(`${host}/nowhere/`), undefined)).toBeNull();
  expect(await listWebFolder(new URL("http://127.0.0.1:9/"), undefined)).toBeNull();
  await expect(listWebFolder(new URL(host), AbortSignal.abort())).rejects.toThrow("abort");
});
