/**
 * Measures what the largest token and the largest channel hold of a table of states. In many decoders the first token
 * is a resting place of attention with a state a hundred times as long as any other (Xiao et al. 2024; Sun et al. 2024):
 * then a table is about that token, whatever the question was.
 */
import {meansOf} from "../../analysis/samples.ts";
import type {Samples} from "../../analysis/samples.ts";
import type {Token} from "../../results.ts";
import type {Dominance, GroupShare} from "./results.ts";

/** One row of a table: a token, and where it stands. */
export interface Place {
  readonly token: Token;
  /** Which text it is of. */
  readonly of: number;
  readonly position: number;
}

export interface TableShares {
  /** Of each row. */
  readonly rows: Float64Array;
  /** Of each column. */
  readonly columns: Float64Array;
}

/** Returns what each row, and each column less *means*, holds of the squares of a table; null where it is all zeros. */
export function sharesOf(
  {rows, columns, data}: Samples,
  means: Float64Array | null
): TableShares | null {
  const [byRow, byColumn] = [new Float64Array(rows), new Float64Array(columns)];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column]!;
      byRow[row]! += value ** 2;
      byColumn[column]! += (means ? value - means[column]! : value) ** 2;
    }
  const [whole, spread] = [totalOf(byRow), totalOf(byColumn)];
  if (!(whole > 0)) return null;
  return {
    rows: byRow.map((sum) => sum / whole),
    columns: byColumn.map((sum) => (spread > 0 ? sum / spread : 0))
  };
}

const totalOf = (list: Float64Array): number => list.reduce((sum, value) => sum + value, 0);

export const largestOf = (list: ArrayLike<number>): number =>
  Array.from(list).reduce((best, value, at) => (value > list[best]! ? at : best), 0);

/** Returns the dominance of a table whose rows are these; channels less their means where *centred*. */
export function dominanceOf(
  table: Samples,
  places: readonly Place[],
  {centred}: {readonly centred: boolean}
): Dominance | null {
  const shares = sharesOf(table, centred ? meansOf(table) : null);
  if (!shares) return null;
  const channel = largestOf(shares.columns);
  return {
    ...tokensOf(shares.rows, places),
    channel: {index: channel, share: shares.columns[channel]!}
  };
}

/** Returns what the rows say, whose shares these are. */
export function tokensOf(
  shares: Float64Array,
  places: readonly Place[]
): Omit<Dominance, "channel"> {
  const largest = largestOf(shares);
  const {token, of, position} = places[largest]!;
  const together = (isIn: (place: Place) => boolean): GroupShare => {
    const own = [...places.keys()].filter((at) => isIn(places[at]!));
    return {tokens: own.length, share: own.reduce((sum, at) => sum + shares[at]!, 0)};
  };
  return {
    token: {index: largest, of, position, text: token.text, share: shares[largest]!},
    first: together((place) => place.position === 0),
    special: together((place) => place.token.special)
  };
}
