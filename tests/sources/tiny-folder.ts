/** Folders of a tiny GPT-2, with whatever files of a tokenizer a test gives it. */
import {mkdirSync, mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {writeSafetensors} from "../../packages/engine/src/weights/write-safetensors.ts";

/** Letters, a space and what chats are written with; `<|endoftext|>` is 0, "a" is 1, the space 27. */
export const letters: Readonly<Record<string, number>> = Object.fromEntries(
  ["<|endoftext|>", ..."abcdefghijklmnopqrstuvwxyz", "Ġ", "<", "|", ">", "_", "Ċ"].map(
    (piece, id) => [piece, id]
  )
);

const byteLevel = {type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true};

/** A tokenizer.json of these letters and no merges. */
export const lettersJson = (added: readonly object[] = []): object => ({
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: added,
  normalizer: null,
  pre_tokenizer: byteLevel,
  post_processor: null,
  decoder: byteLevel,
  model: {
    type: "BPE",
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: "",
    end_of_word_suffix: "",
    fuse_unk: false,
    byte_fallback: false,
    vocab: letters,
    merges: []
  }
});

export interface TinyFolder {
  /** Rows of the table. */
  readonly rows: number;
  /** By name, with folders: objects are written as JSON. */
  readonly files?: Readonly<Record<string, object | string | Uint8Array>>;
  readonly config?: object;
  /** Which row is the likeliest to follow anything; defaults to none. */
  readonly likeliest?: number;
}

/** Writes the folder, returns its path. */
export function tinyFolder({rows, files = {}, config = {}, likeliest}: TinyFolder): string {
  const [width, context] = [4, 64];
  const zeros = (count: number): number[] => Array.from({length: count}, () => 0);
  const ones = (count: number): number[] => Array.from({length: count}, () => 1);
  const tensor = (name: string, shape: readonly number[], data: readonly number[]) => ({
    name: `transformer.${name}`,
    dtype: "F32" as const,
    shape,
    data
  });
  const layer = (name: string, from: number, to: number) => [
    tensor(`${name}.weight`, [from, to], zeros(from * to)),
    tensor(`${name}.bias`, [to], zeros(to))
  ];
  const norm = (name: string, bias: readonly number[] = zeros(width)) => [
    tensor(`${name}.weight`, [width], ones(width)),
    tensor(`${name}.bias`, [width], bias)
  ];
  const table = Array.from({length: rows}, (_, row) =>
    row === likeliest ? [4, 0, 0, 0] : [0, (row % 7) / 10, (row % 3) / 10, (row % 2) / 10]
  ).flat();
  const weights = writeSafetensors([
    tensor("wte.weight", [rows, width], table),
    tensor("wpe.weight", [context, width], zeros(context * width)),
    ...norm("h.0.ln_1"),
    ...layer("h.0.attn.c_attn", width, 3 * width),
    ...layer("h.0.attn.c_proj", width, width),
    ...norm("h.0.ln_2"),
    ...layer("h.0.mlp.c_fc", width, 4 * width),
    ...layer("h.0.mlp.c_proj", 4 * width, width),
    // Whatever was read: what is likeliest is the row that lies in this direction.
    ...norm("ln_f", [8, 0, 0, 0])
  ]);
  const all = {
    "config.json": {
      architectures: ["GPT2LMHeadModel"],
      model_type: "gpt2",
      n_embd: width,
      n_head: 2,
      n_layer: 1,
      n_positions: context,
      vocab_size: rows,
      ...config
    },
    "model.safetensors": weights,
    ...files
  };
  const folder = mkdtempSync(join(tmpdir(), "ecco-tiny-"));
  for (const [name, content] of Object.entries(all)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(
      path,
      typeof content === "string" || content instanceof Uint8Array
        ? content
        : JSON.stringify(content)
    );
  }
  return folder;
}
