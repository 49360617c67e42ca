/** How what a lens reads is called: mode, part, stack. */

/** What a mode is called, and how it is read. */
const modes: Readonly<Record<string, readonly [word: string, how: string]>> = {
  norm: ["final norm", "through the final norm"],
  raw: ["raw", "without the final norm"],
  frozen: ["frozen scale", "through the final norm with the last layer’s scale"],
  tuned: ["tuned", "through a fitted translator"],
  jacobian: ["Jacobian", "through a fitted Jacobian"]
};
/** Returns a lens mode in words. */
export const modeWord = (mode: string): string => modes[mode]?.[0] ?? mode;
/** Returns how a mode reads: `through the final norm`. */
export const modePhrase = (mode: string): string => modes[mode]?.[1] ?? mode;

const parts: Readonly<Record<string, readonly [word: string, who: string]>> = {
  residual: ["residual", "each layer"],
  attention: ["attention", "the attention of each layer"],
  mlp: ["MLP", "the MLP of each layer"]
};
/** Returns a part for a picker: `attention`. */
export const partWord = (part: string): string => parts[part]?.[0] ?? part;

/** Whose layers they are, where it is not the decoder. */
const stacks: Readonly<Record<string, string>> = {
  decoder: "",
  encoder: " of the encoder",
  cross: ", reading the source,"
};

/** Returns who says it: `the attention of each layer of the encoder`. */
export const speaker = (part = "residual", stack = "decoder"): string =>
  `${parts[part]?.[1] ?? part}${stacks[stack]?.[1] ?? ""}`;
