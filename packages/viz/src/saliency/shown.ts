/** What a picture of an attribution has in its columns: tokens, words, or the tokens of a sentence. */
import type {ProducedAttributions} from "../data.ts";
import {sharesOf} from "./shares.ts";
import type {Shares} from "./shares.ts";
import {addedUp} from "./units.ts";
import type {Unit} from "./units.ts";

export interface Shown {
  /** As it is drawn. */
  readonly data: ProducedAttributions;
  readonly shares: Shares | undefined;
  /** By column: the positions of the tokens it stands for. */
  readonly places: readonly (readonly number[])[];
  /** With the parts of each word or sentence added up, one entry each. */
  readonly whole: {readonly data: ProducedAttributions; readonly shares: Shares | undefined};
}

/**
 * Returns what is drawn of produced token *index*. Words are drawn as one token each; a sentence is too long for that
 * in a text, whose tokens all have the sentence's share instead.
 */
export function shownOf(
  data: ProducedAttributions,
  index: number,
  {unit, asText}: {readonly unit: Unit; readonly asText: boolean}
): Shown {
  const added = addedUp(data, unit, index);
  const shares = sharesOf(added.data, index);
  const whole = {data: added.data, shares};
  if (unit !== "sentence" || !asText)
    return {data: added.data, shares, places: added.places, whole};
  const entries = added.places.flatMap((place, entry) => place.map(() => entry));
  const spread = <T>(list: readonly T[]): T[] => entries.map((entry) => list[entry]!);
  return {
    data,
    shares: shares && {...shares, scores: spread(shares.scores), shares: spread(shares.shares)},
    places: spread(added.places),
    whole
  };
}

/** Returns the column that stands for a token; −1 where none does. */
export function columnOf({places}: Shown, position: number | null): number {
  // Of a sentence every token has a column of its own.
  const own = position === null ? undefined : places[position];
  if (own?.includes(position!)) return position!;
  return position === null ? -1 : places.findIndex((place) => place.includes(position));
}

/** Returns the token that a column is called by. */
export function positionAt({places, data, whole}: Shown, column: number): number | null {
  return (data === whole.data ? places[column]?.[0] : column) ?? null;
}
