/** Vocabularies of whole words, and of pieces from the left. */
import type {Given} from "../fields.ts";
import type {Model, WordToken} from "./model.ts";
import {keeping, noToken} from "./model.ts";
import {Vocabulary} from "./vocabulary.ts";

const vocabularyOf = (given: Given): Vocabulary =>
  new Vocabulary(Object.entries(given["vocab"] as Record<string, number>));

/** Makes a vocabulary of whole words. */
export function wordLevel(given: Given): Model {
  const vocabulary = vocabularyOf(given);
  const unknown = (given["unk_token"] ?? "<unk>") as string;
  const unknownId = vocabulary.idOf(unknown);
  return {
    vocabulary,
    tokenize: (word) => {
      const own = vocabulary.idOf(word);
      const id = own ?? unknownId ?? noToken(word, unknown);
      return [{id, value: own === undefined ? unknown : word, start: 0, end: word.length}];
    }
  };
}

/** Makes a vocabulary of pieces, the longest that fits first; those that continue a word have a prefix. */
export function wordPiece(given: Given): Model {
  const vocabulary = vocabularyOf(given);
  const unknown = (given["unk_token"] ?? "[UNK]") as string;
  const prefix = (given["continuing_subword_prefix"] ?? "##") as string;
  const most = (given["max_input_chars_per_word"] ?? 100) as number;
  const longest = vocabulary.longest();

  const whole = (word: string): WordToken[] => {
    const id = vocabulary.idOf(unknown) ?? noToken(word, unknown);
    return [{id, value: unknown, start: 0, end: word.length}];
  };

  const tokenize = (word: string): WordToken[] => {
    if (word.length > most && charCount(word) > most) return whole(word);
    const tokens: WordToken[] = [];
    let start = 0;
    while (start < word.length) {
      const before = start > 0 ? prefix : "";
      let end = Math.min(word.length, start + longest);
      let id: number | undefined;
      let value = "";
      for (; end > start; end--) {
        value = before + word.slice(start, end);
        id = vocabulary.idOf(value);
        if (id !== undefined) break;
      }
      if (id === undefined) return whole(word);
      tokens.push({id, value, start, end});
      start = end;
    }
    return tokens;
  };
  return {vocabulary, tokenize: keeping(tokenize)};
}

function charCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
