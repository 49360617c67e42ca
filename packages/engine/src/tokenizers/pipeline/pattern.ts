/** Patterns of a tokenizer.json: plain texts, and regular expressions as Oniguruma reads them. */
import {toRegExp} from "oniguruma-to-es";
import {UnsupportedError} from "../../errors.ts";
import {cluster} from "./clusters.ts";
import type {Find} from "./splits.ts";
import {findPattern, findText} from "./splits.ts";

export interface Pattern {
  readonly String?: string;
  readonly Regex?: string;
}

/** Returns what finds a pattern. Throws UnsupportedError for one that cannot be read. */
export function findOf(pattern: Pattern, where: string): Find {
  return pattern.Regex === undefined
    ? findText(pattern.String!)
    : findPattern(regexOf(pattern.Regex, where));
}

const options = {global: true, target: "ES2024", lazyCompileLength: Infinity} as const;

/** What the reference reads by rules that are not known here. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/(?<!\\)(?:\\\\)*\\X/, "\\X cuts by older rules in the reference"],
  [
    /\(\?[a-z]*i[\s\S]*(?:ss|SS|Ss|ff|FF|Ff|fi|FI|Fi|fl|FL|Fl|st|ST|St|[ßẞŉǰΐΰևﬀ-ﬆﬓ-ﬗ])/,
    "without case, the reference takes letters like ß and ﬁ for two"
  ]
];

/** Takes nothing, and has a letter with case. */
const cased = "(?:(?!)a|)";

/** Returns what a pattern matches in JavaScript's regular expressions. */
function regexOf(pattern: string, where: string): RegExp {
  try {
    const odd = refused.find(([found]) => found.test(pattern));
    if (odd) throw new Error(odd[1]);
    const own = withWords(pattern);
    const made = toRegExp(own, options);
    // A part without case is written out, so that the rest of the pattern keeps it: U+0345 is a letter without case.
    return made.ignoreCase && own.includes("(?i:") ? toRegExp(cased + own, options) : made;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnsupportedError(
      `tokenizer.json: ${where}: the pattern ${JSON.stringify(pattern).slice(0, 100)} cannot be read: ${reason.slice(0, 150)}; give ids of tokens in the place of texts, or take another model`,
      {cause: error}
    );
  }
}

/** Letters, marks, digits and connectors, and six numbers of Latin-1: what Oniguruma's `\w` is outside of a class. */
const word = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\x{b2}\\x{b3}\\x{b9}\\x{bc}-\\x{be}";
const outside: Readonly<Record<string, string>> = {
  "\\w": `[${word}]`,
  "\\W": `[^${word}]`,
  "\\b": `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`,
  "\\B": `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`,
  "\\X": cluster
};
const inside: Readonly<Record<string, string>> = {"\\w": "[:word:]", "\\W": "[:^word:]"};

/** Returns a pattern that says what words and clusters are made of, which the translation has otherwise. */
function withWords(pattern: string): string {
  let depth = 0;
  return pattern.replaceAll(/\\[\s\S]|[[\]]/g, (part) => {
    if (part === "[") depth++;
    else if (part === "]") depth = Math.max(0, depth - 1);
    return (depth > 0 ? inside : outside)[part] ?? part;
  });
}
