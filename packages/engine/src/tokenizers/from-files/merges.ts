/** Merges of a vocabulary that lists none: which two pieces make each piece (transformers' generate_merges). */

/**
 * Characters of a piece that is made of others. Trained ones have up to 32; tokens that somebody added are longer, and
 * found in a text as a whole. Every way to part a piece takes its length squared.
 */
const longestPiece = 256;

interface Merge {
  readonly left: string;
  readonly right: string;
  readonly score: number;
  /** Characters of each half. */
  readonly lengths: readonly [number, number];
}

/**
 * Returns every way to part a piece of *tokens* (in the order of their ids) into two others. The best come first: by
 * the *scores* of the pieces they make; without scores, by the ids.
 */
export function mergesOf(
  tokens: readonly string[],
  scores?: ArrayLike<number>
): (readonly [string, string])[] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const found: Merge[] = [];
  for (const [token, id] of ids) {
    const letters = [...token];
    if (letters.length > longestPiece) continue;
    const own: Merge[] = [];
    for (let at = 1; at < letters.length; at++) {
      const [left, right] = [letters.slice(0, at).join(""), letters.slice(at).join("")];
      if (ids.has(left) && ids.has(right))
        own.push({left, right, score: scores?.[id] ?? id, lengths: [at, letters.length - at]});
    }
    own.sort(
      (a, b) => ids.get(a.left)! - ids.get(b.left)! || ids.get(a.right)! - ids.get(b.right)!
    );
    found.push(...own);
  }
  const sign = scores ? -1 : 1;
  return found
    .sort(
      (a, b) =>
        sign * (a.score - b.score || a.lengths[0] - b.lengths[0] || a.lengths[1] - b.lengths[1])
    )
    .map(({left, right}) => [left, right] as const);
}
