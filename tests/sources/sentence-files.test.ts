/** What lies beside a sentence encoder is read from wherever its model comes: a folder, the hub, an address, dropped files. */
import {mkdtempSync, readFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel, SourceError, writeSafetensors} from "../../packages/engine/src/index.ts";
import type {ModelSource} from "../../packages/engine/src/index.ts";
import {openFolder} from "../../packages/engine/src/sources/open-folder.ts";
import {planFiles} from "../../packages/engine/src/sources/plan-files.ts";
import {nodeStore} from "../../packages/engine/src/sources/remote/node-store.ts";
import {webFiles} from "../../packages/engine/src/sources/web.ts";
import {fixture} from "../engine/oracle.ts";
import {modulesJson, sentenceFolder} from "../engine/sentence-folder.ts";
import {hubServer} from "./hub-server.ts";
import type {HubServer} from "./hub-server.ts";

const model = fixture("architectures/bert");
const width = (
  JSON.parse(readFileSync(join(model, "config.json"), "utf8")) as {hidden_size: number}
).hidden_size;
const beside = {
  "modules.json": modulesJson("Transformer", "Pooling", "Dense", "Normalize"),
  "1_Pooling/config.json": {pooling_mode_cls_token: true, pooling_mode_mean_tokens: false},
  "2_Dense/config.json": {
    in_features: width,
    out_features: 2,
    bias: false,
    activation_function: "torch.nn.modules.activation.Tanh"
  },
  "2_Dense/model.safetensors": writeSafetensors([
    {
      name: "linear.weight",
      dtype: "F32",
      shape: [2, width],
      data: Array.from({length: 2 * width}, (_, at) => Math.sin(at))
    }
  ]),
  "sentence_bert_config.json": {max_seq_length: 16}
};
const folder = sentenceFolder(model, beside);
const files = ["config.json", "model.safetensors", ...Object.keys(beside)];

let hub: HubServer;
beforeAll(async () => {
  hub = await hubServer();
  for (const place of ["somebody/alike", "plain"])
    for (const file of files)
      hub.files.set(`${place}/${file}`, new Uint8Array(readFileSync(join(folder, file))));
  hub.files.set("somebody/alike/1_Pooling/other.bin", new Uint8Array(9));
});
afterAll(() => hub.close());

const vectorOf = async (source: ModelSource, options: object = {}): Promise<readonly number[]> => {
  const loaded = await loadModel(source, {backend: "reference", ...options});
  const {vectors, modules} = await loaded.embed({ids: [5, 6, 7]});
  loaded.dispose();
  expect(modules).toEqual([
    "Transformer",
    "Pooling (cls)",
    `Dense (${width} → 2, tanh)`,
    "Normalize"
  ]);
  return vectors[0]!;
};

test("from a folder, the hub and an address it is the same", async () => {
  const wanted = await vectorOf(folder);
  expect(Math.hypot(...wanted)).toBeCloseTo(1, 12);
  const store = nodeStore(mkdtempSync(join(tmpdir(), "ecco-store-")));
  const options = {store, hub: hub.url};
  expect(await vectorOf("hf:somebody/alike", options)).toEqual(wanted);
  expect(await vectorOf(`${hub.url}/plain`, options)).toEqual(wanted);
  // What is no module's own is not brought.
  expect(hub.asked.some(({path}) => path.endsWith("other.bin"))).toBe(false);
});

test("from files that a page was given, in the folders of modules too", async () => {
  const given = files.map((name) => {
    const file = new File([readFileSync(join(folder, name))], name.split("/").at(-1)!);
    Object.defineProperty(file, "webkitRelativePath", {value: `model/${name}`});
    return file;
  });
  expect(await vectorOf(given)).toEqual(await vectorOf(folder));
});

test("from the page's own host, which has no list: asked for by name, and below folders", async () => {
  const at = webFiles(new URL(`${hub.url}/plain/`));
  const plan = await planFiles({files: at}, undefined);
  if (plan.kind !== "folder") throw new Error("expected a folder");
  const {sentence} = await openFolder("plain", {files: at, ...plan}, {});
  expect([...sentence!.settings.keys()]).toEqual([
    "sentence_bert_config.json",
    "1_Pooling/config.json",
    "2_Dense/config.json"
  ]);
  expect([...sentence!.weights.keys()]).toEqual(["2_Dense.linear.weight"]);
});

test("a module whose own config.json is missing is refused by name: nothing is assumed of it", async () => {
  for (const lacking of ["1_Pooling/config.json", "2_Dense/config.json"]) {
    const some = Object.entries(beside).filter(([name]) => name !== lacking);
    const failed = loadModel(sentenceFolder(model, Object.fromEntries(some)));
    await expect(failed).rejects.toThrow(`no ${lacking}, which modules.json names`);
  }
});

test("a folder that leads away from the model is refused", async () => {
  for (const path of ["../other", "/etc", "a/b", "."]) {
    const odd = sentenceFolder(model, {
      "modules.json": [
        {path: "", type: "x.Transformer"},
        {path, type: "x.Pooling"}
      ]
    });
    const failed = loadModel(odd, {backend: "reference"});
    await expect(failed).rejects.toThrow(SourceError);
    await expect(failed).rejects.toThrow(/modules\.json: got the path .* expected the plain name/);
  }
  const broken = sentenceFolder(model, {"modules.json": new TextEncoder().encode("[{")});
  await expect(loadModel(broken)).rejects.toThrow(/modules\.json: not JSON/);
});
