/** What a row of the comparison says, from the attribution behind it. */
import type {Attribution, MethodComparison} from "../data.ts";
import {isSignedMethod} from "../saliency/methods.ts";
import {isDimmed} from "../token/without.ts";
import type {Without} from "../token/without.ts";
import {rankCorrelation} from "./ranks.ts";

export interface MethodRow {
  readonly method: string;
  /** null while it is to come, and where there is none. */
  readonly attribution: Attribution | null;
  readonly error: string | null;
  /** By token: |score| / Σ|score|. */
  readonly shares: readonly number[];
  /** By token: whether it is in sight only, and out of the scale. */
  readonly dimmed: readonly boolean[];
  /** What the answer loses without the tokens named first; null where it was not measured. */
  readonly faithfulness: number | null;
  /** The same of random orders. */
  readonly floor: number | null;
  /** Whether it is little better than random: less than a third of the way from there to the best row. */
  readonly hollow: boolean;
}

/** A row is close to random when it is less than this share of the way to the best. */
const close = 1 / 3;

/** Returns the rows, in the order given. */
export function comparedRows(
  {tokens, methods}: MethodComparison,
  without?: Without | null
): readonly MethodRow[] {
  const gain = ({attribution}: {readonly attribution: Attribution | null}): number | null => {
    const quality = attribution?.quality;
    return quality ? quality.comprehensiveness - quality.floor.comprehensiveness : null;
  };
  const best = Math.max(0, ...methods.map((row) => gain(row) ?? 0));
  const dimmed = tokens.map((token) => isDimmed(token, without));
  return methods.map(({method, attribution, error = null}) => {
    const scores = attribution?.scores ?? [];
    const size = scores.reduce((sum, score) => sum + Math.abs(score), 0);
    const better = gain({attribution});
    return {
      method,
      attribution,
      error,
      dimmed,
      shares: scores.map((score) => (size > 0 ? Math.abs(score) / size : 0)),
      faithfulness: attribution?.quality?.comprehensiveness ?? null,
      floor: attribution?.quality?.floor.comprehensiveness ?? null,
      hollow: better !== null && (better <= 0 || better < close * best)
    };
  });
}

/** Returns the row the others are compared with: the pinned one, else the most faithful, else the first there is. */
export function referenceOf(
  rows: readonly MethodRow[],
  pinned: string | null
): MethodRow | undefined {
  const known = rows.filter(({attribution}) => attribution);
  return (
    known.find(({method}) => method === pinned) ??
    known.toSorted((a, b) => (b.faithfulness ?? -Infinity) - (a.faithfulness ?? -Infinity))[0]
  );
}

/** Returns the rank correlation of two rows' sizes, as they are drawn; null where there is none. */
export const agreementOf = (row: MethodRow, other: MethodRow): number | null =>
  row.attribution && other.attribution ? rankCorrelation(row.shares, other.shares) : null;

/** Returns where bars end and floors stand: from the lowest value, or 0, to the highest. */
export function faithfulnessSpan(rows: readonly MethodRow[]): readonly [number, number] {
  const values = rows.flatMap(({faithfulness, floor}) =>
    faithfulness === null || floor === null ? [] : [faithfulness, floor]
  );
  return [Math.min(0, ...values), Math.max(0, ...values)];
}

/** Returns the values that fill a row's tokens, and the end of its own scale. */
export function rowValues(
  {attribution, shares, method, dimmed}: MethodRow,
  signed: boolean
): {readonly values: readonly number[]; readonly top: number; readonly bySign: boolean} {
  const bySign = signed && isSignedMethod(method);
  const values = bySign ? (attribution?.scores ?? []) : shares;
  const onScale = values.filter((_, at) => !dimmed[at]);
  return {values, bySign, top: Math.max(0, ...onScale.map(Math.abs))};
}
