/** Folders and files of models made to harm: one line of error and an exit code, never a stack. */
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {fixture} from "../engine/oracle.ts";
import {writeGguf} from "../weights/write-gguf.ts";
import {ecco, expectOneLine} from "./ecco.ts";

const root = mkdtempSync(join(tmpdir(), "ecco-hostile-"));
afterAll(() => rmSync(root, {recursive: true}));

const weights = readFileSync(fixture("architectures/gpt2/model.safetensors"));
const config = JSON.parse(
  readFileSync(fixture("architectures/gpt2/config.json"), "utf8")
) as Record<string, unknown>;

/** Writes a folder of gpt2 with these files changed. */
function folder(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const made = join(root, name);
  mkdirSync(made);
  const all = {"config.json": JSON.stringify(config), "model.safetensors": weights, ...files};
  for (const [file, content] of Object.entries(all)) writeFileSync(join(made, file), content);
  return made;
}

/** Writes a GGUF file of one tensor. */
function file(name: string, tensor: string, heads: number): string {
  const made = join(root, `${name}.gguf`);
  const metadata = {
    "general.architecture": "llama",
    "llama.embedding_length": 8,
    "llama.vocab_size": 8,
    "llama.block_count": 1,
    "llama.context_length": 16,
    "llama.feed_forward_length": 8,
    "llama.attention.head_count": 2,
    "llama.attention.head_count_kv": {type: "f64", value: heads}
  } as const;
  const data = Array.from({length: 64}, () => 1);
  writeFileSync(made, writeGguf(metadata, [{name: tensor, dtype: "f32", shape: [8, 8], data}]));
  return made;
}

const changed = (fields: Readonly<Record<string, unknown>>): Record<string, string> => ({
  "config.json": JSON.stringify({...config, ...fields})
});
const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

test.each([
  [
    "heads without end",
    () => file("infinity", "blk.0.attn_k.weight", Infinity),
    /head_count_kv is Infinity/
  ],
  [
    "a tensor called constructor",
    () => file("constructor", "constructor.weight", 2),
    /none of its 1 tensors/
  ],
  [
    "a model_type called constructor",
    () => folder("type", changed({model_type: "constructor"})),
    /model_type is "constructor"/
  ],
  [
    "−1 heads",
    () => folder("heads", changed({n_head: -1})),
    /n_head is -1, expected a whole number/
  ],
  ["1e9 heads", () => folder("many", changed({n_head: 1e9})), /1000000000 heads/],
  ["a config 100,000 lists deep", () => folder("deep", {"config.json": deep}), /nested too deep/],
  [
    "a tokenizer of null",
    () => folder("null", {"tokenizer.json": '{"model":{"type":"BPE","vocab":null}}'}),
    /model\.vocab is null/
  ],
  [
    "an id of 4e9",
    () =>
      folder("sparse", {
        "tokenizer.json": '{"model":{"type":"WordLevel","vocab":{"a":4000000000}}}'
      }),
    /the id of "a" is 4000000000/
  ],
  [
    "weights of another kind",
    () => folder("other", {"model.safetensors": new Uint8Array(100).fill(255)}),
    /not a safetensors file/
  ],
  [
    "a name with a terminal's commands",
    () => folder("escape", changed({model_type: "\u001b[2J\u0007"})),
    /\\u001b\[2J\\u0007/
  ]
])("%s: one line of error, no stack", async (_, make, message) => {
  const ran = await ecco(["run", make(), "--ids", "1,2"]);
  expect([1, 2]).toContain(ran.code);
  expectOneLine(ran, ran.code!, message);
  expect(ran.stderr).not.toMatch(/\n\s+at |node:|\.ts:\d/);
});
