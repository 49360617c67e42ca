/** The units of two texts, as marks of a picture count them. */
import {tokenText} from "../token/label.ts";
import type {Alike, AlikeText, AlikeUnit} from "./data.ts";

export type Side = "a" | "b";

/** Returns the side and the token a column means; columns of the second text stand behind the first's. */
export function placeOf({a}: Alike, column: number): {readonly side: Side; readonly at: number} {
  const offset = a.tokens.length;
  return column < offset ? {side: "a", at: column} : {side: "b", at: column - offset};
}

/** Returns which unit a token is part of; −1 for none. */
export const unitAt = ({units}: AlikeText, token: number): number =>
  units.findIndex(({tokens}) => tokens.includes(token));

/** Whether a unit has no score: special tokens always stay. */
export const stays = ({tokens: all}: AlikeText, {tokens}: AlikeUnit): boolean =>
  tokens.every((at) => all[at]?.special);

/** Returns what a unit is called. */
export const unitText = ({tokens: all}: AlikeText, {text, tokens}: AlikeUnit): string =>
  (text === null
    ? tokens.map((at) => `#${all[at]?.id ?? at}`).join(" ")
    : tokenText({id: 0, text}, "dot")
  ).trim();

/** Returns the largest size of any score. */
export const topOf = ({a, b}: Alike): number =>
  [...a.units, ...b.units].reduce((top, {score}) => Math.max(top, Math.abs(score)), 0);

/** Returns the units of the other text that a unit gives most of the cosine with, strongest first. */
export function partnersOf(
  {pairs, a, b}: Alike,
  side: Side,
  unit: number
): readonly {readonly unit: number; readonly value: number}[] {
  if (!pairs) return [];
  const other = side === "a" ? b : a;
  return other.units
    .map((_, at) => ({
      unit: at,
      value: (side === "a" ? pairs.values[unit]?.[at] : pairs.values[at]?.[unit]) ?? 0
    }))
    .sort((one, two) => Math.abs(two.value) - Math.abs(one.value));
}
