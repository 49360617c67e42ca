/** Which names somebody may have meant. */

/** How many are named. */
const count = 5;

/** Returns the names most like one, the likest first. */
export function nearest(wanted: string, names: readonly string[]): readonly string[] {
  const pairs = pairsOf(wanted);
  return names
    .map((name) => ({name, likeness: likenessOf(pairs, pairsOf(name))}))
    .toSorted((a, b) => b.likeness - a.likeness || a.name.localeCompare(b.name))
    .slice(0, count)
    .map(({name}) => name);
}

/** Pairs of letters that follow each other, however they are written. */
const pairsOf = (name: string): ReadonlySet<string> => {
  const letters = ` ${name.toLowerCase()} `;
  return new Set(Array.from({length: letters.length - 1}, (_, at) => letters.slice(at, at + 2)));
};

/** Share of the pairs that both have (Dice's coefficient). */
const likenessOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
  (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
