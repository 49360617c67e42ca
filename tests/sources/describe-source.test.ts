import {mkdtempSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterEach, beforeEach, expect, test} from "vitest";
import {describeSource, openSource} from "../../packages/engine/src/index.ts";
import {nodeStore} from "../../packages/engine/src/sources/remote/node-store.ts";
import {hubServer} from "./hub-server.ts";
import type {HubServer} from "./hub-server.ts";

const folder = fileURLToPath(new URL("../fixtures/architectures/gpt2", import.meta.url));
const files = ["config.json", "model.safetensors"];
const sizes = files.map((name) => ({name, bytes: statSync(join(folder, name)).size}));
const bytes = sizes.reduce((sum, file) => sum + file.bytes, 0);

let hub: HubServer;
beforeEach(async () => {
  hub = await hubServer();
  for (const name of files) {
    hub.files.set(`somebody/tiny/${name}`, new Uint8Array(readFileSync(join(folder, name))));
    hub.files.set(`plain/${name}`, new Uint8Array(readFileSync(join(folder, name))));
  }
});
afterEach(() => hub.close());

test("what lies here is told as what would be read, and needs no host", async () => {
  const found = await describeSource(folder);
  expect(found).toMatchObject({name: "gpt2", bytes, cached: true, host: null});
  expect(found.files).toEqual(sizes);
  expect((await openSource(folder)).bytes).toBe(bytes);
  const alone = mkdtempSync(join(tmpdir(), "ecco-describe-"));
  await expect(describeSource(alone)).rejects.toThrow("no config.json");
  writeFileSync(join(alone, "a.gguf"), "GGUF");
  expect((await describeSource(join(alone, "a.gguf"))).files).toEqual([{name: "a.gguf", bytes: 4}]);
  const [atlas] = [await describeSource("atlas")];
  expect(atlas.files.map(({name}) => name)).toContain("tokenizer.json");
  expect(atlas.bytes).toBeGreaterThan(9e6);
});

test("what lies elsewhere is weighed before it comes, and known when it has", async () => {
  const store = nodeStore(mkdtempSync(join(tmpdir(), "ecco-describe-")));
  const options = {store, hub: hub.url};
  const {host} = new URL(hub.url);
  for (const source of ["hf:somebody/tiny", `${hub.url}/plain/`]) {
    const before = await describeSource(source, options);
    expect(before).toMatchObject({files: sizes, bytes, cached: false, host});
    expect(hub.asked.some((each) => each.method === "GET" && each.path.endsWith("tensors"))).toBe(
      false
    );
    await openSource(source, options);
    const after = await describeSource(source, options);
    expect(after).toMatchObject({files: sizes, bytes, cached: true, host: null});
    hub.asked.length = 0;
  }
});
