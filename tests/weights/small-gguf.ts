/** A small file with three tensors. */
import {writeGguf} from "./write-gguf.ts";

export const tensors = [
  {name: "a.weight", dtype: "f32", shape: [2, 3], data: [1, 2, 3, 4, 5, 6]},
  {
    name: "b.weight",
    dtype: "q8_0",
    shape: [2, 32],
    data: Array.from({length: 64}, (_, i) => i - 7)
  },
  {name: "c.bias", dtype: "f16", shape: [5], data: [0.5, -1, 2, 0, 8]}
] as const;

export const small = () =>
  writeGguf(
    {
      "general.architecture": "llama",
      "tokenizer.ggml.tokens": ["a", "é", ""],
      "tokenizer.ggml.scores": [0.5, -1],
      "llama.block_count": 2
    },
    tensors
  );
