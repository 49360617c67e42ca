/** What every kind of vocabulary does, and what they share. */
import {InputError} from "../../errors.ts";
import type {Vocabulary} from "./vocabulary.ts";

/** A token of a word, in UTF-16 units of the word. */
export interface WordToken {
  readonly id: number;
  /** What the library shows for it: its name, or the text itself where it is unknown to a Unigram. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface Model {
  readonly vocabulary: Vocabulary;
  /** Returns the tokens of a word of at least one character. Throws InputError where the vocabulary has none for it. */
  readonly tokenize: (word: string) => readonly WordToken[];
}

/** Words that are kept with their tokens; a longer text has words that come again. */
const keptWords = 20_000;
/** UTF-16 units of a word that is kept. */
const keptLength = 64;

/** Returns a function that keeps what it returned for a word. */
export function keeping(tokenize: Model["tokenize"]): Model["tokenize"] {
  const known = new Map<string, readonly WordToken[]>();
  return (word) => {
    if (word.length > keptLength) return tokenize(word);
    let tokens = known.get(word);
    if (!tokens) {
      tokens = tokenize(word);
      if (known.size >= keptWords) known.clear();
      known.set(word, tokens);
    }
    return tokens;
  };
}

/** Throws InputError for a word without a token, in a vocabulary that says of none that it stands for such. */
export function noToken(word: string, unknown: string | null): never {
  const name =
    unknown === null
      ? "it names no unk_token"
      : `unk_token ${JSON.stringify(unknown)} is not in it`;
  throw new InputError(
    `the vocabulary has no token for ${JSON.stringify(word.slice(0, 40))}, and ${name}; leave it out of the text, or give ids`
  );
}

/** The names of the bytes in vocabularies that fall back to them. */
export const byteTokens: readonly string[] = Array.from(
  {length: 256},
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`
);
