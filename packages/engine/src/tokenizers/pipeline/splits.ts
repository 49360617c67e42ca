/** Cutting a text where something matches, in the five ways of the Rust library's `SplitDelimiterBehavior`. */
import type {Range} from "../range.ts";
import type {Aligned} from "./aligned.ts";

/** A stretch of a text that matches, or one between matches; they follow each other without gaps. */
export interface Stretch extends Range {
  readonly matches: boolean;
}

/** Returns all stretches of a text. */
export type Find = (text: string) => Stretch[];

export const behaviors = [
  "Removed",
  "Isolated",
  "MergedWithPrevious",
  "MergedWithNext",
  "Contiguous"
] as const;
export type Behavior = (typeof behaviors)[number];

/** Finds each character for which `fits` holds; a match is one character. */
export const findChars =
  (fits: (char: string) => boolean): Find =>
  (text) => {
    const found: Stretch[] = [];
    let [from, at] = [0, 0];
    for (const char of text) {
      if (fits(char)) {
        if (from < at) found.push({start: from, end: at, matches: false});
        found.push({start: at, end: at + char.length, matches: true});
        from = at + char.length;
      }
      at += char.length;
    }
    if (from < at) found.push({start: from, end: at, matches: false});
    return found;
  };

/** Finds what a regular expression with the flag g matches. */
export const findPattern =
  (pattern: RegExp): Find =>
  (text) => {
    const found: Stretch[] = [];
    // Nothing is found in an empty text, not even its ends.
    if (text === "") return found;
    let from = 0;
    let last = -1;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const start = match.index;
      const end = start + match[0].length;
      if (start === end) {
        // Nothing, right behind a match, is no match.
        pattern.lastIndex = end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
        if (start === last) continue;
      }
      if (from < start) found.push({start: from, end: start, matches: false});
      found.push({start, end, matches: true});
      [from, last] = [end, end];
    }
    if (from < text.length) found.push({start: from, end: text.length, matches: false});
    return found;
  };

/** Finds a text, as it is. */
export const findText = (wanted: string): Find =>
  findPattern(new RegExp(escaped(wanted) || "(?:)", "gu"));

/** Returns the same stretches, those between matches as the matches. */
export const inverted =
  (find: Find): Find =>
  (text) =>
    find(text).map((stretch) => ({...stretch, matches: !stretch.matches}));

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

type Cut = (stretches: readonly Stretch[]) => readonly Range[];

const ways: {readonly [B in Behavior]: Cut} = {
  Removed: (stretches) => stretches.filter(({matches}) => !matches),
  Isolated: (stretches) => stretches,
  MergedWithPrevious: (stretches) => joined(stretches, (now, before) => now && !before),
  MergedWithNext: (stretches) =>
    joined(stretches.toReversed(), (now, before) => now && !before).toReversed(),
  Contiguous: (stretches) => joined(stretches, (now, before) => now === before)
};

/** Joins each stretch to the one before it where `fits` says so of the two. */
function joined(
  stretches: readonly Stretch[],
  fits: (now: boolean, before: boolean) => boolean
): Range[] {
  const ranges: {start: number; end: number}[] = [];
  let before = false;
  for (const {start, end, matches} of stretches) {
    const last = ranges.at(-1);
    if (last && fits(matches, before)) {
      last.start = Math.min(last.start, start);
      last.end = Math.max(last.end, end);
    } else ranges.push({start, end});
    before = matches;
  }
  return ranges;
}

/** Returns the parts of a text that are left when it is cut; empty ones are left out. */
export function cut(piece: Aligned, find: Find, behavior: Behavior): Aligned[] {
  const parts: Aligned[] = [];
  for (const {start, end} of ways[behavior](find(piece.text)))
    if (end > start) parts.push(piece.slice(start, end));
  return parts;
}
