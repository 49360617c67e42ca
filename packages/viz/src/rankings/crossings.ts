import type {Rankings} from "../data.ts";

/** Where one watched token passes another. */
export interface Crossing {
  readonly winner: number;
  readonly loser: number;
  /** The row from which the winner is ahead until the end. */
  readonly row: number;
}

/** Returns, for each pair that ends apart, the row from which the final order holds; pairs in order from the start are left out. */
export function crossings({columns}: Rankings): readonly Crossing[] {
  const found: Crossing[] = [];
  for (let a = 0; a < columns.length; a++)
    for (let b = a + 1; b < columns.length; b++) {
      const [first, second] = [columns[a]!.ranks, columns[b]!.ranks];
      const last = first.length - 1;
      if (last < 0 || first[last] === second[last]) continue;
      const [winner, loser] = first[last]! < second[last]! ? [a, b] : [b, a];
      const ahead = (row: number): boolean =>
        columns[winner]!.ranks[row]! < columns[loser]!.ranks[row]!;
      let row = last;
      while (row > 0 && ahead(row - 1)) row--;
      if (row > 0) found.push({winner, loser, row});
    }
  return found;
}
