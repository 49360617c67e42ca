/** Which export a source means, and how it comes: by our own stores and rules, asking no host but the one that is named. */
import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {describeSource, listModelsIn, loadModel} from "../../packages/engine/src/index.ts";
import {exportOf} from "../../packages/engine/src/sources/exports/export-files.ts";
import {exportSource} from "../../packages/engine/src/sources/exports/export-source.ts";
import {isFileOfModel} from "../../packages/engine/src/sources/model-files.ts";
import {nodeStore} from "../../packages/engine/src/sources/remote/node-store.ts";
import {hubServer} from "../sources/hub-server.ts";
import type {HubServer} from "../sources/hub-server.ts";
import {exportFolder} from "./export-folder.ts";

test.each([
  ["transformers:a/b", "hf:a/b/onnx", "onnx"],
  ["transformers:hf:a/b@v1", "hf:a/b@v1/onnx", "onnx"],
  ["transformers:a/b/onnx/model_q4.onnx", "hf:a/b/onnx/model_q4.onnx", "onnx/model_q4.onnx"],
  ["hf:a/b/onnx", "hf:a/b/onnx", "onnx"],
  ["transformers:./a/b", "./a/b", "onnx"],
  ["transformers:/a/onnx/model_fp16.onnx", "/a", "onnx/model_fp16.onnx"],
  ["transformers:../a/model.onnx", "../a", "model.onnx"],
  ["transformers:C:\\a\\onnx\\model.onnx", "C:\\a", "onnx/model.onnx"],
  ["transformers:https://h.example/a/", "https://h.example/a/#onnx", "onnx"],
  [
    "transformers:https://h.example/a/onnx/model_q4.onnx",
    "https://h.example/a#onnx/model_q4.onnx",
    "onnx/model_q4.onnx"
  ],
  ["https://h.example/a/#onnx", "https://h.example/a/#onnx", "onnx"],
  ["transformers:local:mine", "local:mine", "onnx"]
])("%s is %s of %s", (given, source, wanted) => {
  expect(exportSource(given)).toEqual({source, wanted, template: null});
});

test.each(["atlas", "./onnx", "hf:a/b", "hf:a/b/x.gguf", "https://h.example/onnx", "/a/onnx"])(
  "%s is no source of transformers.js",
  (given) => expect(exportSource(given)).toBeNull()
);

test.each([
  "transformers:",
  "transformers: ",
  "transformers:a",
  "transformers:a/b/c.gguf",
  "transformers:a/../b"
])("%s is refused with what is expected", (given) =>
  expect(() => exportSource(given)).toThrow(/expected transformers:owner\/name/)
);

test("the most exact export is read, a named one where it is named, and all that lies beside it", () => {
  const q4 = ["onnx/model_q4.onnx", "onnx/model_q4.onnx_data", "onnx/model_q4.onnx_data_1"];
  const all = ["config.json", ...q4, "onnx/model_quantized.onnx", "onnx/model_fp16.onnx"];
  expect(exportOf(all, "onnx", "x")).toMatchObject({precision: "fp16", files: [all[5]]});
  expect(exportOf(all, q4[0]!, "x")).toEqual({
    folder: "onnx",
    precision: "q4",
    pair: false,
    files: q4,
    parts: {"model_q4.onnx": 2}
  });
  const pair = ["encoder_model.onnx", "decoder_model_merged.onnx"];
  expect(exportOf(pair, "onnx", "x")).toMatchObject({pair: true, folder: "", files: pair});
  expect(exportOf(pair, pair[1]!, "x").files).toEqual(pair);
  expect(() => exportOf(pair.slice(0, 1), "onnx", "x")).toThrow(
    /no ONNX export of a text model; expected onnx\/model\.onnx.*there are encoder_model\.onnx/
  );
  expect(() => exportOf(all, "onnx/model_bnb4.onnx", "x")).toThrow(/no onnx\/model_bnb4\.onnx/);
  expect(() => exportOf(["config.json"], "onnx", "x")).toThrow(/it has no \.onnx file/);
});

test("exports are files of a model, where they lie and nowhere deeper", () => {
  expect(["onnx/model.onnx", "onnx/model.onnx_data_2"].map(isFileOfModel)).toEqual([true, true]);
  expect(["onnx/x.js", "onnx/.onnx", "onnx/a/b.onnx", "other/model.onnx"].some(isFileOfModel)).toBe(
    false
  );
});

let hub: HubServer;
beforeEach(async () => {
  hub = await hubServer();
});
afterEach(() => hub.close());

/** Puts the files of an export on the host, below this path. */
function serve(folder: string, below: string): void {
  for (const file of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const name = path.slice(folder.length + 1).replaceAll("\\", "/");
    hub.files.set(`${below}/${name}`, new Uint8Array(readFileSync(path)));
  }
}

const options = () =>
  ({store: nodeStore(mkdtempSync(join(tmpdir(), "ecco-store-"))), hub: hub.url, delay: 1}) as const;

test("a model of the hub comes once, without its safetensors, and its size is told before", async () => {
  const folder = exportFolder("gpt2", {suffix: "_quantized"});
  serve(folder, "somebody/tiny");
  const asked = options();
  const described = await describeSource("transformers:somebody/tiny", asked);
  const size = hub.files.get("somebody/tiny/onnx/model_quantized.onnx")!.length;
  expect(described.files).toContainEqual({name: "onnx/model_quantized.onnx", bytes: size});
  expect(described.name).toBe("tiny");
  expect(described.bytes).toBeGreaterThan(size);
  const model = await loadModel("transformers:somebody/tiny", asked);
  const own = await loadModel(folder, {backend: "reference"});
  expect(model.info.name).toBe("tiny");
  expect(model.info.revision).toBe(hub.commit);
  const found = await Promise.all([own, model].map((each) => each.candidates("abc", {top: 1})));
  expect(found[1]!.top[0]!.id).toBe(found[0]!.top[0]!.id);
  model.dispose();
  own.dispose();
  expect(hub.asked.some(({path}) => path.endsWith("safetensors"))).toBe(false);
  const [kept] = await listModelsIn(asked.store);
  expect(kept!.record.src).toBe("hf:somebody/tiny/onnx");
  // As lists name it, and without the host.
  const before = hub.asked.length;
  const again = await loadModel(`hf:somebody/tiny@${hub.commit}/onnx`, asked);
  again.dispose();
  expect(hub.asked.slice(before).filter(({path}) => path.endsWith(".onnx"))).toEqual([]);
});

test("a model of an address comes too, both files of an encoder and a decoder", async () => {
  serve(exportFolder("bart", {inner: ""}), "some/place");
  const model = await loadModel(`transformers:${hub.url}/some/place`, options());
  expect(model.info.kind).toBe("encoder-decoder");
  model.dispose();
  await expect(loadModel(`transformers:${hub.url}/nothing`, options())).rejects.toThrow(
    /no ONNX export of a text model/
  );
});

test("a file whose hash is another's is thrown away", async () => {
  serve(exportFolder("gpt2"), "somebody/tiny");
  const path = "somebody/tiny/onnx/model.onnx";
  hub.troubles.set(path, [{kind: "change", bytes: hub.files.get(path)!.map((x) => x ^ 1)}]);
  await expect(loadModel("transformers:somebody/tiny", options())).rejects.toThrow(/SHA-256/);
});

test("what is no model, or none that is known, says so", async () => {
  const broken = exportFolder("gpt2");
  writeFileSync(join(broken, "onnx/model.onnx"), "not a graph");
  await expect(loadModel(`transformers:${broken}`)).rejects.toThrow(
    /transformers\.js does not load it/
  );
  const unknown = exportFolder("gpt2", {config: {architectures: ["GPT2ForQuestionAnswering"]}});
  await expect(loadModel(`transformers:${unknown}`)).rejects.toThrow(
    /names "GPT2ForQuestionAnswering" in architectures; expected one that ends with/
  );
  const other = exportFolder("gpt2", {config: {model_type: "nobodys"}});
  await expect(loadModel(`transformers:${other}`)).rejects.toThrow(/of this model_type/);
  const bare = exportFolder("gpt2");
  rmSync(join(bare, "onnx"), {recursive: true});
  await expect(loadModel(`transformers:${bare}`)).rejects.toThrow(/no ONNX export of a text model/);
  await expect(loadModel(`transformers:${bare}/nothing`)).rejects.toThrow(/no such/);
  await expect(loadModel(`transformers:${bare}`, {backend: "reference"})).rejects.toThrow(
    /expected auto, onnx or webgpu/
  );
});

test("what needs gradients or inner values says so, and names a family that has them", async () => {
  const folder = exportFolder("gpt2", {config: {model_type: "olmo"}});
  const model = await loadModel(`transformers:${folder}`);
  const outputs =
    /gives outputs alone, no gradients.*the nearest family to olmo that Ecco computes itself is olmo2/;
  for (const asked of [
    () => model.explain("abc", {method: "integrated-gradients"}),
    () => model.explain("abc", {quality: "full"}),
    () => model.lens("abc"),
    () => model.embed("abc"),
    () => model.ablate("abc"),
    () => model.run("abc", {capture: ["layers.0.residual"]}),
    () => model.run("abc", {gradientOf: {target: "a"}}),
    () => model.candidates("abc", {interventions: [{site: "logits", scale: 0}]})
  ])
    await expect(asked()).rejects.toThrow(outputs);
  for (const baseline of ["zero", "mean"])
    await expect(model.explain("abc", {baseline})).rejects.toThrow(
      /choose mask, pad, eos, a token/
    );
  await expect(model.explain("abc", {baseline: "samples"})).rejects.toThrow(/must be one token/);
  await expect(model.explain("abc", {method: "lime", baseline: ["b", "c"]})).rejects.toThrow(
    /one token/
  );
  model.dispose();
});
