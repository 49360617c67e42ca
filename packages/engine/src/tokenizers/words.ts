import type {Range} from "./range.ts";

/** A Han character; letters and digits with inner apostrophes; or a run of anything else but spaces. */
const word =
  /\p{sc=Han}|(?:(?!\p{sc=Han})[\p{L}\p{M}\p{N}])+(?:['’](?:(?!\p{sc=Han})[\p{L}\p{M}\p{N}])+)*|[^\s\p{L}\p{M}\p{N}]+/gu;

/** Returns the words of a text in order; each range of `whole` (control tokens typed in it) is one word. */
function findWords(text: string, whole: readonly Range[]): Range[] {
  const words: Range[] = [];
  let from = 0;
  for (const range of [...whole, {start: text.length, end: text.length}]) {
    for (const match of text.slice(from, range.start).matchAll(word)) {
      words.push({start: from + match.index, end: from + match.index + match[0].length});
    }
    if (range.end > range.start) words.push(range);
    from = range.end;
  }
  return words;
}

/** Returns, for each range, the index of the word that holds its first visible character; spaces go with what follows. */
export function wordIndices(
  text: string,
  ranges: readonly Range[],
  whole: readonly Range[]
): (number | null)[] {
  const words = findWords(text, whole);
  // Ranges follow each other, and so do their words: each is looked for from the last one on.
  let at = 0;
  return ranges.map(({start, end}) => {
    if (words.length === 0) return null;
    const lead = /^\s*/u.exec(text.slice(start, end))![0].length;
    const visible = start + lead;
    while (at > 0 && words[at - 1]!.end > visible) at--;
    while (at < words.length && words[at]!.end <= visible) at++;
    return Math.min(at, words.length - 1);
  });
}
