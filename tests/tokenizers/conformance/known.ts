/** Readings that differ, and why. The list is checked too: one that no longer differs has to go. */

/** Version of Unicode that the reference's regular expressions know, and the one at which the list below holds. */
export const unicode = {reference: 16, listed: 17} as const;

/** Version of Unicode that this runtime knows. */
export const runtimeUnicode = Number.parseInt(process.versions["unicode"] ?? "0", 10);

/** Whether a text has characters of late versions of Unicode, which runtimes of another version read otherwise. */
export const isLate = (text: string): boolean => text.startsWith("unicode growth");

export interface Known {
  readonly file: string;
  readonly texts: readonly string[];
  readonly reason: string;
}

export const known: readonly Known[] = [
  {
    file: "deepseek-v3",
    texts: ["unicode growth 3"],
    reason: "U+323B0 is a letter since Unicode 17, and unassigned in the reference's Unicode 16"
  },
  {
    file: "pre-tokenizer Split Regex of DeepSeek V3",
    texts: ["unicode growth 3"],
    reason: "U+323B0 is a letter since Unicode 17, and unassigned in the reference's Unicode 16"
  },
  {
    file: "normalizer Replace Regex at ends",
    texts: [
      "spaces 1",
      "spaces 2",
      "spaces 3",
      "spaces 8",
      "line ends 1",
      "line ends 2",
      "line ends 10",
      "long 11",
      "added tokens 21"
    ],
    reason: "where nothing is left of a text, the reference puts nothing in its place"
  },
  {
    file: "pre-tokenizer Split Regex possessive and atomic",
    texts: ["case 4", "width 5"],
    reason: "Oniguruma's `\\w` has circled letters and not all numbers"
  },
  {
    file: "pre-tokenizer Split Regex case-insensitive",
    texts: ["German 1", "added tokens 44"],
    reason: "without case, Oniguruma takes \u00df and SS for the same"
  },
  {
    file: "pre-tokenizer Split Regex anchors",
    texts: ["digits 7", "case 4", "width 5", "width 7"],
    reason: "Oniguruma's `\\w`, and so `\\b`, has circled letters and not all numbers"
  },
  {
    file: "pre-tokenizer Split Regex grapheme",
    texts: [
      "Persian",
      "Sinhala",
      "Thai 2",
      "Burmese",
      "Korean 4",
      "control 7",
      "emoji 11",
      "width 2"
    ],
    reason: "Oniguruma's `\\X` follows older rules"
  },
  {
    file: "pre-tokenizer Split Regex of Llama 3",
    texts: ["marks 13", "marks 14"],
    reason: "U+0345 without case is the letter \u03b9"
  },
  {
    file: "pre-tokenizer Split Regex of Qwen 2",
    texts: ["marks 13", "marks 14"],
    reason: "U+0345 without case is the letter \u03b9"
  },
  {
    file: "pre-tokenizer Split Regex of GPT-4",
    texts: ["marks 13", "marks 14"],
    reason: "U+0345 without case is the letter \u03b9"
  },
  {
    file: "post-processor ByteLevel behind a space put before",
    texts: ["added tokens 5", "added tokens 14"],
    reason: "of two leading spaces the reference leaves out both"
  },
  {
    file: "added tokens that take the spaces around them",
    texts: [
      "line ends 2",
      "line ends 7",
      "line ends 8",
      "line ends 12",
      "line ends 13",
      "line ends 14",
      "long 11",
      "added tokens 24"
    ],
    reason: "one that the token before has taken whole is left out"
  },
  {
    file: "added tokens that take the line ends around them",
    texts: [
      "line ends 2",
      "line ends 6",
      "line ends 7",
      "line ends 12",
      "line ends 13",
      "line ends 14",
      "long 11"
    ],
    reason: "one that the token before has taken whole is left out"
  }
];
