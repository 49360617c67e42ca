/** Agreement of two lists of numbers. */
import {ShapeError} from "../errors.ts";

function checkPair(a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length)
    throw new ShapeError(
      `correlation: got lists of ${a.length} and ${b.length} numbers; give lists of one length`
    );
}

/** Returns each number's rank, from 1; equal ones share the middle of theirs. */
function ranksOf(list: readonly number[]): number[] {
  const order = list.map((_, index) => index).toSorted((a, b) => list[a]! - list[b]!);
  const ranks: number[] = [];
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && list[order[end]!] === list[order[start]!]) end++;
    for (let at = start; at < end; at++) ranks[order[at]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** Returns Pearson's correlation, −1 to 1; NaN where a list is constant. Throws ShapeError for lists of other lengths. */
export function pearson(a: readonly number[], b: readonly number[]): number {
  checkPair(a, b);
  const mean = (list: readonly number[]): number =>
    list.reduce((sum, x) => sum + x, 0) / list.length;
  const [middleA, middleB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((x, index) => {
    const [u, v] = [x - middleA, b[index]! - middleB];
    both += u * v;
    ofA += u * u;
    ofB += v * v;
  });
  return both / Math.sqrt(ofA * ofB);
}

/** Returns Spearman's rank correlation: Pearson's of the ranks (Spearman 1904). */
export const spearman = (a: readonly number[], b: readonly number[]): number =>
  pearson(ranksOf(a), ranksOf(b));

/**
 * Returns Kendall's τ_b, −1 to 1: how many pairs both lists put in the same order minus how many they do not, with ties
 * taken off (Kendall 1945); NaN where a list is constant. Takes n² steps.
 */
export function kendall(a: readonly number[], b: readonly number[]): number {
  checkPair(a, b);
  let [agreeing, ofA, ofB] = [0, 0, 0];
  for (let one = 1; one < a.length; one++) {
    for (let other = 0; other < one; other++) {
      const [u, v] = [Math.sign(a[one]! - a[other]!), Math.sign(b[one]! - b[other]!)];
      agreeing += u * v;
      ofA += u * u;
      ofB += v * v;
    }
  }
  return agreeing / Math.sqrt(ofA * ofB);
}
