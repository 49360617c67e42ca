/** What people have in place of a model that is read: each is refused with the true reason, before weights are read. */
import {mkdirSync, mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import {writeSafetensors} from "../../packages/engine/src/weights/write-safetensors.ts";

type Contents = Readonly<Record<string, string | Uint8Array | object>>;

function folderOf(contents: Contents): string {
  const folder = mkdtempSync(join(tmpdir(), "ecco-"));
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), {recursive: true});
    const isRaw = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(path, isRaw ? content : JSON.stringify(content));
  }
  return folder;
}

const config = {model_type: "llama", architectures: ["LlamaForCausalLM"]};
const array = (name: string): Uint8Array =>
  writeSafetensors([{name, dtype: "F32", shape: [2], data: [1, 2]}]);
/** Weights that end the reading: a refusal that does not name them came before. */
const unreadable = "version 1: these are no weights";
const pointer =
  "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";

const quantised = (fields: object): Contents => ({
  "config.json": {...config, quantization_config: fields},
  "model.safetensors": unreadable
});

const cases: readonly (readonly [string, Contents, RegExp])[] = [
  ["GPTQ", quantised({quant_method: "gptq", bits: 4}), /quantised by GPTQ to 4 bits .*float16/],
  ["AWQ", quantised({quant_method: "awq", bits: 4, zero_point: true}), /quantised by AWQ to 4/],
  [
    "bitsandbytes",
    quantised({quant_method: "bitsandbytes", load_in_8bit: true}),
    /quantised by bitsandbytes to 8 bits/
  ],
  ["older bitsandbytes", quantised({load_in_4bit: true}), /bitsandbytes to 4 bits/],
  ["fp8", quantised({quant_method: "fp8", weight_block_size: [128, 128]}), /by fp8 \(/],
  ["compressed-tensors", quantised({quant_method: "compressed-tensors"}), /compressed-tensors/],
  ["MXFP4", quantised({quant_method: "mxfp4"}), /by MXFP4/],
  ["HQQ", quantised({quant_method: "hqq"}), /by HQQ/],
  ["Quanto", quantised({quant_method: "quanto"}), /by Quanto/],
  ["a method not known", quantised({quant_method: "squeeze"}), /quantised by squeeze/],
  [
    "MLX",
    {
      "config.json": {...config, quantization: {group_size: 64, bits: 4}},
      "model.safetensors": unreadable
    },
    /quantised by MLX to 4 bits/
  ],
  [
    "quantised arrays of a config that does not say it",
    {"config.json": config, "model.safetensors": array("model.layers.0.mlp.down_proj.qweight")},
    /qweight: the weights are quantised \(GPTQ or AWQ\)/
  ],
  [
    "a LoRA adapter",
    {
      "adapter_config.json": {peft_type: "LORA", base_model_name_or_path: "owner/base"},
      "adapter_model.safetensors": array("base_model.model.a.lora_A.weight"),
      "tokenizer.json": {}
    },
    /is a LoRA adapter of owner\/base \(hf:owner\/base\).*merge_and_unload\(\)\.save_pretrained/
  ],
  [
    "another adapter, of a folder",
    {
      "adapter_config.json": {peft_type: "IA3", base_model_name_or_path: "/home/me/base"},
      "adapter_model.bin": "PK"
    },
    /an adapter \(ia3\) of \/home\/me\/base,/
  ],
  [
    "an adapter in a model's own arrays",
    {"config.json": config, "model.safetensors": array("model.layers.0.q.lora_A.default.weight")},
    /LoRA adapter.*merge_and_unload/
  ],
  [
    "pickles",
    {"config.json": config, "pytorch_model.bin": "PK"},
    /PyTorch's own format \(pickle\).*safe_serialization=True/
  ],
  [
    "pickles in parts",
    {
      "config.json": config,
      "pytorch_model-00001-of-00002.bin": "",
      "pytorch_model.bin.index.json": {}
    },
    /pickle/
  ],
  ["the first Llama's files", {"params.json": {}, "consolidated.00.pth": "PK"}, /pickle/],
  ["TensorFlow", {"config.json": config, "tf_model.h5": "x"}, /TensorFlow's format only/],
  ["Flax", {"config.json": config, "flax_model.msgpack": "x"}, /Flax's format only/],
  ["ONNX", {"config.json": config, "onnx/model.onnx": "x"}, /ONNX's format only/],
  ["ONNX beside the config", {"config.json": config, "model.onnx": "x"}, /ONNX's format only/],
  [
    "a pipeline for images",
    {"model_index.json": {}, "unet/diffusion_pytorch_model.safetensors": "x"},
    /makes images, sound or video/
  ],
  [
    "code of its own",
    {
      "config.json": {model_type: "mine", auto_map: {AutoModel: "m.M"}},
      "model.safetensors": unreadable
    },
    /model_type is "mine".*auto_map.*not run/
  ],
  [
    "sound",
    {
      "config.json": {model_type: "whisper", num_mel_bins: 80},
      "model.safetensors": unreadable
    },
    /the model \(whisper\) reads sound; expected a model of texts alone$/
  ],
  [
    "images and texts",
    {
      "config.json": {model_type: "llava", vision_config: {}, text_config: {}},
      "model.safetensors": unreadable
    },
    /the model \(llava\) reads images and texts; expected a model of texts alone/
  ],
  [
    "experts",
    {
      "config.json": {model_type: "qwen3_moe", num_experts: 128},
      "model.safetensors": unreadable
    },
    /\(qwen3_moe\) is a mixture of experts, which is not built here/
  ],
  ...(
    [
      ["roberta", "RobertaForMultipleChoice", /each of several texts/],
      ["bart", "BartForCausalLM", /is a decoder without its encoder/],
      ["mt5", "MT5ForSequenceClassification", /classes of a text behind its decoder/],
      ["modernbert", "ModernBertForQuestionAnswering", /where in a text an answer begins/]
    ] as const
  ).map(([type, named, says]): readonly [string, Contents, RegExp] => [
    named,
    {
      "config.json": {model_type: type, architectures: [named]},
      "model.safetensors": unreadable
    },
    says
  ]),
  [
    "an unknown family with Infinity in its config",
    {
      "config.json": '{"model_type": "nemotron_h", "time_step_limit": [0.0, Infinity]}',
      "model.safetensors": unreadable
    },
    /unsupported architecture: model_type is "nemotron_h"/
  ],
  [
    "an index of files that are not there",
    {
      "config.json": config,
      "model.safetensors.index.json": {
        weight_map: {a: "model-00001-of-00002.safetensors", b: "model-00002-of-00002.safetensors"}
      },
      "model-00001-of-00002.safetensors": array("a")
    },
    /no model-00002-of-00002\.safetensors, which model\.safetensors\.index\.json names/
  ],
  [
    "a Git LFS pointer",
    {"config.json": config, "model.safetensors": pointer},
    /model\.safetensors: got a Git LFS pointer.*git lfs pull/
  ],
  [
    "a pointer as config",
    {"config.json": pointer, "model.safetensors": unreadable},
    /config\.json: got a Git LFS pointer/
  ],
  [
    "a page",
    {"config.json": config, "model.safetensors": "<!DOCTYPE html><title>404</title>"},
    /model\.safetensors: got a web page/
  ],
  [
    "a page as config",
    {"config.json": "<html><body>Log in</body></html>", "model.safetensors": unreadable},
    /config\.json: got a web page/
  ],
  [
    "pickles called safetensors",
    {"config.json": config, "model.safetensors": "PK\u0003\u0004 and so on"},
    /PyTorch's own format/
  ],
  ["empty weights", {"config.json": config, "model.safetensors": ""}, /truncated: got 0 bytes/],
  [
    "one part of a GGUF file",
    {"model-00001-of-00003.gguf": "GGUF"},
    /part 1 of 3 of a GGUF file.*llama-gguf-split --merge/
  ]
];

describe("a folder with", () => {
  test.each(cases)("%s", async (_what, contents, reason) => {
    await expect(loadModel(folderOf(contents), {backend: "reference"})).rejects.toThrow(reason);
  });

  test.each(cases)("%s, dropped on a page", async (_what, contents, reason) => {
    const files = Object.entries(contents)
      .filter(([name]) => !name.includes("/"))
      .map(([name, content]) => {
        const isRaw = typeof content === "string" || content instanceof Uint8Array;
        const file = new File([(isRaw ? content : JSON.stringify(content)) as BlobPart], name);
        return Object.assign(file, {webkitRelativePath: ""});
      });
    // What lies in folders below is not given with dropped files.
    if (files.length < Object.keys(contents).length) return;
    await expect(loadModel(files, {backend: "reference"})).rejects.toThrow(reason);
  });
});

test.each([
  ["pytorch_model.bin", /pickle/],
  ["model.onnx", /ONNX/],
  ["tf_model.h5", /TensorFlow/]
] as const)("a file %s that is named itself", async (name, reason) => {
  const folder = folderOf({[name]: "PK"});
  await expect(loadModel(join(folder, name))).rejects.toThrow(reason);
});
