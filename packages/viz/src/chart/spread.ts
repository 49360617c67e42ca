/** Moves labels apart that would overlap: returns y for each, in the order given. */
export function spread(ys: readonly number[], gap: number, lowest: number): readonly number[] {
  const order = ys.map((y, i) => ({y, i})).sort((a, b) => a.y - b.y);
  for (let k = 1; k < order.length; k++) order[k]!.y = Math.max(order[k]!.y, order[k - 1]!.y + gap);
  for (let k = order.length - 1, limit = lowest; k >= 0; k--, limit = order[k + 1]!.y - gap)
    order[k]!.y = Math.min(order[k]!.y, limit);
  const result: number[] = [];
  for (const {y, i} of order) result[i] = y;
  return result;
}
