/** Keeps what a reader has answered while the page is open: a cell that runs again shows its exercise anew. */

/** What was written, or the words of what was chosen. */
export type Given = string | readonly string[];

export interface Kept {
  readonly given: Given;
  readonly hint: boolean;
  readonly solution: boolean;
}

const kept = new Map<string, Kept>();
/** So many are kept; the oldest goes. */
const most = 1000;

export const takeAnswer = (key: string): Kept | undefined => kept.get(key);

export function keepAnswer(key: string, answer: Kept): void {
  kept.delete(key);
  kept.set(key, answer);
  if (kept.size > most) kept.delete(kept.keys().next().value!);
}
