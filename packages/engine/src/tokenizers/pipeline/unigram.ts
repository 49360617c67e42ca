/** A vocabulary of pieces with scores: of all ways to write a word, the one with the highest sum (Viterbi). */
import type {Given} from "../fields.ts";
import type {Model, WordToken} from "./model.ts";
import {byteTokens, keeping, noToken} from "./model.ts";
import {PieceTree} from "./piece-tree.ts";
import {Vocabulary} from "./vocabulary.ts";

/** What a character without a piece costs more than the worst piece. */
const penalty = 10;
const encoder = new TextEncoder();

/** Makes the model; its fields have been looked at. */
export function unigram(given: Given): Model {
  const entries = given["vocab"] as readonly (readonly [string, number])[];
  const vocabulary = new Vocabulary(entries.map(([piece], id) => [piece, id] as const));
  const scores = Float64Array.from(entries, ([, score]) => score);
  const unknown = (given["unk_id"] ?? null) as number | null;
  const unknownScore = scores.reduce((least, score) => Math.min(least, score), Infinity) - penalty;
  const fallsBack = given["byte_fallback"] === true;
  const byteIds = byteTokens.map((token) => vocabulary.idOf(token));
  const tree = new PieceTree();
  entries.forEach(([piece], id) => tree.set(piece, id));

  /** Returns where the pieces of the best way end, in order; unknown characters that follow each other are one. */
  const bestWay = (word: string): number[] => {
    const best = new Float64Array(word.length + 1);
    const from = new Int32Array(word.length + 1).fill(-1);
    const ids = new Int32Array(word.length + 1);
    const offer = (start: number, end: number, id: number, score: number): void => {
      const sum = score + best[start]!;
      if (from[end] !== -1 && sum <= best[end]!) return;
      best[end] = sum;
      from[end] = start;
      ids[end] = id;
    };
    for (let at = 0; at < word.length;) {
      const width = word.codePointAt(at)! > 0xffff ? 2 : 1;
      let isKnown = false;
      tree.each(word, at, (id, end) => {
        offer(at, end, id, scores[id]!);
        if (end === at + width) isKnown = true;
      });
      if (!isKnown)
        offer(at, at + width, unknown ?? noToken(word.slice(at, at + width), null), unknownScore);
      at += width;
    }
    const ends: number[] = [];
    let isUnknown = false;
    for (let end = word.length; end > 0; end = from[end]!) {
      const now = ids[end] === unknown;
      if (!(now && isUnknown)) ends.push(end);
      isUnknown = now;
    }
    return ends.reverse();
  };

  const tokenize = (word: string): WordToken[] => {
    const tokens: WordToken[] = [];
    let start = 0;
    for (const end of bestWay(word)) {
      const value = word.slice(start, end);
      const id = vocabulary.idOf(value);
      const bytes =
        id === undefined && fallsBack
          ? Array.from(encoder.encode(value), (byte) => byteIds[byte])
          : [undefined];
      if (id === undefined && bytes.every((byte) => byte !== undefined))
        for (const byte of bytes)
          tokens.push({id: byte!, value: vocabulary.tokenOf(byte!)!, start, end});
      else tokens.push({id: id ?? unknown ?? noToken(value, null), value, start, end});
      start = end;
    }
    return tokens;
  };
  return {vocabulary, tokenize: keeping(tokenize)};
}
