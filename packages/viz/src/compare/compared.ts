/** Two sides laid beside each other: what has changed in the text, in its attribution and in the answer. */
import type {Candidate, Token} from "../data.ts";
import {isSignedMethod} from "../saliency/methods.ts";
import type {Side, Sides} from "./data.ts";
import {diff, wordy} from "./diff.ts";
import type {Pair, Unit} from "./diff.ts";

export interface Compared {
  readonly pairs: readonly Pair[];
  /** Positions of the words that changed, A's first and B's behind them. */
  readonly framed: ReadonlySet<number>;
  /** Position → the position it stands for on the other side, counted over both. */
  readonly partners: ReadonlyMap<number, number>;
  /** Of both sides, so that they are on one scale. */
  readonly top: number;
  readonly signed: boolean;
  readonly models: boolean;
}

/** Returns both sides compared; positions of B are counted on behind A's. */
export function comparedOf({a, b}: Sides): Compared {
  const models = a.attribution.provenance.model !== b.attribution.provenance.model;
  const offset = a.attribution.tokens.length;
  const pairs = diff(a.attribution.tokens, b.attribution.tokens, {loose: models});
  const changed = pairs.filter((pair) => pair.changed);
  const partners = new Map<number, number>();
  for (const {a: one, b: other} of pairs) {
    if (!one || !other) continue;
    const last = (unit: Unit, i: number): number =>
      unit.positions[Math.min(i, unit.positions.length - 1)]!;
    one.positions.forEach((position, i) => partners.set(position, offset + last(other, i)));
    other.positions.forEach((position, i) => partners.set(offset + position, last(one, i)));
  }
  return {
    pairs,
    framed: new Set([
      ...changed.flatMap((pair) => pair.a?.positions ?? []),
      ...changed.flatMap((pair) => pair.b?.positions.map((position) => offset + position) ?? [])
    ]),
    partners,
    top: [...a.attribution.scores, ...b.attribution.scores].reduce(
      (top, score) => Math.max(top, Math.abs(score)),
      0
    ),
    signed: isSignedMethod(a.attribution.method) && isSignedMethod(b.attribution.method),
    models
  };
}

/** Returns the score of a word: the sum of its tokens'. */
export const scoreOf = ({attribution}: Side, unit: Unit | undefined): number | null =>
  unit
    ? unit.positions.reduce((sum, position) => sum + (attribution.scores[position] ?? 0), 0)
    : null;

/** Returns the changed words whose scores differ most; undefined where no word has. */
export function turningPoint({pairs}: Compared, {a, b}: Sides): Pair | undefined {
  let found: Pair | undefined;
  let most = -1;
  for (const pair of pairs) {
    if (!pair.changed || ![pair.a, pair.b].some((unit) => unit && wordy.test(unit.text))) continue;
    const by = Math.abs((scoreOf(b, pair.b) ?? 0) - (scoreOf(a, pair.a) ?? 0));
    if (by > most) [found, most] = [pair, by];
  }
  return found;
}

/** Returns the answer of a side; undefined where only its attribution is known. */
export const answerOf = ({candidates}: Side): Candidate | undefined => candidates?.top[0];

/** Returns the probability of the explained token; null where it is not among the candidates that are known. */
export function explainedOf({attribution, candidates}: Side): number | null {
  const {id} = attribution.target;
  return candidates?.top.find((candidate) => candidate.id === id)?.probability ?? null;
}

/** Returns the side and the position in it. */
export function placeOf(
  {a}: Sides,
  column: number
): {readonly side: "a" | "b"; readonly position: number} {
  const offset = a.attribution.tokens.length;
  return column < offset ? {side: "a", position: column} : {side: "b", position: column - offset};
}

/** Returns the token at a position counted over both sides. */
export const tokenAt = (sides: Sides, column: number): Token | undefined => {
  const {side, position} = placeOf(sides, column);
  return sides[side].attribution.tokens[position];
};
