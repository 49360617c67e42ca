import type {Range} from "./align.ts";

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
  return ranges.map(({start, end}) => {
    if (words.length === 0) return null;
    const lead = /^\s*/u.exec(text.slice(start, end))![0].length;
    const index = words.findIndex((candidate) => candidate.end > start + lead);
    return index < 0 ? words.length - 1 : index;
  });
}
