/**
 * Characters that are read as one (UAX 29, without the rule for Indic conjuncts), as a pattern of Oniguruma's: what its
 * `\X` matches.
 */

const prepended =
  "\\x{600}-\\x{605}\\x{6dd}\\x{70f}\\x{890}\\x{891}\\x{8e2}\\x{d4e}\\x{110bd}\\x{110cd}\\x{111c2}\\x{111c3}\\x{113d1}\\x{1193f}\\x{11941}\\x{11a3a}\\x{11a84}-\\x{11a89}\\x{11d46}\\x{11f02}";

/** Line ends, formats and characters that are kept free for such. */
const control = `[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\x{2065}\\x{fff0}-\\x{fff8}\\x{e0000}\\x{e0002}-\\x{e001f}\\x{e0080}-\\x{e00ff}\\x{e01f0}-\\x{e0fff}&&[^${prepended}\\x{200c}\\x{200d}\\x{e0020}-\\x{e007f}]]`;

const extending = "\\p{Grapheme_Extend}\\p{Emoji_Modifier}";

/** Marks with a width that begin a cluster of their own. */
const free =
  "\\x{102b}\\x{102c}\\x{1038}\\x{1062}-\\x{1064}\\x{1067}-\\x{106d}\\x{1083}\\x{1087}-\\x{108c}\\x{108f}\\x{109a}-\\x{109c}\\x{1a61}\\x{1a63}\\x{1a64}\\x{aa7b}\\x{aa7d}\\x{11720}\\x{11721}";
const behind = `[[${extending}\\x{200d}\\x{e33}\\x{eb3}][\\p{Mc}&&[^${free}]]]`;

/** Korean syllables by their parts: beginnings, middles, ends, and whole ones. */
const [beginning, middle, end, syllable] = [
  "[\\x{1100}-\\x{115f}\\x{a960}-\\x{a97c}]",
  "[\\x{1160}-\\x{11a7}\\x{d7b0}-\\x{d7c6}]",
  "[\\x{11a8}-\\x{11ff}\\x{d7cb}-\\x{d7fb}]",
  "[\\x{ac00}-\\x{d7a3}]"
];
const hangul = `${beginning}*(?:${syllable}${middle}*|${middle}+)${end}*|${beginning}+`;
const emoji = `\\p{Extended_Pictographic}(?:[${extending}]*\\x{200d}\\p{Extended_Pictographic})*`;
const core = `\\p{Regional_Indicator}{2}|${emoji}|${hangul}|[^${control}]`;

export const cluster = `(?>\\r\\n|${control}|[${prepended}]*(?:${core})${behind}*)`;
