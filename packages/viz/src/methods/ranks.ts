/** Agreement of maps, by the order they put the tokens in. */

/** Returns each number's rank, from 1; equal ones share the middle of theirs. */
function ranksOf(list: readonly number[]): readonly number[] {
  const order = list.map((_, i) => i).toSorted((a, b) => list[a]! - list[b]!);
  const ranks: number[] = [];
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && list[order[end]!] === list[order[start]!]) end++;
    for (let at = start; at < end; at++) ranks[order[at]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** Returns Spearman's rank correlation, −1 to 1; null where a list is constant, or the lists have no common length. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length || a.length < 2) return null;
  const middle = (a.length + 1) / 2;
  const [x, y] = [ranksOf(a), ranksOf(b)];
  let [both, ofX, ofY] = [0, 0, 0];
  x.forEach((rank, i) => {
    const [u, v] = [rank - middle, y[i]! - middle];
    both += u * v;
    ofX += u * u;
    ofY += v * v;
  });
  return ofX > 0 && ofY > 0 ? both / Math.sqrt(ofX * ofY) : null;
}
