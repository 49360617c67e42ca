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
  }
];
