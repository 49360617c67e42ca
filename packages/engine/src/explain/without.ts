/** Which positions of a text a question leaves out: a first token that owns everything, marks of a template. */
import {InputError} from "../errors.ts";
import type {Token} from "../results.ts";

/**
 * Positions left out of a table of states or of a map: "first" the first of each text, "special" those the tokenizer
 * has added or that are control tokens, "template" those a chat's template has written, or positions themselves, from 0
 * (negative from the end).
 */
export type Without = "first" | "special" | "template" | readonly number[];

export interface WithoutOption {
  /** Which positions of each text are left out; defaults to none. Throws InputError where nothing would be left. */
  readonly without?: Without;
}

type Named = Extract<Without, string>;

const named: {readonly [N in Named]: (token: Token, position: number) => boolean} = {
  first: (_, position) => position === 0,
  special: ({special}) => special,
  template: ({template}) => template === true
};

/** The names *without* may have. */
export const withoutNames = Object.keys(named) as readonly Named[];

/**
 * Returns the positions of these tokens that are kept, ascending. Throws InputError for a name that is none, for a
 * position that is not in the text, and where nothing is left of a text that had something.
 */
export function keptPositions(
  tokens: readonly Token[],
  without: Without | undefined
): readonly number[] {
  const all = [...tokens.keys()];
  if (without === undefined) return all;
  const isOut = outOf(tokens, without);
  const kept = all.filter((position) => !isOut(tokens[position]!, position));
  if (kept.length > 0 || all.length === 0) return kept;
  throw nothingLeft(without, tokens.length);
}

/**
 * Returns those of the *real* positions (the others are padding) that are kept: names mean real tokens, so that "first"
 * is the first behind padding; numbers mean positions of the whole row.
 */
export function keptOf(
  tokens: readonly Token[],
  real: readonly number[],
  without: Without | undefined
): readonly number[] {
  if (without === undefined || typeof without === "string")
    return keptPositions(
      real.map((at) => tokens[at]!),
      without
    ).map((at) => real[at]!);
  const kept = new Set(keptPositions(tokens, without));
  const left = real.filter((at) => kept.has(at));
  if (left.length > 0 || real.length === 0) return left;
  throw nothingLeft(without, real.length);
}

/** Returns what *work* returns; where it throws InputError and there are several texts, the error says which. */
export function naming<T>(index: number, texts: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || texts === 1) throw error;
    throw new InputError(`text ${index}: ${error.message}`, {cause: error});
  }
}

function outOf(
  {length}: readonly Token[],
  without: Without
): (token: Token, position: number) => boolean {
  if (typeof without === "string" && Object.hasOwn(named, without)) return named[without];
  if (!Array.isArray(without))
    throw new InputError(
      `without: got ${JSON.stringify(without)}, expected one of ${withoutNames.join(", ")}, or positions from 0`
    );
  const out = new Set((without as readonly number[]).map((given) => placeOf(given, length)));
  return (_, position) => out.has(position);
}

function placeOf(given: number, length: number): number {
  const position = given < 0 ? length + given : given;
  if (Number.isInteger(position) && position >= 0 && position < length) return position;
  throw new InputError(
    `without: position ${given} is not in the text, expected whole numbers from 0 to ${length - 1}, or from −1 back to −${length}`
  );
}

const nothingLeft = (without: Without, count: number): InputError =>
  new InputError(
    `without: ${wordsOf(without)} leaves nothing of ${countOf(count)}; give a longer text, or leave out less`
  );

const wordsOf = (without: Without): string =>
  typeof without === "string" ? `"${without}"` : `[${without.join(", ")}]`;

const countOf = (count: number): string => (count === 1 ? "1 token" : `${count} tokens`);
