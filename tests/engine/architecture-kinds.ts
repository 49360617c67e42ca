/** Which architectures stand for all where a law is slow. */

/** One of each way to build a block: norms, positions, gates, parallel parts, stacks, classifiers. */
export const kinds: readonly string[] = [
  "albert",
  "bart-sequence",
  "bert",
  "bloom",
  "deberta-v2",
  "electra-discriminator",
  "gemma2",
  "gpt2",
  "gptj",
  "llama",
  "llama-sequence",
  "modernbert",
  "t5"
];
