import {cp, mkdtemp, readFile, rm, truncate, writeFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {basename, join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, expect, test} from "vitest";
import {SourceError} from "../../packages/engine/src/errors.ts";
import {listModels} from "../../packages/engine/src/sources/list-models.ts";
import {openSource} from "../../packages/engine/src/sources/open-source.ts";
import {toFloat64} from "../../packages/engine/src/weights/safetensors.ts";
import {writeSafetensors} from "../../packages/engine/src/weights/write-safetensors.ts";

const models = fileURLToPath(new URL("../../models/", import.meta.url));
let folder = "";
let server: Server;
let address = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-sources-"));
  server = createServer(async (request, response) => {
    const path = join(models, decodeURIComponent(new URL(request.url!, "http://x").pathname));
    try {
      const content = await readFile(path);
      if (request.url!.startsWith("/cloze") && path.endsWith(".safetensors")) {
        response.writeHead(200, {"content-length": content.length});
        return response.write(content.subarray(0, 1000), () => response.destroy());
      }
      response.writeHead(200, {"content-length": content.length}).end(content);
    } catch {
      const fallback = request.url!.startsWith("/spa");
      response
        .writeHead(fallback ? 200 : 404, {"content-type": "text/html"})
        .end("<!doctype html>");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await rm(folder, {recursive: true});
});

async function copyOf(name: string, as: string): Promise<string> {
  const path = join(folder, as);
  await cp(join(models, name), path, {recursive: true});
  return path;
}

async function problem(source: string, options = {}): Promise<string> {
  const error = await openSource(source, {attempts: 1, delay: 1, ...options}).then(
    () => new Error("opened"),
    (reason: unknown) => reason as Error
  );
  expect(error, error.message).toBeInstanceOf(SourceError);
  expect(error.message).not.toContain("\n");
  return error.message;
}

test("an embedded name, its folder and its address are the same model", async () => {
  const embedded = await openSource("atlas");
  const others = [
    await openSource(join(models, "atlas")),
    await openSource(`${address}/atlas`),
    await openSource("atlas", {models: `${address}/`})
  ];
  expect(embedded.weights.size).toBeGreaterThan(90);
  for (const other of others) {
    expect(other.name).toBe("atlas");
    expect(other.config).toEqual(embedded.config);
    expect(other.bytes).toBe(embedded.bytes);
    expect([...other.weights.keys()]).toEqual([...embedded.weights.keys()]);
    const name = "transformer.ln_f.weight";
    expect(toFloat64(other.weights.get(name)!)).toEqual(toFloat64(embedded.weights.get(name)!));
    expect(other.tokenizer!.encode("of").length).toBe(1);
  }
});

test("progress ends at the total, which is known from the start", async () => {
  for (const source of ["critic", `${address}/critic`]) {
    const seen: [number, number | null][] = [];
    const {bytes} = await openSource(source, {
      progress: (loaded, total) => seen.push([loaded, total])
    });
    expect(seen.at(-1)).toEqual([bytes, bytes]);
    expect(
      seen.every(([loaded, total], i) => total === bytes && loaded > (seen[i - 1]?.[0] ?? 0))
    ).toBe(true);
  }
});

test("loading stops at an abort, with its reason", async () => {
  for (const source of ["atlas", `${address}/atlas`]) {
    const control = new AbortController();
    const reason = new Error("enough");
    const loading = openSource(source, {
      signal: control.signal,
      progress: () => control.abort(reason)
    });
    await expect(loading).rejects.toBe(reason);
    await expect(openSource(source, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
  }
});

test("a model without tokenizer has none", async () => {
  const path = await copyOf("cloze", "no-tokenizer");
  await rm(join(path, "tokenizer.json"));
  expect((await openSource(path)).tokenizer).toBeNull();
});

test("shards of an index are one model; a missing one is named", async () => {
  const path = await copyOf("atlas", "shards");
  await rm(join(path, "model.safetensors"));
  await writeFile(
    join(path, "a.safetensors"),
    writeSafetensors([{name: "x", dtype: "F32", shape: [1], data: [3]}])
  );
  await writeFile(
    join(path, "b.safetensors"),
    writeSafetensors([{name: "y", dtype: "F32", shape: [1], data: [4]}])
  );
  const index = join(path, "model.safetensors.index.json");
  await writeFile(index, JSON.stringify({weight_map: {x: "a.safetensors", y: "b.safetensors"}}));
  const {weights} = await openSource(path);
  expect([...weights.values()].map((tensor) => toFloat64(tensor)[0])).toEqual([3, 4]);
  await writeFile(index, JSON.stringify({weight_map: {x: "a.safetensors", y: "c.safetensors"}}));
  expect(await problem(path)).toContain("no c.safetensors");
  await writeFile(index, JSON.stringify({weight_map: {x: "../a.safetensors"}}));
  expect(await problem(path)).toContain(
    'puts tensor x into "../a.safetensors", expected the plain name'
  );
});

test("a lone weight file of another name is taken", async () => {
  const path = await copyOf("atlas", "lone");
  await cp(join(path, "model.safetensors"), join(path, "weights.safetensors"));
  await rm(join(path, "model.safetensors"));
  expect((await openSource(path)).weights.size).toBeGreaterThan(90);
});

test("what is missing or broken is said in one line", async () => {
  const path = await copyOf("atlas", "broken");
  expect(await problem("atlsa")).toMatch(
    /^atlsa: no such model; expected one of atlas, cloze, critic, .*did you mean atlas\?$/
  );
  expect(await problem("somewhere/else")).toMatch(/no such model/);
  expect(await problem("")).toMatch(/empty name/);
  expect(await problem(join(path, "config.json"))).toMatch(
    /got a file, expected a \.gguf file, a \.safetensors file with its config/
  );
  expect(await problem("x.gguf")).toMatch(/no such model/);
  expect(await problem(folder)).toMatch(/no config\.json; expected a folder with/);
  expect(await problem(`${address}/spa`)).toMatch(/no config\.json/);
  expect(await problem(`${address}/cloze`)).toMatch(
    /model\.safetensors: (the transfer broke off|truncated)/
  );
  expect(await problem("http://127.0.0.1:1/atlas")).toMatch(/not reached/);
  await truncate(join(path, "model.safetensors"), 5_000_000);
  expect(await problem(path)).toMatch(/broken: model\.safetensors: truncated: /);
  await writeFile(join(path, "config.json"), "{");
  expect(await problem(path)).toMatch(/config\.json: not JSON/);
  await rm(join(path, "config.json"));
  expect(await problem(path)).toMatch(/no config\.json/);
});

test("a name with a slash at its end is its last part", async () => {
  expect((await openSource(`${join(models, "cloze")}/`)).name).toBe(
    basename(join(models, "cloze"))
  );
});

test("the embedded models are listed as they lie there", async () => {
  const listed = await listModels();
  expect(listed.map(({name, architecture}) => [name, architecture])).toEqual([
    ["atlas", "gpt2"],
    ["cloze", "bert"],
    ["critic", "t5"]
  ]);
  expect(listed.every(({bytes}) => bytes !== null && bytes > 1e6)).toBe(true);
  expect(await listModels(folder)).toEqual([]);
});
