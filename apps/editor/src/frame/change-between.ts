/** What makes one text of another, and what two changes of one text make of it. */
import {ChangeSet, Text} from "@codemirror/state";

export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Returns the one smallest stretch that differs, of whole characters; null when nothing does. */
export function changeBetween(before: string, after: string): Change | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from++;
  if (isSplit(before, from) || isSplit(after, from)) from--;
  let end = 0;
  while (end < most - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (isSplit(before, before.length - end) || isSplit(after, after.length - end)) end--;
  return {from, to: before.length - end, insert: after.slice(from, after.length - end)};
}

/** Returns what *theirs* has changed of *base*, over *mine*: what was put in on our side stays, all of it, behind theirs. */
export const bringTogether = (base: string, mine: string, theirs: string): ChangeSet =>
  changeSet(base, theirs).map(changeSet(base, mine), true);

/** Returns a text with changes in it. */
export const withChanges = (text: string, changes: ChangeSet): string =>
  changes.apply(Text.of(text.split("\n"))).toString();

/** Returns what makes one text of another, for CodeMirror. */
export function changeSet(before: string, after: string): ChangeSet {
  const change = changeBetween(before, after);
  return ChangeSet.of(
    change ? {...change, insert: Text.of(change.insert.split("\n"))} : [],
    before.length
  );
}

/** Returns whether a place is within a character of two units. */
const isSplit = (text: string, at: number): boolean =>
  at > 0 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));
