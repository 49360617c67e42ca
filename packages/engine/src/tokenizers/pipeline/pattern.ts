/** Patterns of a tokenizer.json: plain texts, and regular expressions as Oniguruma reads them. */
import {toRegExp} from "oniguruma-to-es";
import {SourceError} from "../../errors.ts";
import type {Find} from "./splits.ts";
import {findPattern, findText} from "./splits.ts";

export interface Pattern {
  readonly String?: string;
  readonly Regex?: string;
}

/** Returns what finds a pattern. Throws SourceError for one that cannot be read. */
export function findOf(pattern: Pattern, where: string): Find {
  return pattern.Regex === undefined
    ? findText(pattern.String!)
    : findPattern(regexOf(pattern.Regex, where));
}

/** Returns what a pattern matches in JavaScript's regular expressions. */
function regexOf(pattern: string, where: string): RegExp {
  try {
    return toRegExp(pattern, {global: true, target: "ES2024", lazyCompileLength: Infinity});
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(
      `tokenizer.json: ${where}: the pattern ${JSON.stringify(pattern).slice(0, 100)} cannot be read: ${reason.slice(0, 150)}`,
      {cause: error}
    );
  }
}
