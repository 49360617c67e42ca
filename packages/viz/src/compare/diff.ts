/** What two texts share: the longest common subsequence of their words. */
import type {Token} from "../data.ts";
import {tokenText} from "../token/label.ts";
import {wordRuns} from "../token/words.ts";

/** A word, or punctuation between words. */
export interface Unit {
  readonly text: string;
  /** Of its tokens. */
  readonly positions: readonly number[];
  /** Added by the tokenizer, or a mask. */
  readonly special: boolean;
}

/** Words that stand for each other; one side is undefined where a word was put in or left out. */
export interface Pair {
  readonly a: Unit | undefined;
  readonly b: Unit | undefined;
  readonly changed: boolean;
}

/** More comparisons than these, and what lies between the common start and end counts as changed. */
const most = 4_000_000;
/** Whether a text is a word, and no punctuation. */
export const wordy = /[\p{L}\p{N}\p{M}]/u;

/** Returns the words of a text, punctuation apart. */
export function unitsOf(tokens: readonly Token[]): readonly Unit[] {
  return wordRuns(tokens).flatMap((run) => {
    const units: {text: string; positions: number[]; special: boolean}[] = [];
    for (const {token, position} of run) {
      const text = tokenText(token);
      const last = units.at(-1);
      if (last && !token.special && wordy.test(text) && wordy.test(last.text)) {
        last.text += text;
        last.positions.push(position);
      } else units.push({text, positions: [position], special: token.special});
    }
    return units;
  });
}

/**
 * Returns both texts side by side; *loose*, for two models: neither case nor special tokens count, which are
 * the tokenizers' own.
 */
export function diff(
  a: readonly Token[],
  b: readonly Token[],
  {loose = false}: {readonly loose?: boolean} = {}
): readonly Pair[] {
  const [one, other] = [unitsOf(a), unitsOf(b)];
  const key = ({text}: Unit): string => (loose ? text.toLowerCase() : text);
  const same = (i: number, j: number): boolean => key(one[i]!) === key(other[j]!);
  const shortest = Math.min(one.length, other.length);
  let start = 0;
  while (start < shortest && same(start, start)) start++;
  let end = 0;
  while (end < shortest - start && same(one.length - 1 - end, other.length - 1 - end)) end++;
  const pairs: Pair[] = [];
  const keep = (i: number, j: number): void =>
    void pairs.push({a: one[i], b: other[j], changed: false});
  for (let i = 0; i < start; i++) keep(i, i);
  let [i, j] = [start, start];
  const [lastA, lastB] = [one.length - end, other.length - end];
  for (const [nextA, nextB] of [...common(start, lastA, lastB, same), [lastA, lastB] as const]) {
    for (const pair of replaced(one.slice(i, nextA), other.slice(j, nextB), loose))
      pairs.push(pair);
    if (nextA < lastA && nextB < lastB) keep(nextA, nextB);
    [i, j] = [nextA + 1, nextB + 1];
  }
  for (let k = end; k > 0; k--) keep(one.length - k, other.length - k);
  return pairs;
}

/** Words between two common ones stand for each other in their order; *loose*: what a tokenizer adds is no change. */
const replaced = (a: readonly Unit[], b: readonly Unit[], loose: boolean): readonly Pair[] =>
  Array.from({length: Math.max(a.length, b.length)}, (_, i) => ({
    a: a[i],
    b: b[i],
    changed: [a[i], b[i]].some((unit) => unit && !(loose && unit.special))
  }));

/** Returns the longest common subsequence of two stretches that begin at *start*, as pairs of indices. */
function common(
  start: number,
  lastA: number,
  lastB: number,
  same: (i: number, j: number) => boolean
): readonly (readonly [number, number])[] {
  const [rows, columns] = [lastA - start, lastB - start];
  if (rows < 1 || columns < 1 || rows * columns > most) return [];
  const lengths = new Uint16Array((rows + 1) * (columns + 1));
  const at = (i: number, j: number): number => lengths[i * (columns + 1) + j]!;
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      lengths[i * (columns + 1) + j] = same(start + i, start + j)
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (same(start + i, start + j) && at(i, j) === at(i + 1, j + 1) + 1)
      found.push([start + i++, start + j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return found;
}
