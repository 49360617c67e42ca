import {expect, test} from "vitest";
import {filesOfModel} from "../../packages/cells/src/shelf/files-of-model.ts";

/** A file as a browser gives it: with its path below what was chosen, where a folder was. */
const file = (path: string, bytes = 1): File => {
  const made = new File([new Uint8Array(bytes)], path.split("/").at(-1)!);
  return Object.assign(made, {webkitRelativePath: path.includes("/") ? path : ""});
};
const chosen = (...paths: readonly string[]): readonly [string, readonly string[]] => {
  const {name, files} = filesOfModel(paths.map((path) => file(path)));
  return [name, files.map((each) => each.name)];
};

test("one file is called as it is, a folder as the folder; what is no part of a model stays where it is", () => {
  expect(chosen("smollm2.Q8_0.gguf")).toEqual(["smollm2.Q8_0", ["smollm2.Q8_0.gguf"]]);
  const folder = ["config.json", "model.safetensors", "tokenizer.json", "chat_template.jinja"];
  const others = [".gitattributes", "README.md", "pytorch_model.bin", "onnx/config.json"];
  expect(chosen(...[...folder, ...others].map((name) => `tiny/${name}`))).toEqual(["tiny", folder]);
  const old = ["config.json", "model.safetensors", "vocab.txt", "tokenizer.model", "merges.txt"];
  expect(chosen(...old.map((name) => `old/${name}`))).toEqual(["old", old]);
  const modules = [
    "config.json",
    "model.safetensors",
    "modules.json",
    "1_Pooling/config.json",
    "2_Dense/model.safetensors",
    "additional_chat_templates/rag.jinja"
  ];
  const deeper = ["1_Pooling/notes.json", "deep/1_Pooling/config.json"];
  expect(chosen(...[...modules, ...deeper].map((name) => `sentences/${name}`))).toEqual([
    "sentences",
    modules
  ]);
  expect(chosen("..odd: name?/a.gguf")).toEqual(["odd- name-", ["a.gguf"]]);
});

test.each([
  [["photo.jpg"], "photo.jpg: no model; expected one .gguf file, or a folder"],
  [["model.safetensors"], "model.safetensors: no model"],
  [["tiny/config.json", "tiny/deep/a.gguf"], "tiny: no model"],
  [["a", "b", "c", "d"], "a, b, c …: no model"]
])("%j are refused before anything is kept", (paths, words) => {
  expect(() => chosen(...paths)).toThrow(words);
});
