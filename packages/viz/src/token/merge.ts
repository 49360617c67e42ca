/** Tokens seen as words or as characters. */
import type {Token} from "../data.ts";
import {joinedText, spelledTogether} from "./bytes.ts";
import {graphemes} from "./graphemes.ts";
import {sameSection} from "./turns.ts";
import {wordRuns} from "./words.ts";

/** What one mark of a strip stands for. */
export type Merge = "tokens" | "words" | "characters";

/** A piece of the text and the tokens, first to last by index, that it comes from. */
export interface Merged {
  readonly token: Token;
  readonly first: number;
  readonly last: number;
}

const words: readonly Merge[] = ["tokens", "words", "characters"];
/** Whether a word names a way to merge. */
export const isMerge = (word: string): word is Merge => (words as readonly string[]).includes(word);

const merges: {readonly [M in Merge]: (tokens: readonly Token[]) => readonly Merged[]} = {
  tokens: (tokens) => tokens.map((token, i) => ({token, first: i, last: i})),
  words: toWords,
  characters: toCharacters
};

/** Returns the tokens one by one, joined to words, or cut into characters; nothing of the text is lost. */
export function mergeTokens(tokens: readonly Token[], merge: Merge): readonly Merged[] {
  return merges[merge](tokens);
}

/** Returns several tokens as one: its text is what they say together. */
function joined(tokens: readonly Token[], first: number, last: number): Merged {
  const part = tokens.slice(first, last + 1);
  const [head, tail] = [part[0]!, part.at(-1)!];
  if (first === last) return {token: head, first, last};
  const {bytes: _, ...rest} = head;
  return {token: {...rest, text: joinedText(part), end: tail.end}, first, last};
}

/** Where a character is spelled by several tokens, all but the last stay with their next. */
function openEnds(tokens: readonly Token[]): ReadonlySet<number> {
  const open = new Set<number>();
  for (const {first, last} of spelledTogether(tokens))
    for (let i = first; i < last; i++) open.add(i);
  return open;
}

function toWords(tokens: readonly Token[]): readonly Merged[] {
  const open = openEnds(tokens);
  const placed = wordRuns(tokens).flat();
  const out: Merged[] = [];
  let first = 0;
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    const goesOn =
      next &&
      token.text !== null &&
      next.text !== null &&
      !token.special &&
      !next.special &&
      sameSection(token, next) &&
      (open.has(i) || (placed[i + 1]!.seam && sameWord(token, next)));
    if (goesOn) continue;
    out.push(joined(tokens, first, i));
    first = i + 1;
  }
  return out;
}

const wordy = /[\p{L}\p{N}\p{M}\ufffd]/u;

// The text's own words where they are known; else what is written without a gap and is no punctuation.
function sameWord(token: Token, next: Token): boolean {
  if (token.word !== null && next.word !== null) return token.word === next.word;
  return wordy.test(token.text?.at(-1) ?? "") && wordy.test(next.text?.[0] ?? "");
}

function toCharacters(tokens: readonly Token[]): readonly Merged[] {
  const open = openEnds(tokens);
  const out: Merged[] = [];
  let first = 0;
  for (const i of tokens.keys()) {
    if (open.has(i)) continue;
    out.push(...cut(joined(tokens, first, i)));
    first = i + 1;
  }
  return out;
}

// A leading space stays with its character: it is the gap before it.
function cut({token, first, last}: Merged): readonly Merged[] {
  const {text, bytes} = token;
  if (text === null || token.special || bytes) return [{token, first, last}];
  const characters = graphemes(text);
  if (characters[0] === " " && characters.length > 1 && characters[1] !== " ")
    return pieces(token, [characters.slice(0, 2).join(""), ...characters.slice(2)], first, last);
  return pieces(token, characters, first, last);
}

function pieces(
  token: Token,
  characters: readonly string[],
  first: number,
  last: number
): readonly Merged[] {
  if (characters.length < 2) return [{token, first, last}];
  return characters.map((text) => ({token: {...token, text}, first, last}));
}
