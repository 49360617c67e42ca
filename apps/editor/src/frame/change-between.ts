/** What makes one text of another. */

export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Returns the one smallest stretch that differs; null when nothing does. */
export function changeBetween(before: string, after: string): Change | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from++;
  let end = 0;
  while (end < most - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  return {from, to: before.length - end, insert: after.slice(from, after.length - end)};
}
