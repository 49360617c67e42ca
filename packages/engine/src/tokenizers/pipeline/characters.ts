/** Kinds of characters, as the Rust library and the crates that it uses have them; each function takes one character. */
import {notMark, notNonspacing, notPunctuation, notUnclean} from "./unicode-tables.ts";

type Is = (char: string) => boolean;

const is =
  (pattern: RegExp, not: Is = () => false): Is =>
  (char) =>
    pattern.test(char) && !not(char);

/** Unicode's white space: not the byte order mark, which JavaScript's `\s` has. */
export const isSpace = is(/^\p{White_Space}$/u);
export const isPunctuation = is(/^[\p{P}!-/:-@[-`{-~\u166d\u{111c9}]$/u, notPunctuation);
export const isNumeric = is(/^\p{N}$/u);
/** Any mark. */
export const isMark = is(/^[\p{M}\u1cf2\u1cf3]$/u, notMark);
/** A mark that takes no room. */
export const isNonspacing = is(/^[\p{Mn}\u1734\u{1171e}]$/u, notNonspacing);
/** Han as BERT has it: some blocks, the fifth of which begins late. */
export const isHan = is(
  /^[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]$/u
);
/** What BERT takes away: controls, formats, private use, U+0000 and U+FFFD. */
export const isUnclean = is(/^[\0\ufffd]$|^(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}]$/u, notUnclean);
