/** Byte-pair encoding: a word's characters, merged pair by pair in the order of the file. */
import {shown, SourceError, UnsupportedError} from "../../errors.ts";
import type {Given} from "../fields.ts";
import {MergeTable, mergeAll} from "./merges.ts";
import type {Model, WordToken} from "./model.ts";
import {byteTokens, keeping, noToken} from "./model.ts";
import {Vocabulary} from "./vocabulary.ts";

const encoder = new TextEncoder();

interface Symbols {
  readonly ids: number[];
  /** UTF-8 bytes of the word that each stands for. */
  readonly lengths: number[];
}

/** Makes the model; its fields have been looked at. */
export function bpe(given: Given): Model {
  const dropout = given["dropout"] ?? 0;
  if (dropout !== 0)
    throw new UnsupportedError(
      `tokenizer.json: model.dropout is ${shown(dropout)}: it leaves out merges by chance, so the same text has other tokens each time; set it to null`
    );
  const vocabulary = new Vocabulary(Object.entries(given["vocab"] as Record<string, number>));
  const prefix = (given["continuing_subword_prefix"] ?? "") as string;
  const suffix = (given["end_of_word_suffix"] ?? "") as string;
  const merges = mergesOf(given["merges"] as readonly unknown[], vocabulary, prefix);
  const unknown = (given["unk_token"] ?? null) as string | null;
  const fuses = given["fuse_unk"] === true;
  const fallsBack = given["byte_fallback"] === true;
  const byteIds = byteTokens.map((token) => vocabulary.idOf(token));

  const symbolsOf = (word: string): Symbols => {
    const ids: number[] = [];
    const lengths: number[] = [];
    let pending = 0;
    const unknownId = unknown === null ? undefined : vocabulary.idOf(unknown);
    const flush = (): void => {
      if (pending === 0) return;
      ids.push(unknownId!);
      lengths.push(pending);
      pending = 0;
    };
    let at = 0;
    for (const char of word) {
      const start = at;
      at += char.length;
      const length = widthOf(char.codePointAt(0)!);
      const symbol = (start > 0 ? prefix : "") + char + (at === word.length ? suffix : "");
      const id = vocabulary.idOf(symbol);
      if (id !== undefined) {
        flush();
        ids.push(id);
        lengths.push(length);
        continue;
      }
      if (fallsBack) {
        const bytes = Array.from(encoder.encode(symbol), (byte) => byteIds[byte]);
        if (bytes.every((byte) => byte !== undefined)) {
          for (const byte of bytes) {
            ids.push(byte!);
            lengths.push(1);
          }
          continue;
        }
      }
      if (unknown === null) continue;
      if (unknownId === undefined) noToken(char, unknown);
      if (!fuses) flush();
      pending += length;
    }
    flush();
    return {ids, lengths};
  };

  const tokenize = (word: string): WordToken[] => {
    if (given["ignore_merges"] === true) {
      const id = vocabulary.idOf(word);
      if (id !== undefined) return [{id, value: word, start: 0, end: word.length}];
    }
    const {ids, lengths} = symbolsOf(word);
    mergeAll(ids, lengths, merges);
    const places = placesIn(word);
    const tokens: WordToken[] = [];
    let from = 0;
    ids.forEach((id, at) => {
      const length = lengths[at]!;
      if (length === 0) return;
      const [start, end] = places(from, from + length);
      tokens.push({id, value: vocabulary.tokenOf(id)!, start, end});
      from += length;
    });
    return tokens;
  };
  return {vocabulary, tokenize: keeping(tokenize)};
}

const widthOf = (code: number): number =>
  code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;

/** Returns where a range of UTF-8 bytes of a word lies in UTF-16 units: that of the characters it touches. */
function placesIn(word: string): (from: number, to: number) => readonly [number, number] {
  // oxlint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(word))
    return (from, to) => [Math.min(from, word.length), Math.min(to, word.length)];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const char of word) {
    for (let width = widthOf(char.codePointAt(0)!); width > 0; width--) {
      starts.push(at);
      ends.push(at + char.length);
    }
    at += char.length;
  }
  return (from, to) => [starts[from] ?? word.length, ends[to - 1] ?? word.length];
}

/** Returns the merges by their pairs. Throws SourceError for one whose pieces are not in the vocabulary. */
function mergesOf(list: readonly unknown[], vocabulary: Vocabulary, prefix: string): MergeTable {
  const merges = new MergeTable(list.length);
  let rank = 0;
  for (const merge of list) {
    if (typeof merge === "string" && merge.startsWith("#version")) continue;
    const [left, right] = (typeof merge === "string" ? merge.split(" ") : merge) as [
      string,
      string
    ];
    const made = left + right.slice(prefix.length);
    const [a, b, id] = [vocabulary.idOf(left), vocabulary.idOf(right), vocabulary.idOf(made)];
    if (a === undefined || b === undefined || id === undefined) {
      const missing = a === undefined ? left : b === undefined ? right : made;
      throw new SourceError(
        `tokenizer.json: the merge of ${JSON.stringify(left).slice(0, 60)} and ${JSON.stringify(right).slice(0, 60)} needs ${JSON.stringify(missing).slice(0, 60)}, which is not in model.vocab; copy or download the file again`
      );
    }
    merges.set(a, b, rank++, id);
  }
  return merges;
}
