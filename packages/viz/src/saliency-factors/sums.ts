/** How much of an attribution lies on the tokens of each factor. */
import type {SaliencyFactorsData} from "../neurons/data.ts";
import {strongestOf} from "../neurons/strongest.ts";
import type {Belonging} from "../neurons/strongest.ts";

/** A token with both: what it did for the answer and the factor it belongs to. */
export interface Member {
  readonly position: number;
  readonly score: number;
  /** |score| / Σ|score|. */
  readonly share: number;
  readonly belonging: Belonging | null;
}

/** The tokens of one factor together. */
export interface FactorSum {
  /** null for the tokens in no factor. */
  readonly factor: number | null;
  readonly members: readonly Member[];
  /** Of their scores, signed. */
  readonly score: number;
  /** Of their shares. */
  readonly share: number;
}

/** Returns each token with its score and its factor: the one that is strongest there. */
export function membersOf({attribution, factors}: SaliencyFactorsData): readonly Member[] {
  const {scores, tokens} = attribution;
  const strongest = strongestOf(factors);
  const total = scores.reduce((sum, score) => sum + Math.abs(score), 0) || 1;
  return scores.map((score, position) => {
    // The attribution may go on where the factors end: a decoder's tokens behind those of its encoder.
    const same = factors.tokens[position]?.id === tokens[position]?.id;
    const belonging = same ? (strongest[position] ?? null) : null;
    return {position, score, share: Math.abs(score) / total, belonging};
  });
}

/** Returns one sum a factor in their order, and last that of the tokens in none, where there are some. */
export function sumsOf(data: SaliencyFactorsData): readonly FactorSum[] {
  const members = membersOf(data);
  const sum = (factor: number | null): FactorSum => {
    const own = members.filter(({belonging}) => (belonging?.factor ?? null) === factor);
    return {
      factor,
      members: own,
      score: own.reduce((total, {score}) => total + score, 0),
      share: own.reduce((total, {share}) => total + share, 0)
    };
  };
  const rest = sum(null);
  const sums = data.factors.factors.map((_, factor) => sum(factor));
  return rest.members.length ? [...sums, rest] : sums;
}
