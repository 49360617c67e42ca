/** A model of two small blocks with numbers of no meaning, whose tokenizer knows control tokens and a chat template. */
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {createModel, writeSafetensors} from "../../packages/engine/src/index.ts";
import type {Model, Source} from "../../packages/engine/src/index.ts";
import {randomOf} from "../../packages/engine/src/explain/generation/random.ts";
import type {WeightTensor} from "../../packages/engine/src/weights/weights.ts";
import {chatTokenizer, chatTokenizerFiles} from "../tokenizers/chats.ts";

const [width, layers, context] = [16, 2, 256];

/** What the published files of such a model would hold; *template* is the name of a family, or a template. */
export function chatSource(template: string, changes: Partial<Source> = {}): Source {
  const tokenizer = chatTokenizer(template);
  const random = randomOf(1);
  const weights = new Map<string, WeightTensor>();
  const add = (name: string, shape: readonly number[], center = 0): void => {
    const count = shape.reduce((product, length) => product * length, 1);
    const numbers = Float32Array.from({length: count}, () => center + 0.6 * (random() - 0.5));
    const bytes = new Uint8Array(numbers.buffer);
    weights.set(name, {name, dtype: "f32", shape, bytes});
  };
  const layer = (name: string, from: number, to: number): void => {
    add(`transformer.${name}.weight`, [from, to]);
    add(`transformer.${name}.bias`, [to]);
  };
  const norm = (name: string): void => {
    add(`transformer.${name}.weight`, [width], 1);
    add(`transformer.${name}.bias`, [width]);
  };
  add("transformer.wte.weight", [tokenizer.size, width]);
  add("transformer.wpe.weight", [context, width]);
  for (let at = 0; at < layers; at++) {
    norm(`h.${at}.ln_1`);
    layer(`h.${at}.attn.c_attn`, width, 3 * width);
    layer(`h.${at}.attn.c_proj`, width, width);
    norm(`h.${at}.ln_2`);
    layer(`h.${at}.mlp.c_fc`, width, 4 * width);
    layer(`h.${at}.mlp.c_proj`, 4 * width, width);
  }
  norm("ln_f");
  return {
    name: "chat",
    config: {
      model_type: "gpt2",
      n_embd: width,
      n_head: 2,
      n_layer: layers,
      n_positions: context,
      vocab_size: tokenizer.size,
      eos_token_id: 0
    },
    weights,
    tokenizer,
    bytes: 0,
    revision: null,
    ...changes
  };
}

export const chatModel = (template: string, changes: Partial<Source> = {}): Promise<Model> =>
  createModel(chatSource(template, changes), {backend: "reference"});

/** Writes the model's files into a folder. */
export async function writeChatModel(folder: string, template: string): Promise<void> {
  const {config, weights} = chatSource(template);
  const arrays = [...weights.values()].map(({name, shape, bytes}) => ({
    name,
    dtype: "F32" as const,
    shape,
    data: new Float32Array(bytes.buffer)
  }));
  const files = chatTokenizerFiles(template);
  await writeFile(join(folder, "model.safetensors"), writeSafetensors(arrays));
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
  await writeFile(join(folder, "tokenizer.json"), JSON.stringify(files.json));
  await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(files.config));
}
