/** What is drawn of a comparison: all tokens, or those that are not left out. */
import type {Attribution, MethodComparison} from "../data.ts";
import {leftOut} from "../token/without.ts";
import type {Without} from "../token/without.ts";

export interface Kept {
  readonly data: MethodComparison;
  /** By column: the position of its token. */
  readonly positions: readonly number[];
}

/** Returns the comparison without the tokens that are left out; its figures stay those of the whole maps. */
export function keptOf(data: MethodComparison, without: Without | null | undefined): Kept {
  const {tokens, methods} = data;
  const longest = Math.max(
    tokens.length,
    ...methods.map(({attribution}) => attribution?.tokens.length ?? 0)
  );
  const out = leftOut(tokens, without);
  const all = Array.from({length: longest}, (_, at) => at);
  if (!out.size) return {data, positions: all};
  const positions = all.filter((at) => !out.has(at));
  const take = <T>(list: readonly T[]): T[] =>
    positions.flatMap((at) => (at < list.length ? [list[at]!] : []));
  const reduced = (one: Attribution): Attribution => ({
    ...one,
    tokens: take(one.tokens),
    scores: take(one.scores),
    norms: take(one.norms),
    ...(one.errors ? {errors: take(one.errors)} : {})
  });
  return {
    data: {
      tokens: take(tokens),
      methods: methods.map((row) =>
        row.attribution ? {...row, attribution: reduced(row.attribution)} : row
      )
    },
    positions
  };
}
