/** Folders of models, their files changed, lost, doubled and renamed: a model that answers, or a typed error. */
import {readFileSync} from "node:fs";
import {writeSafetensors} from "../../packages/engine/src/index.ts";
import {createModel} from "../../packages/engine/src/model.ts";
import type {Files} from "../../packages/engine/src/sources/files.ts";
import {openFolder} from "../../packages/engine/src/sources/open-folder.ts";
import {openGguf} from "../../packages/engine/src/sources/open-gguf.ts";
import {planFiles} from "../../packages/engine/src/sources/plan-files.ts";
import {readSafetensors, toFloat32} from "../../packages/engine/src/weights/safetensors.ts";
import {fixture, json} from "../engine/oracle.ts";
import {modulesJson} from "../engine/sentence-folder.ts";
import {fuzz, hostileNames, jsonText, mutated, mutatedBytes} from "../fuzz.ts";
import type {Random} from "../fuzz.ts";
import {smallTokenizer} from "../tokenizers/small-tokenizers.ts";
import {ggufOf} from "../weights/gguf-of-model.ts";

/** What JSON says, or bytes. */
type Folder = Readonly<Record<string, unknown>>;

const read = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(fixture(`architectures/${path}`)));
const configOf = (name: string): Record<string, unknown> =>
  json(`architectures/${name}/config.json`);

/** Returns the weights of a family in two files with their index. */
function shards(name: string): Folder {
  const tensors = [...readSafetensors(read(`${name}/model.safetensors`)).values()];
  const file = (part: number): string => `model-0000${part + 1}-of-00002.safetensors`;
  const of = tensors.map((tensor, at) => ({tensor, part: at % 2}));
  const written = [0, 1].map((own) => [
    file(own),
    writeSafetensors(
      of
        .filter(({part}) => part === own)
        .map(({tensor}) => ({
          name: tensor.name,
          dtype: "F32",
          shape: tensor.shape,
          data: toFloat32(tensor)
        }))
    )
  ]);
  return {
    ...Object.fromEntries(written),
    "model.safetensors.index.json": {
      metadata: {total_size: 1},
      weight_map: Object.fromEntries(of.map(({tensor, part}) => [tensor.name, file(part)]))
    }
  };
}

const settings = {
  eos_token: "<|endoftext|>",
  chat_template: "{% for m in messages %}{{ m.content }}{% endfor %}"
};
const width = Number(configOf("bert")["hidden_size"]);
const wide = Array.from({length: 2 * width}, (_, at) => Math.sin(at));
const folders: readonly Folder[] = [
  {
    "config.json": {...configOf("gpt2"), eos_token_id: [0, 1], pad_token_id: 3},
    "generation_config.json": {eos_token_id: [0, 2], bos_token_id: 1},
    "model.safetensors": read("gpt2/model.safetensors"),
    "tokenizer.json": smallTokenizer("atlas", {}, 60),
    "tokenizer_config.json": settings,
    "chat_template.jinja": new TextEncoder().encode("{{ messages[0].content }}")
  },
  {
    "config.json": configOf("llama"),
    ...shards("llama"),
    "tokenizer.json": smallTokenizer("critic", {}, 60),
    "tokenizer_config.json": {unk_token: "<unk>"}
  },
  {
    "config.json": configOf("bert"),
    "model.safetensors": read("bert/model.safetensors"),
    "tokenizer.json": smallTokenizer("cloze", {}, 60),
    "modules.json": modulesJson("Transformer", "Pooling", "Dense", "Normalize"),
    "config_sentence_transformers.json": {prompts: {query: "a "}, default_prompt_name: "query"},
    "sentence_bert_config.json": {max_seq_length: 16, do_lower_case: true},
    "1_Pooling/config.json": {pooling_mode_cls_token: true, pooling_mode_mean_tokens: true},
    "2_Dense/config.json": {
      in_features: 2 * width,
      out_features: 1,
      activation_function: "torch.nn.modules.activation.Tanh"
    },
    "2_Dense/model.safetensors": writeSafetensors([
      {name: "linear.weight", dtype: "F32", shape: [1, 2 * width], data: wide},
      {name: "linear.bias", dtype: "F32", shape: [1], data: [0.5]}
    ])
  },
  {
    "config.json": configOf("llama"),
    "m.gguf": ggufOf("llama", "llama", configOf("llama"), {}),
    "tokenizer.json": smallTokenizer("atlas", {}, 60),
    "tokenizer_config.json": settings
  },
  {
    "config.json": configOf("bert-sequence"),
    "model.safetensors": read("bert-sequence/model.safetensors"),
    "tokenizer.json": smallTokenizer("cloze", {}, 60)
  }
];

const encoder = new TextEncoder();
const strange = ["a.safetensors", "../x.safetensors", "model.safetensors", "model.gguf", "n.gguf"];

/** Returns the folder's files with one to three of them changed. */
function changed(folder: Folder, random: Random): ReadonlyMap<string, Uint8Array> {
  const files = new Map(Object.entries(folder));
  for (let change = 0; change < 3 && (change === 0 || random.chance(0.4)); change++) {
    const name = random.one([...files.keys()]);
    const content = files.get(name);
    const kind = random.below(10);
    if (kind === 0) files.delete(name);
    else if (kind === 1) files.set(random.one([...strange, ...hostileNames]), content);
    else if (kind === 2)
      files.set(name, random.one([new Uint8Array(), files.values().next().value]));
    else if (content instanceof Uint8Array)
      files.set(
        name,
        mutatedBytes(content.subarray(0, random.chance(0.5) ? 2000 : undefined), random)
      );
    else files.set(name, encoder.encode(jsonText(mutated(content, random), random)));
    if (files.size === 0) break;
  }
  return new Map(
    [...files].map(([name, content]) => [
      name,
      content instanceof Uint8Array ? content : encoder.encode(JSON.stringify(content))
    ])
  );
}

const filesOf = (files: ReadonlyMap<string, Uint8Array>): Files => ({
  location: "folder",
  open: (name) => {
    const bytes = files.get(name);
    return Promise.resolve(
      bytes
        ? {
            size: bytes.length,
            async *read() {
              yield bytes;
            },
            close: () => Promise.resolve()
          }
        : null
    );
  },
  list: () => Promise.resolve([...files.keys()].filter((name) => !name.includes("/")))
});

fuzz({
  name: "folder",
  cases: 500,
  bytes: 2 ** 27,
  make: (random) => changed(random.one(folders), random),
  show: (files) =>
    [...files]
      .map(([name, bytes]) => `${name}: ${Buffer.from(bytes.subarray(0, 300)).toString()}`)
      .join("\n"),
  async read(made) {
    const files = filesOf(made);
    const plan = await planFiles({files}, undefined);
    const opened = await (plan.kind === "gguf"
      ? openGguf("folder", {files, ...plan}, {})
      : openFolder("folder", {files, weights: plan.weights}, {}));
    const model = await createModel({...opened, revision: null}, {backend: "reference"});
    const text = "AB 1 ab";
    const {kind} = model.info;
    if (kind === "encoder") await model.embed(text);
    if (kind === "causal") await model.generate(text, {tokens: 2});
    if (kind === "causal" || kind === "masked" || kind === "classifier") {
      const {top} = await model.candidates(opened.tokenizer ? text : {ids: [1, 2, 3]});
      const odd = top.find(({probability}) => !Number.isFinite(probability));
      if (odd) throw new Error(`#${odd.id} has the probability ${odd.probability}`);
    }
    if (opened.sentence) await model.embed(text);
    model.dispose();
  }
});
