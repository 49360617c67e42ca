/**
 * The patterns by which byte-level vocabularies cut a text before their merges: the ones of the models' own
 * tokenizer.json, as llama.cpp names them (src/llama-vocab.cpp, 2026).
 */

export type Component = Readonly<Record<string, unknown>>;

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

/** Each pattern cuts what the one before has left; its matches are pieces, and so is what lies between them. */
const cutBy = (...patterns: string[]): Component =>
  inOrder(...patterns.map((pattern) => split(pattern)), bytes(false));

/** Contractions in letters of both cases. */
const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const spaces = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const word = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+";
const signs = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*";
const gpt2Words = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)";

/** Llama 3's pattern, with numbers cut to so many digits. */
const modern = (numbers: string): string => `${contractions}|${word}|${numbers}|${signs}|${spaces}`;

const upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
const lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
/** Words that begin at a capital, with what ends them. */
const cased = (ending: string, numbers: string): string =>
  `[^\\r\\n\\p{L}\\p{N}]?${upper}*${lower}+${ending}|[^\\r\\n\\p{L}\\p{N}]?${upper}+${lower}*${ending}|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${spaces}`;

const hanAndKana = "[一-龥\u3040-ゟ゠-ヿ]+";
/** Letters that have a case, of DeepSeek's own list. */
const casedLetters =
  "A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-\u1f7dᾀ-ᾴᾶ-ᾼ\u1fbeῂ-ῄῆ-ῌῐ-\u1fd3ῖ-\u1fdbῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤ\u2126ℨ\u212a-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃";

/** By what they are the pattern of. */
export const cuts = {
  gpt2: bytes(true),
  digitByDigit: inOrder({type: "Digits", individual_digits: true}, bytes(true)),
  llama3: cutBy(modern("\\p{N}{1,3}")),
  qwen2: cutBy(modern("\\p{N}")),
  qwen35: cutBy(
    `${contractions}|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|${spaces}`
  ),
  tekken: cutBy(cased("", "\\p{N}")),
  gpt4o: cutBy(cased(`${contractions}?`, "\\p{N}{1,3}")),
  youtu: cutBy(
    "[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，、-〿︰-﹏]+|[ㄅ-ㄯ]+|[一-龥\u3040-ゟ゠-ヿ]+",
    cased(`${contractions}?`, "\\p{N}")
  ),
  deepseekLlm: cutBy(
    "[\\r\\n]",
    `\\s?[${casedLetters}]+`,
    "\\s?[!-/:-~！-／：-～‘-‟\u3000-。]+",
    "\\s+$",
    "[一-龥ࠀ-一가-\ud7ff]+",
    "\\p{N}+"
  ),
  deepseekCoder: cutBy("[\\r\\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", "[一-龥ࠀ-一가-\ud7ff]+", "\\p{N}"),
  deepseek3: cutBy(
    "\\p{N}{1,3}",
    hanAndKana,
    `[!"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_\`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|${spaces}`
  ),
  falcon: cutBy("[\\p{P}\\$\\+<=>\\^~\\|`]+", gpt2Words, "[0-9][0-9][0-9]"),
  bloom: cutBy(" ?[^(\\s|.,!?…。，、।۔،)]+"),
  viking: cutBy(" ?[^(\\s|.,!?…。，、।۔،)]+", "\\p{N}"),
  bailing: cutBy(
    `'(?i:[sdmt]|ll|ve|re)|${word}|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+`
  ),
  seedCoder: cutBy(`${contractions}|${word}|\\p{N}| ?[^\\s\\p{L}\\p{N}\\r\\n]+|${spaces}`),
  exaoneMoe: cutBy(
    `${contractions}|[^\\r\\n\\p{L}\\p{N}]?(?:\\p{L}\\p{M}*(?: \\p{L}\\p{M}*)*)+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]?|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+`
  ),
  minicpm5: cutBy("\\p{N}{1,3}", modern("\\p{N}+")),
  jais2: cutBy(
    `${contractions}|${word}|\\p{N}{1,3}|${signs}|\\s*[\\r\\n]+|${[512, 256, 128, 64, 32, 16, 8, 4]
      .map((count) => `\\s{${count}}(?!\\S)`)
      .join("|")}|\\s{1,2}(?!\\S)|\\s{1}`
  ),
  laguna: cutBy("[^\\n]+|[\\n]+", modern("\\p{N}")),
  /** What llama.cpp does where a file says "default", or nothing. */
  usual: cutBy("[\\p{P}\\$\\+<=>\\^~\\|]+", gpt2Words, "\\p{N}+", "[0-9][0-9][0-9]")
} as const satisfies Readonly<Record<string, Component>>;
