/** How byte-level vocabularies cut a text before their merges, by the name GGUF files give it. */

type Component = Readonly<Record<string, unknown>>;

const bytes = (pattern: boolean): Component => ({
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: pattern
});
const inOrder = (...pretokenizers: Component[]): Component => ({type: "Sequence", pretokenizers});
const split = (pattern: string): Component => ({
  type: "Split",
  pattern: {Regex: pattern},
  behavior: "Isolated",
  invert: false
});
const digits: Component = {type: "Digits", individual_digits: true};

/** Llama 3's pattern, with numbers cut to so many digits. */
const modern = (numbers: string): Component =>
  inOrder(
    split(
      `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`
    ),
    bytes(false)
  );
const upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
const lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
const tekken = inOrder(
  split(
    `[^\\r\\n\\p{L}\\p{N}]?${upper}*${lower}+|[^\\r\\n\\p{L}\\p{N}]?${upper}+${lower}*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`
  ),
  bytes(false)
);
const gpt2 = bytes(true);
const digitByDigit = inOrder(digits, bytes(true));
const threes = modern("\\p{N}{1,3}");
const ones = modern("\\p{N}");

/** By `tokenizer.ggml.pre`. */
export const preTokenizers: Readonly<Record<string, Component>> = {
  default: gpt2,
  "gpt-2": gpt2,
  olmo: gpt2,
  phi2: gpt2,
  "phi-2": gpt2,
  mpt: gpt2,
  jais: gpt2,
  smollm: digitByDigit,
  starcoder: digitByDigit,
  refact: digitByDigit,
  "command-r": digitByDigit,
  codeshell: digitByDigit,
  "llama-bpe": threes,
  llama3: threes,
  "llama-v3": threes,
  dbrx: threes,
  "smaug-bpe": threes,
  olmo2: threes,
  qwen2: ones,
  stablelm2: ones,
  tekken
};

/** Whether a piece that is in the vocabulary as a whole is taken without its merges. */
export const wholePieces: ReadonlySet<string> = new Set([
  "llama-bpe",
  "llama3",
  "llama-v3",
  "tekken",
  "dbrx"
]);
