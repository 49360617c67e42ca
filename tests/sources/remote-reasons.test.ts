/** What hosts have in place of a model is refused with the true reason, before anything large is downloaded. */
import {expect, test} from "vitest";
import type {RemoteFile} from "../../packages/engine/src/sources/remote/download.ts";
import {neededFiles} from "../../packages/engine/src/sources/remote/hub.ts";
import {
  refuseByProbes,
  refuseRemoteAdapter
} from "../../packages/engine/src/sources/remote/remote-reasons.ts";

const fileOf = (name: string): RemoteFile => ({
  name,
  url: `https://host.test/${name}`,
  size: 10,
  etag: null,
  sha256: null
});

const source = "hf:owner/name";

test.each([
  [["config.json", "pytorch_model.bin"], /pickle/],
  [["config.json", "flax_model.msgpack"], /Flax/],
  [["config.json", "onnx/model.onnx"], /ONNX/],
  [["model_index.json", "unet/model.fp16.safetensors"], /images, sound or video/],
  [["model-00001-of-00003.gguf"], /part 1 of 3 of a GGUF file/],
  [
    ["config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors"],
    /1 of the 2 files of its weights/
  ],
  [["README.md"], /neither model\.safetensors nor a GGUF file/]
] as const)("the hub's files %o", (names, reason) => {
  expect(() => neededFiles(names.map(fileOf), null, source)).toThrow(reason);
});

const config = JSON.stringify({peft_type: "LORA", base_model_name_or_path: "owner/base"});
const get = (() => Promise.resolve(new Response(config))) as typeof fetch;

test("an adapter on the hub names its model; of its files only the config is asked for", async () => {
  const names = ["adapter_config.json", "adapter_model.safetensors", "tokenizer.json"];
  const {files} = neededFiles(names.map(fileOf), null, source);
  expect(files.map(({name}) => name)).toEqual(["adapter_config.json"]);
  await expect(refuseRemoteAdapter(source, files, get, {})).rejects.toThrow(
    /hf:owner\/name: is a LoRA adapter of owner\/base \(hf:owner\/base\).*merge_and_unload/
  );
});

test("an address that does not list its files is asked for what tells", async () => {
  const host =
    (...names: readonly string[]) =>
    (name: string) =>
      Promise.resolve(names.includes(name) ? fileOf(name) : null);
  const refused = (...names: readonly string[]): Promise<void> =>
    refuseByProbes("https://host.test/", host(...names), get, {});
  await expect(refused("config.json", "adapter_config.json")).rejects.toThrow(/of owner\/base/);
  await expect(refused("config.json", "pytorch_model.bin")).rejects.toThrow(/pickle/);
  await expect(refused("config.json", "tf_model.h5")).rejects.toThrow(/TensorFlow/);
  await expect(refused("config.json")).resolves.toBeUndefined();
});
