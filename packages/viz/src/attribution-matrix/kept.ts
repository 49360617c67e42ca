/** What is drawn of a matrix: all tokens, or those that are not left out. */
import type {AttributionMatrix} from "../data.ts";
import {isDimmed, leftOut} from "../token/without.ts";
import type {Without} from "../token/without.ts";

export interface Kept {
  readonly data: AttributionMatrix;
  /** By column: the position of its token. */
  readonly positions: readonly number[];
  /** By column: whether it is in sight only, and out of the scale. */
  readonly dimmed: readonly boolean[];
}

/** Returns the matrix without the tokens that are left out, neither explained nor explaining. */
export function keptOf(data: AttributionMatrix, without: Without | null | undefined): Kept {
  const {tokens, rows, encoderLength} = data;
  const out = leftOut(tokens, without);
  const all = [...tokens.keys()];
  const dimmed = tokens.map((token) => isDimmed(token, without));
  if (!out.size) return {data, positions: all, dimmed};
  const positions = all.filter((at) => !out.has(at));
  const kept = rows.filter(({index}) => !out.has(index));
  return {
    data: {
      ...data,
      tokens: positions.map((at) => tokens[at]!),
      encoderLength: positions.filter((at) => at < encoderLength).length,
      rows: (kept.length ? kept : rows).map((row) => ({
        ...row,
        scores: row.scores.filter((_, at) => !out.has(at))
      }))
    },
    positions,
    dimmed: positions.map(() => false)
  };
}
