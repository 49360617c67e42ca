/**
 * Which architectures stand for all where a law is slow: the fewest found that together have every feature of all
 * (graph-features.ts). tests/engine/covering-set.test.ts holds the list to what it computes.
 */
export const covering: readonly string[] = [
  "bart-sequence",
  "bloom",
  "deberta-v2-absolute",
  "deberta-v2-sequence",
  "distilbert-sequence",
  "electra",
  "electra-discriminator",
  "gemma2",
  "gemma3-images",
  "gpt2-token",
  "gptj",
  "granite",
  "llama-sequence",
  "llama-yarn",
  "modernbert-mean",
  "mpnet",
  "olmo2",
  "opt-projected",
  "phi3-longrope",
  "stablelm-normed",
  "t5"
];
