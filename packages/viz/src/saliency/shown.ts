/** What a picture of an attribution has in its columns: tokens, words, or the tokens of a sentence. */
import type {ProducedAttributions} from "../data.ts";
import {leftOut} from "../token/without.ts";
import type {Without} from "../token/without.ts";
import {sharesOf} from "./shares.ts";
import type {Shares} from "./shares.ts";
import {addedUp, isLong} from "./units.ts";
import type {Unit} from "./units.ts";

export interface Shown {
  /** As it is drawn. */
  readonly data: ProducedAttributions;
  readonly shares: Shares | undefined;
  /** By column: the positions of the tokens it stands for. */
  readonly places: readonly (readonly number[])[];
  /** By column: the position it is called by. */
  readonly positions: readonly number[];
  /** With the parts of each word or sentence added up, one entry each. */
  readonly whole: {readonly data: ProducedAttributions; readonly shares: Shares | undefined};
}

/** More bars than this are a wall: the strongest are drawn, the rest is counted. */
const mostBars = 300;

export interface ShownOptions {
  readonly unit: Unit;
  /** Whether it is drawn as text, and not as bars. */
  readonly asText: boolean;
  /** Whether the strongest comes first; of bars only. */
  readonly sorted?: boolean;
  /** What is left out. */
  readonly without?: Without | null | undefined;
}

/**
 * Returns what is drawn of produced token *index*. Words are drawn as one token each; a sentence is too long for that
 * in a text, whose tokens all have the sentence's share instead.
 */
export function shownOf(
  data: ProducedAttributions,
  index: number,
  {unit, asText, sorted = false, without}: ShownOptions
): Shown {
  const out = leftOut(data.tokens, without);
  const added = addedUp(data, unit, index, out);
  const shares = sharesOf(added.data, index, without);
  const whole = {data: added.data, shares};
  const firsts = added.places.map((place) => place[0]!);
  if (asText && isLong(unit)) {
    const entries = added.places.flatMap((place, entry) => place.map(() => entry));
    const positions = added.places.flat();
    const tokens = data.tokens.filter((_, position) => !out.has(position));
    const drawn = out.size ? {...data, tokens} : data;
    return {...moved(added.places, shares, entries), data: drawn, positions, whole};
  }
  const scored = shares?.scores.flatMap((score, entry) => (score === undefined ? [] : [entry]));
  if (asText || !shares || !scored || (!sorted && scored.length <= mostBars))
    return {data: added.data, shares, places: added.places, positions: firsts, whole};
  // What is out of the scale comes last.
  const size = (entry: number): number =>
    shares.dimmed?.[entry]
      ? -1 / (1 + Math.abs(shares.scores[entry]!))
      : Math.abs(shares.scores[entry]!);
  const strongest = scored.toSorted((a, b) => size(b) - size(a)).slice(0, mostBars);
  const entries = sorted ? strongest : strongest.toSorted((a, b) => a - b);
  const all = [...added.data.tokens, ...added.data.produced];
  const tokens = entries.map((entry) => all[entry]!);
  return {
    ...moved(added.places, shares, entries),
    data: {...added.data, tokens, produced: []},
    positions: entries.map((entry) => firsts[entry]!),
    whole
  };
}

/** Returns how many entries are not drawn, and what they have together; undefined where all of them are. */
export function restOf({
  shares,
  whole
}: Shown): {readonly count: number; readonly share: number} | undefined {
  const known = (list: readonly (number | undefined)[] | undefined): readonly number[] =>
    (list ?? []).filter((share) => share !== undefined);
  const [drawn, all] = [known(shares?.shares), known(whole.shares?.shares)];
  const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0);
  return drawn.length < all.length
    ? {count: all.length - drawn.length, share: Math.max(0, sum(all) - sum(drawn))}
    : undefined;
}

/** Takes places and values from the entries that the columns stand for. */
function moved(
  places: Shown["places"],
  shares: Shares | undefined,
  entries: readonly number[]
): Pick<Shown, "places" | "shares"> {
  const take = <T>(list: readonly T[]): T[] => entries.map((entry) => list[entry]!);
  return {
    places: take(places),
    shares: shares && {
      ...shares,
      ...(shares.dimmed ? {dimmed: take(shares.dimmed)} : {}),
      scores: take(shares.scores),
      shares: take(shares.shares)
    }
  };
}

/** Returns the column that stands for a token; −1 where none does. */
export function columnOf({places, positions}: Shown, position: number | null): number {
  if (position === null) return -1;
  // Of a sentence every token has a column of its own.
  const own = positions.indexOf(position);
  return own >= 0 ? own : places.findIndex((place) => place.includes(position));
}
