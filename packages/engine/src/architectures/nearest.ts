/** Returns the name most like this one, by the pairs of letters they share (Dice 1945); null when none shares a third. */
export function nearestType(name: string, names: readonly string[]): string | null {
  const scored = names.map((other) => ({other, score: likeness(name, other)}));
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  return best && best.score > 1 / 3 ? best.other : null;
}

function likeness(a: string, b: string): number {
  const [mine, others] = [pairsOf(a), pairsOf(b)];
  const shared = [...mine].filter((pair) => others.has(pair)).length;
  return (2 * shared) / (mine.size + others.size || 1);
}

const pairsOf = (name: string): Set<string> =>
  new Set([...name.toLowerCase()].map((letter, at, all) => letter + (all[at + 1] ?? "")));
